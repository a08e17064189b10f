"""Who there is in the demo: the provider's staff, the client companies and their contacts."""

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


@dataclass(frozen=True, slots=True)
class Company:
    """A client company with its people and the country whose holidays it keeps (ISO 3166-1)."""

    slug: str
    code: str
    name: str
    language: str
    time_zone: str
    country: str
    contacts: tuple[ContactPerson, ...]


STAFF = (
    StaffMember("Olga Meijer", "olga@motorblok.example", "owner"),
    StaffMember("Rita van Dam", "rita@motorblok.example", "lead"),
    StaffMember("Sam Okafor", "sam@motorblok.example", "agent", ("bakker", "noordzee", "delta", "harbour")),
    StaffMember("Joris Peeters", "joris@motorblok.example", "agent", ("bakker", "noordzee"), ("it-support",)),
    StaffMember("Elif Kaya", "elif@motorblok.example", "agent", ("delta", "harbour"), ("hr", "legal")),
)

CLIENTS = (
    Company(
        "bakker",
        "BAKKER",
        "Bakker Logistics",
        "nl",
        "Europe/Amsterdam",
        "NL",
        (
            ContactPerson("Ann de Wit", "ann@bakker.example", "director"),
            ContactPerson("Bob Willems", "bob@bakker.example", "requester"),
            ContactPerson("Carla Smit", "carla@bakker.example", "lead", ("finance", "procurement")),
        ),
    ),
    Company(
        "noordzee",
        "NOORD",
        "Noordzee Retail",
        "nl",
        "Europe/Amsterdam",
        "NL",
        (
            ContactPerson("Daan Visser", "daan@noordzee.example", "director"),
            ContactPerson("Eva Bos", "eva@noordzee.example", "requester"),
        ),
    ),
    Company(
        "delta",
        "DELTA",
        "Delta Foods",
        "nl",
        "Europe/Brussels",
        "BE",
        (
            ContactPerson("Femke Claes", "femke@delta.example", "director"),
            ContactPerson("Gert Maes", "gert@delta.example", "requester"),
        ),
    ),
    Company(
        "harbour",
        "HARB",
        "Harbour Health",
        "en",
        "Europe/London",
        "GB",
        (
            ContactPerson("Hannah Reid", "hannah@harbour.example", "director"),
            ContactPerson("Ian Lowe", "ian@harbour.example", "requester"),
        ),
    ),
)
