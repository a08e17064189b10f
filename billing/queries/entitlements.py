"""What a client is entitled to, and what it has more of than that: nothing of it is ever taken away by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from billing.allowing import Entitlements
from billing.lives import READ_ONLY
from billing.models import Debtor
from motorblok.accounts.models import Person
from motorblok.kernel import schema
from tenants.models import Client
from tenants.queries import allowance_of


@dataclass(frozen=True, slots=True)
class Excess:
    """What a client has beyond its subscription: contacts, newest first, of whom so many would have to go by its own choice."""

    seats: int
    taken: int
    people: Sequence[Person]

    @property
    def over(self) -> int:
        """How many more there are than seats."""
        return max(0, self.taken - self.seats)


def of(client: Client) -> Entitlements:
    """What a client is entitled to now, as it was last written down; a client without a subscription to everything."""
    allowance = allowance_of(client.pk)
    with schema.entered(schema.PUBLIC):
        life = Debtor.objects.filter(pk=client.pk).values_list("life", flat=True).first()
    may_write = client.is_open and life not in READ_ONLY
    if allowance is None:
        return Entitlements(may_write=may_write)
    lines = None if allowance.service_lines is None else frozenset(allowance.service_lines)
    return Entitlements(
        seats=allowance.seats,
        service_lines=lines,
        features=frozenset(allowance.features),
        may_write=may_write,
        may_grow=allowance.may_grow,
    )


def excess(client: Client) -> Excess | None:
    """What exceeds the seats after a downgrade, for people to choose from; None where nothing does."""
    seats = of(client).seats
    if seats is None:
        return None
    with schema.entered(schema.PUBLIC):
        people = list(Person.objects.circle(client).filter(deactivated_at=None).order_by("-joined_at", "-id"))
    return Excess(seats, len(people), people) if len(people) > seats else None
