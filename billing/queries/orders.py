"""What is asked of a gateway, made from rows that are final or agreed."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid5

from django.db.models import QuerySet

from billing.asked_fees import asked_for
from billing.edges import edge_of
from billing.gateways.port import CreditOrder, IssueLine, IssueOrder, Party, RefundOrder, VatSum
from billing.models import Debtor, GatewayCall, GatewayLink, Invoice, InvoiceLine
from billing.money import half_up
from billing.queries.beginnings import RECURRING

ON_DRAFTS = ("issue", "leave_draft_empty")
REPLACED = ("No longer holds", "Vervallen")
"""What is said of a fee on a gateway's draft that was replaced after the draft was drawn up, in English and Dutch."""


def linked(gateway: str, kind: str, *, ours_id: UUID | None = None, debtor_id: UUID | None = None) -> str:
    """The gateway's id of a row of ours, or of a debtor's customer; "" where there is none."""
    held = _linked(gateway, kind, ours_id=ours_id, debtor_id=debtor_id)
    return held.external_id if held else ""


def party(debtor: Debtor, *, external_id: str = "") -> Party:
    """Who pays, as the debtor is now."""
    return Party(
        debtor_id=debtor.pk,
        name=debtor.legal_name,
        email=debtor.email,
        street=debtor.street,
        postcode=debtor.postcode,
        city=debtor.city,
        country=debtor.country,
        language=debtor.language,
        vat_number=debtor.vat_number,
        external_id=external_id,
    )


def carrier(invoice: Invoice) -> GatewayLink | None:
    """The subscription at the gateway on whose draft an invoice goes, if any.

    One that has ended there left the drafts of the edges before; on its last day the gateway alone knows whether it did.
    """
    of = invoice.subscription
    if of is None or invoice.purpose != Invoice.Purpose.PERIOD:
        return None
    edge_on = edge_of(invoice, of)
    if of.cancels_on and edge_on > of.cancels_on:
        return None
    held = GatewayLink.objects.filter(gateway=invoice.gateway, kind="subscription", ours_id=of.id)
    begun = held.exclude(state="gone").exclude(from_on__gt=edge_on)
    return begun.order_by("-id").first()


def carried_by(invoice: Invoice) -> str:
    """The gateway's id of that subscription; "" where an invoice goes on one of its own."""
    held = carrier(invoice)
    return held.external_id if held else ""


def has_unissued(gateway: str, debtor_id: UUID, invoices: QuerySet[Invoice]) -> bool:
    """Whether a gateway is still to be asked for these invoices of a debtor to be on its drafts, or to leave them empty."""
    ids = [str(each) for each in invoices.values_list("id", flat=True)]
    asked = GatewayCall.objects.filter(debtor=debtor_id, gateway=gateway, operation__in=ON_DRAFTS)
    waiting = asked.filter(payload__invoice_id__in=ids).exclude(state=GatewayCall.State.DONE)
    return waiting.exists()


def issue_order(invoice: Invoice, *, customer: str) -> IssueOrder:
    """A final invoice; where its subscription is the gateway's too, on the draft that carries the flat fees."""
    lines = tuple(invoice.lines.order_by("position"))
    subscription, language = carried_by(invoice), invoice.debtor.language
    return IssueOrder(
        invoice_id=invoice.id,
        debtor_id=invoice.debtor_id,
        number=str(invoice.number),
        customer=customer,
        currency=invoice.currency,
        lines=tuple(_line(line, language=language, has_draft=bool(subscription)) for line in lines),
        vats=_vats(lines, country=invoice.legal_entity.country, sign=1),
        total=invoice.total,
        due_on=invoice.due_on or invoice.period_end_on,
        subscription=subscription,
        asked=asked_for(invoice, subscription),
        replaced=REPLACED[language == "nl"],
    )


def empty_order(invoice: Invoice, *, customer: str) -> IssueOrder:
    """The draft of a period for which nothing is asked: an invoice of nothing, so that no later one takes that draft.

    It is known by an id of its own, for it is no invoice of ours. What was dropped has no lines; what came to less than nothing is given back by a credit note, and balanced here.
    """
    lines = tuple(invoice.lines.order_by("position"))
    language, country = invoice.debtor.language, invoice.legal_entity.country
    subscription = carried_by(invoice)
    bases = _bases(lines)
    balancing = tuple(
        IssueLine(
            code="credited",
            description=str(invoice.number or ""),
            amount=-base,
            vat_percent=percent,
            vat_code=code,
        )
        for (percent, code), base in bases.items()
        if base
    )
    return IssueOrder(
        invoice_id=uuid5(invoice.id, "empty"),
        debtor_id=invoice.debtor_id,
        number=invoice.number or f"0-{invoice.id.hex[-12:]}",
        customer=customer,
        currency=invoice.currency,
        lines=(*(_line(line, language=language, has_draft=True) for line in lines), *balancing),
        vats=tuple(
            VatSum(percent=percent, code=code, base=0, amount=0, country=country) for percent, code in bases
        ),
        total=0,
        due_on=invoice.period_end_on,
        subscription=subscription,
        asked=asked_for(invoice, subscription),
        replaced=REPLACED[language == "nl"],
    )


def credit_order(note: Invoice, *, external_invoice: str) -> CreditOrder:
    """A final credit note, whose sums are below zero with us and above it at every gateway."""
    lines = tuple(note.lines.order_by("position"))
    return CreditOrder(
        credit_note_id=note.id,
        debtor_id=note.debtor_id,
        number=str(note.number),
        external_invoice=external_invoice,
        currency=note.currency,
        lines=tuple(_line(line, language=note.debtor.language, sign=-1) for line in lines),
        vats=_vats(lines, country=note.legal_entity.country, sign=-1),
        total=-note.total,
    )


def refund_order(payload: dict[str, str], *, debtor_id: UUID, customer: str) -> RefundOrder:
    """Money that goes back: `refund_id`, `payment` (the gateway's id), `amount` (minor units as text), `currency`.

    `from_balance` is what of it unused credit notes had put on the gateway's balance when it was ordered.
    """
    return RefundOrder(
        refund_id=UUID(payload["refund_id"]),
        debtor_id=debtor_id,
        payment_id=payload["payment"],
        amount=int(payload["amount"]),
        currency=payload["currency"],
        customer=customer,
        from_balance=int(payload.get("from_balance", 0)),
    )


def _linked(
    gateway: str, kind: str, *, ours_id: UUID | None = None, debtor_id: UUID | None = None
) -> GatewayLink | None:
    found = GatewayLink.objects.filter(gateway=gateway, kind=kind).exclude(state__in=["gone", "ended"])
    found = found.filter(ours_id=ours_id) if ours_id else found.filter(debtor=debtor_id)
    return found.order_by("-id").first()


def _line(line: InvoiceLine, *, language: str, has_draft: bool = False, sign: int = 1) -> IssueLine:
    return IssueLine(
        code=line.code,
        description=line.name_nl if language == "nl" else line.name_en,
        amount=sign * line.amount,
        vat_percent=line.vat_percent,
        vat_code=line.vat_code,
        flat=has_draft and line.kind in RECURRING,
    )


def _bases(lines: Iterable[InvoiceLine], *, sign: int = 1) -> dict[tuple[Decimal, str], int]:
    bases: dict[tuple[Decimal, str], int] = defaultdict(int)
    for line in lines:
        bases[line.vat_percent, line.vat_code] += sign * line.amount
    return bases


def _vats(lines: Iterable[InvoiceLine], *, country: str, sign: int) -> tuple[VatSum, ...]:
    return tuple(
        VatSum(
            percent=percent,
            code=code,
            base=base,
            amount=half_up(Fraction(base) * Fraction(percent) / 100),
            country=country,
        )
        for (percent, code), base in _bases(lines, sign=sign).items()
    )
