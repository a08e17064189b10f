"""Who works at the demo's provider, and what there is to know of a person and of a client company."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One of the provider's people; an agent works for `clients` (slugs) in `service_lines` (empty: all)."""

    name: str
    email: str
    role: str
    clients: tuple[str, ...] = ()
    service_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """One of a client's people; a lead looks after `service_lines`."""

    name: str
    email: str
    role: str
    service_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A client company: its people, the country whose holidays it keeps (ISO 3166-1), and what it asks in ninety days.

    `tasks` is about how many, `lines` the service lines that they are in; `accent` its own colour, and a logo with it.
    """

    slug: str
    code: str
    name: str
    contacts: tuple[ContactPerson, ...]
    tasks: int
    lines: tuple[str, ...]
    language: str = "nl"
    time_zone: str = "Europe/Amsterdam"
    country: str = "NL"
    accent: str = ""


STAFF = (
    StaffMember("Olga Meijer", "olga@motorblok.example", "owner"),
    StaffMember("Rita van Dam", "rita@motorblok.example", "lead"),
    StaffMember("Karin Smeets", "karin@motorblok.example", "finance"),
    StaffMember("Sam Okafor", "sam@motorblok.example", "agent", ("bakker", "noordzee", "delta", "harbour")),
    StaffMember(
        "Joris Peeters",
        "joris@motorblok.example",
        "agent",
        ("bakker", "noordzee", "meridian", "dijkstra"),
        ("it-support",),
    ),
    StaffMember(
        "Elif Kaya",
        "elif@motorblok.example",
        "agent",
        ("bakker", "delta", "harbour", "meridian", "dijkstra", "kade"),
        ("hr", "legal"),
    ),
    StaffMember(
        "Marieke Jansen",
        "marieke@motorblok.example",
        "agent",
        ("bakker", "noordzee", "meridian", "dijkstra", "kade", "lindenhof"),
        ("finance",),
    ),
    StaffMember(
        "Tomas Novak",
        "tomas@motorblok.example",
        "agent",
        ("bakker", "noordzee", "delta", "meridian", "dijkstra"),
        ("procurement", "logistics"),
    ),
    StaffMember(
        "Aisha Rahman",
        "aisha@motorblok.example",
        "agent",
        ("noordzee", "delta", "harbour"),
        ("finance", "quality"),
    ),
    StaffMember(
        "Lars Veldman",
        "lars@motorblok.example",
        "agent",
        ("bakker", "delta", "harbour", "kade"),
        ("it-support", "logistics"),
    ),
)
