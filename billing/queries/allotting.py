"""Which credits an invoice carries: as much of each as it has room for, and what was taken back and is charged again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from billing import periods
from billing.bills import Bill
from billing.models import Credit, Subscription
from billing.queries.credited import waiting
from billing.rating import shapes
from billing.rating.shapes import Rated

Room = dict[tuple[str, str], int]
"""By service line and VAT category, in minor units."""


@dataclass(frozen=True, slots=True)
class Allotted:
    """A credit, or as much of it as there was room for, in minor units."""

    credit_id: UUID
    amount: int


@dataclass(frozen=True, slots=True)
class Allotment:
    """The credits of an invoice: as rating knows them, what was taken of each, and those that are charged again."""

    credits: tuple[shapes.Credit, ...] = ()
    allotted: tuple[Allotted, ...] = ()
    taken_back: tuple[UUID, ...] = ()


def allotted(subscription: Subscription, bill: Bill, *, rated: Rated) -> Allotment:
    """The credits for an invoice that comes to `rated` without them."""
    rows = list(waiting(subscription).prefetch_related("carried").order_by("proposed_at", "id"))
    back = [each for each in rows if each.state == Credit.State.REVERSED]
    ready = [
        each
        for each in rows
        if each.state == Credit.State.APPROVED and periods.start_of(each.period_key) < bill.period.end
    ]
    shares = list(_shares(ready, room_on(rated)))
    return Allotment(
        credits=(
            *(as_given(row, amount) for row, amount in shares),
            *(as_given(row, posted_of(row), is_taken_back=True) for row in back),
        ),
        allotted=tuple(Allotted(row.id, amount) for row, amount in shares),
        taken_back=tuple(row.id for row in back),
    )


def room_on(rated: Rated) -> Room:
    """What each service line costs, by VAT category."""
    room: Room = {}
    for line in rated.lines:
        key = line.service_line, line.vat_category
        room[key] = room.get(key, 0) + line.amount
    return room


def posted_of(row: Credit) -> int:
    """How much of a posted credit stands on its invoice: all but what was carried to another."""
    return row.amount - sum(each.amount for each in row.carried.all())


def as_given(
    row: Credit, amount: int, *, evidence: str = "", code: str = "", is_taken_back: bool = False
) -> shapes.Credit:
    """A credit as rating knows it, for this part of its amount."""
    return shapes.Credit(
        code=code or ("sla" if row.clause_id else "credit"),
        reason_en=row.reason_en,
        reason_nl=row.reason_nl,
        service_line=row.service_line,
        amount=amount,
        vat_category=row.vat_category,
        evidence=evidence or f"credit:{row.id}",
        currency=row.currency,
        is_taken_back=is_taken_back,
    )


def _shares(rows: Iterable[Credit], room: Room) -> Iterator[tuple[Credit, int]]:
    for row in rows:
        key = row.service_line, row.vat_category
        amount = min(row.amount, room.get(key, 0))
        if amount > 0:
            room[key] -= amount
            yield row, amount
