"""What a client is shown of what comes: its next invoice line by line, what was used so far, and what is to be expected."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from billing.billables import OURS
from billing.bills import Bill, due_on
from billing.lines_shown import LineShown, TaxShown, rated_lines, taxes_shown
from billing.models import Subscription
from billing.periods import Period
from billing.queries.previews import Forecast, Preview, SoFar, next_bill, preview_of
from billing.rating.shapes import Rated
from billing.rating.wording import Language
from billing.refusing import Refused
from motorblok.kernel import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the next invoice comes to if use goes on as it did in `elapsed_days` of `days`; minor units."""

    net: int
    total: int
    elapsed_days: int
    days: int
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextInvoice:
    """The next invoice as things stand: sums in minor units; `refusal` says why it cannot be counted now, if so.

    It is drawn up on `drawn_up_on` and final on `final_on`; `used` is the period whose usage is on it.
    """

    period: Period
    used: Period
    drawn_up_on: date
    final_on: date
    is_last: bool
    invoice_id: UUID | None = None
    lines: tuple[LineShown, ...] = ()
    taxes: tuple[TaxShown, ...] = ()
    net: int = 0
    total: int = 0
    currency: str = ""
    so_far: tuple[SoFar, ...] = ()
    expected: Expected | None = None
    input_hash: str = ""
    refusal: str = ""


def next_invoice(client_id: UUID, *, at: datetime, language: Language) -> NextInvoice | None:
    """The next invoice of a client's subscription; None where none is to come."""
    with schema.entered(schema.PUBLIC):
        found = _subscription(client_id)
        wanted = next_bill(found) if found else None
        if found is None or wanted is None:
            return None
        try:
            return _shown(found, preview_of(found, wanted, at=at), language)
        except Refused as refusal:
            return _bare(found, wanted, str(refusal))


def _subscription(client_id: UUID) -> Subscription | None:
    """The one that runs, else the one that ended last: it may still get its last invoice."""
    of = Subscription.objects.filter(debtor=client_id).exclude(state=Subscription.State.DRAFT)
    rows = of.select_related("debtor__legal_entity", "debtor__client").order_by("-created_at", "-id")
    return min(rows, key=lambda each: each.state == Subscription.State.ENDED, default=None)


def _bare(found: Subscription, wanted: Bill, refusal: str) -> NextInvoice:
    return NextInvoice(
        period=wanted.period,
        used=wanted.used,
        drawn_up_on=wanted.edge_on,
        final_on=due_on(wanted, found),
        is_last=wanted.purpose != "period",
        currency=found.currency,
        refusal=refusal,
    )


def _shown(found: Subscription, preview: Preview, language: Language) -> NextInvoice:
    rated = preview.rated
    return NextInvoice(
        period=preview.bill.period,
        used=preview.used,
        drawn_up_on=preview.bill.edge_on,
        final_on=due_on(preview.bill, found),
        is_last=preview.bill.purpose != "period",
        invoice_id=preview.invoice_id,
        lines=_lines(rated, language),
        taxes=taxes_shown(rated.taxes, language=language),
        net=rated.net,
        total=rated.total,
        currency=rated.currency,
        so_far=tuple(each for each in preview.so_far if _is_theirs(each)),
        expected=_expected(preview.forecast, language) if preview.forecast else None,
        input_hash=preview.input_hash,
    )


def _is_theirs(used: SoFar) -> bool:
    """What is not charged for is no figure of theirs; what the provider did for itself never is."""
    return used.is_priced and not used.meter.startswith(OURS)


def _expected(forecast: Forecast, language: Language) -> Expected:
    return Expected(
        net=forecast.rated.net,
        total=forecast.rated.total,
        elapsed_days=forecast.elapsed_days,
        days=forecast.days,
        lines=_lines(forecast.rated, language),
    )


def _lines(rated: Rated, language: Language) -> tuple[LineShown, ...]:
    return rated_lines(rated.lines, currency=rated.currency, language=language)
