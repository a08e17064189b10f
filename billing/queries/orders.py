"""What is asked of a gateway, made from rows that are final or agreed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from billing import periods
from billing.gateways.port import (
    CreditOrder,
    FlatPrice,
    IssueLine,
    IssueOrder,
    Party,
    RefundOrder,
    SubscriptionOrder,
    VatSum,
)
from billing.models import Debtor, GatewayLink, Invoice, InvoiceLine, Subscription
from billing.money import half_up
from billing.periods import day_of, starts_at
from billing.rating.rate import rate
from billing.terms import tax_of, terms_of

FLAT = "flat"
YEAR = 12


def linked(gateway: str, kind: str, *, ours_id: UUID | None = None, debtor_id: UUID | None = None) -> str:
    """The gateway's id of a row of ours, or of a debtor's customer; "" where there is none."""
    found = GatewayLink.objects.filter(gateway=gateway, kind=kind).exclude(state__in=["gone", "ended"])
    found = found.filter(ours_id=ours_id) if ours_id else found.filter(debtor=debtor_id)
    return found.order_by("-id").values_list("external_id", flat=True).first() or ""


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


def issue_order(invoice: Invoice, *, customer: str) -> IssueOrder:
    """A final invoice; where its subscription is the gateway's too, on the draft that carries the flat fees."""
    lines = tuple(invoice.lines.order_by("position"))
    subscription = linked(invoice.gateway, "subscription", ours_id=invoice.subscription_id)
    return IssueOrder(
        invoice_id=invoice.id,
        debtor_id=invoice.debtor_id,
        number=str(invoice.number),
        customer=customer,
        currency=invoice.currency,
        lines=tuple(
            _line(line, language=invoice.debtor.language, has_draft=bool(subscription)) for line in lines
        ),
        vats=_vats(lines, country=invoice.legal_entity.country, sign=1),
        total=invoice.total,
        due_on=invoice.due_on or invoice.period_end_on,
        subscription=subscription if invoice.subscription_id else "",
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


def refund_order(payload: dict[str, str], *, debtor_id: UUID) -> RefundOrder:
    """Money that goes back: `refund_id`, `payment` (the gateway's id), `amount` (minor units as text), `currency`."""
    return RefundOrder(
        refund_id=UUID(payload["refund_id"]),
        debtor_id=debtor_id,
        payment_id=payload["payment"],
        amount=int(payload["amount"]),
        currency=payload["currency"],
    )


def flat_prices(subscription: Subscription, *, on: date) -> tuple[FlatPrice, ...]:
    """The flat fees that a gateway charges by itself, each as one price of the amount that its line has."""
    period = periods.on(on, anchor=subscription.anchor_on, months=subscription.months)
    tax = tax_of(subscription.debtor, on=on)
    rated = rate(terms_of(subscription, on=on), period=period, tax=tax)
    return tuple(
        FlatPrice(
            code=line.code,
            name=line.name_nl if subscription.debtor.language == "nl" else line.name_en,
            amount=line.amount,
            vat_percent=line.vat_percent,
            vat_code=line.vat_code,
            vat_country=subscription.debtor.legal_entity.country,
        )
        for line in rated.lines
        if line.kind == FLAT
    )


def subscription_order(subscription: Subscription, *, customer: str, at: datetime) -> SubscriptionOrder:
    """A subscription with its flat fees, whose periods begin where ours do."""
    zone = subscription.time_zone
    begins_on, today = subscription.anchor_on, day_of(at, zone=zone)
    running = periods.on(max(today, begins_on), anchor=begins_on, months=subscription.months)
    begins_at = starts_at(begins_on, zone=zone)
    is_ahead, is_trial = begins_at > at, subscription.trial_ends_on == begins_on
    return SubscriptionOrder(
        subscription_id=subscription.id,
        debtor_id=subscription.debtor_id,
        customer=customer,
        currency=subscription.currency,
        prices=flat_prices(subscription, on=running.start),
        interval="year" if subscription.months == YEAR else "month",
        period_ends_at=None if is_ahead else starts_at(running.end, zone=zone),
        anchor_at=begins_at if is_ahead and not is_trial else None,
        trial_ends_at=begins_at if is_ahead and is_trial else None,
    )


def _line(line: InvoiceLine, *, language: str, has_draft: bool = False, sign: int = 1) -> IssueLine:
    return IssueLine(
        code=line.code,
        description=line.name_nl if language == "nl" else line.name_en,
        amount=sign * line.amount,
        vat_percent=line.vat_percent,
        vat_code=line.vat_code,
        flat=has_draft and line.kind == FLAT,
    )


def _vats(lines: Iterable[InvoiceLine], *, country: str, sign: int) -> tuple[VatSum, ...]:
    bases: dict[tuple[Decimal, str], int] = defaultdict(int)
    for line in lines:
        bases[line.vat_percent, line.vat_code] += sign * line.amount
    return tuple(
        VatSum(
            percent=percent,
            code=code,
            base=base,
            amount=half_up(Fraction(base) * Fraction(percent) / 100),
            country=country,
        )
        for (percent, code), base in bases.items()
    )
