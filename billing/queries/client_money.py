"""All the money of one client: what came in and on what it stands, what is kept, and what goes back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Case, F, Prefetch, Sum, Value, When

from billing.models import Allocation, Debtor, Invoice, Payment
from billing.queries.going_back import GoesBack, goes_back
from billing.queries.refunds import GOES_BY_TRANSFER, Room, room_of
from billing.settling import kept_for
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A sum of a payment that stands on an invoice, or that was taken off it again (below 0); minor units."""

    id: UUID
    invoice_id: UUID
    number: str
    amount: int
    at: datetime
    is_undone: bool
    may_be_undone: bool


@dataclass(frozen=True, slots=True)
class Came:
    """Money that came in, or below 0 went back: what of it is on no invoice, and what of it can go back."""

    id: UUID
    received_on: date
    payer: str
    reference: str
    gateway: str
    amount: int
    currency: str
    free: int
    can_go_back: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ClientMoney:
    """The page: kept by currency, what goes back, what came in, and the invoices that it may be put on."""

    kept: tuple[tuple[str, int], ...]
    refunds: tuple[GoesBack, ...]
    came: tuple[Came, ...]
    open: tuple[Invoice, ...]
    has_more: bool


def client_money(debtor: Debtor) -> ClientMoney:
    """The same number of statements however much there is; six more for a second currency."""
    with schema.entered(schema.PUBLIC):
        rows = list(_payments(debtor)[: SHOWN + 1])
        currencies = sorted({debtor.currency, *(row.currency for row in rows)})
        rooms = {each: room_of(debtor.pk, currency=each) for each in currencies}
        kept = {each: kept_for(debtor.pk, currency=each) for each in currencies}
        refunds = [each for room in rooms.values() for each in room.refunds]
        return ClientMoney(
            kept=tuple((each, kept[each]) for each in currencies if kept[each] or each == debtor.currency),
            refunds=tuple(goes_back(refunds)),
            came=tuple(_came(row, rooms[row.currency], kept[row.currency]) for row in rows[:SHOWN]),
            open=tuple(open_to_put_on(debtor)),
            has_more=len(rows) > SHOWN,
        )


def payment_of(debtor: Debtor, payment_id: UUID) -> Came:
    """One of them. Raises NotFound where it is not this debtor's."""
    with schema.entered(schema.PUBLIC):
        row = _payments(debtor).filter(pk=payment_id, amount__gt=0).first()
        if row is None:
            raise NotFound
        room = room_of(debtor.pk, currency=row.currency)
        return _came(row, room, kept_for(debtor.pk, currency=row.currency))


def part_of(debtor: Debtor, allocation_id: UUID) -> tuple[Part, Came]:
    """A sum that stands on an invoice, with the payment that it is of. Raises NotFound where it is not this debtor's."""
    with schema.entered(schema.PUBLIC):
        row = Allocation.objects.filter(
            pk=allocation_id, invoice__debtor=debtor, payment__isnull=False
        ).first()
    if row is None or row.payment_id is None:
        raise NotFound
    came = payment_of(debtor, row.payment_id)
    return next(each for each in came.parts if each.id == row.pk), came


def open_to_put_on(debtor: Debtor, *, currency: str = "") -> list[Invoice]:
    """The final invoices of which something is owed, oldest due first, without the bytes that they were made of."""
    owed = debtor.invoices.filter(
        state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE, total__gt=F("settled")
    )
    found = owed.filter(currency=currency) if currency else owed
    return list(found.defer("inputs", "rated").order_by("due_on", "number")[:SHOWN])


def _payments(debtor: Debtor):  # type: ignore[no-untyped-def]  # a queryset with an annotation has no name
    parts = Allocation.objects.select_related("invoice", "undone").defer("invoice__inputs", "invoice__rated")
    has_free = Case(
        When(amount__gt=F("used"), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    found = Payment.objects.filter(debtor=debtor).annotate(used=Sum("allocations__amount", default=0))
    found = found.annotate(has_free=has_free).order_by("-has_free", "-received_on", "-id")
    return found.prefetch_related(Prefetch("allocations", parts.order_by("at", "id")))


def _came(row: Payment, room: Room, kept: int) -> Came:
    used = sum(each.amount for each in row.allocations.all())
    return Came(
        id=row.pk,
        received_on=row.received_on,
        payer=row.payer,
        reference=row.reference,
        gateway=row.gateway,
        amount=row.amount,
        currency=row.currency,
        free=max(0, min(row.amount - used, kept)) if row.amount > 0 else 0,
        can_go_back=room.of(row) if row.amount > 0 else 0,
        parts=tuple(_part(each, row) for each in row.allocations.all()),
    )


def _part(each: Allocation, of: Payment) -> Part:
    is_undone = hasattr(each, "undone")
    is_known_there = of.gateway not in GOES_BY_TRANSFER and of.gateway == each.invoice.gateway
    may = each.amount > 0 and each.undoes_id is None and not is_undone and not is_known_there
    return Part(
        id=each.pk,
        invoice_id=each.invoice_id,
        number=each.invoice.number or "",
        amount=each.amount,
        at=each.at,
        is_undone=is_undone,
        may_be_undone=may and each.invoice.settled > 0,
    )
