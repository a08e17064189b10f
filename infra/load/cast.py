"""Who takes part: the clients, the people who work for them and in them, their machines. Names from numbers alone."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

CLIENTS_OF_AN_AGENT = 10
LEADS = 6
"""The first of the staff is the owner, the next are leads: they see every client."""
PASSWORD = "a long walk along the Waal"
CANARY = r"kn-\d{3}-[0-9a-f]{6}"


@dataclass(frozen=True, slots=True)
class Company:
    """A client by its number."""

    number: int

    @property
    def slug(self) -> str:
        return f"load-{self.number:03}"

    @property
    def host(self) -> str:
        return f"{self.slug}.localhost"

    @property
    def canary(self) -> str:
        """A word that stands in everything of this client, and may stand on no page of another's."""
        digest = hashlib.sha256(f"canary of {self.number}".encode()).hexdigest()
        return f"kn-{self.number:03}-{digest[:6]}"

    @property
    def name(self) -> str:
        return f"Company {self.number:03} {self.canary}"


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff by its number, and for whom it works."""

    number: int
    companies: tuple[Company, ...]

    @property
    def email(self) -> str:
        return f"staff{self.number}@provider.example"

    @property
    def role(self) -> str:
        if self.number == 0:
            return "owner"
        return "lead" if self.number < LEADS else "agent"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact by its number, and whose it is."""

    number: int
    company: Company

    @property
    def email(self) -> str:
        return f"contact{self.number}@{self.company.slug}.example"


@dataclass(frozen=True, slots=True)
class Cast:
    """How many there are of each; `tasks` is the number of open tasks that each client begins with."""

    clients: int
    staff: int
    contacts: int
    machines: int
    tasks: int

    def company(self, number: int) -> Company:
        """One of the clients."""
        return Company(number % self.clients)

    def member(self, number: int) -> Member:
        """One of the staff; an agent works for some of the clients, and every client has agents."""
        some = range(min(CLIENTS_OF_AN_AGENT, self.clients))
        return Member(number, tuple(self.company(number * 7 + step * 3) for step in some))

    def contact(self, number: int) -> Contact:
        """One of the contacts: every company has one, some have two."""
        return Contact(number, self.company(number))


FULL = Cast(clients=100, staff=60, contacts=120, machines=20, tasks=200)
QUICK = Cast(clients=5, staff=10, contacts=8, machines=4, tasks=25)
CASTS: Mapping[int, Cast] = {cast.tasks: cast for cast in (FULL, QUICK)}
"""By the number of tasks, which names the kept database."""
