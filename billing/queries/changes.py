"""What a change of a subscription would come to: its rows, its day and the next invoice, before anybody agrees to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from billing import periods
from billing.changes import changes_after
from billing.models import Invoice, PlanVersion, SubscribedPrice, Subscription
from billing.money import require_same
from billing.periods import Period
from billing.rating.rate import rate
from billing.rating.shapes import Change, Rated
from billing.redrawing import Days, Redrawn, in_force, redraw
from billing.refusing import Refused
from billing.terms import agreed, tax_of
from billing.wanting import Taken, Wanted, When, taken
from motorblok.kernel.errors import NotFound


class NotOffered(Refused):
    """The plan is drawn up or retired, or its version is not published or not in force yet."""

    code = "plan-not-offered"
    status = 409


class OtherInterval(Refused):
    """A subscription that is billed by month cannot go on by year."""

    code = "other-interval"
    status = 409


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """The change of a subscription from day `on`, and the next invoice it stands on, without usage: before and after.

    `seen` names exactly this: prices, days, conditions and VAT. Whoever agrees says what it saw.
    """

    on: date
    period: Period
    before: Rated | None
    after: Rated
    seen: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A preview, with the rows that make it true."""

    preview: ChangePreview
    redrawn: Redrawn
    version: PlanVersion


def foresee(subscription: Subscription, wanted: Wanted, *, when: When, at: datetime) -> Foreseen:
    """What `wanted` comes to from today or from the end of the period on.

    Raises NotFound, NotOffered, OtherInterval, OtherCurrency, NoPrice, NegativeQuantity, WrongTerms.
    """
    rows = list(subscription.prices.all())
    days = days_of(subscription, rows, when=when, at=at)
    version = version_for(wanted.version_id, subscription, on=days.on)
    before = {
        code: Taken(row.price, row.quantity, row.discount_percent)
        for code, row in in_force(rows, on=days.today).items()
    }
    redrawn = redraw(subscription, rows, taken(wanted, version, before=before), days=days, at=at)
    period, billed = next_invoice(subscription, on=days.on)
    after = _rated(subscription, redrawn.rows, period=period, billed=billed)
    preview = ChangePreview(
        on=days.on,
        period=period,
        before=_rated_before(subscription, rows, period=period, billed=billed),
        after=after,
        seen=after.input_hash,
    )
    return Foreseen(preview, redrawn, version)


def days_of(subscription: Subscription, rows: Iterable[SubscribedPrice], *, when: When, at: datetime) -> Days:
    """Today in the subscription's zone (or its first day, where that is to come), the day of a change, and its edge."""
    begins_on = min(row.from_on for row in rows)
    today = max(periods.day_of(at, zone=subscription.time_zone), begins_on)
    edge = periods.on(today, anchor=subscription.anchor_on, months=subscription.months).end
    return Days(today=today, on=today if when == "now" else edge, edge=edge)


def version_for(version_id: UUID, subscription: Subscription, *, on: date) -> PlanVersion:
    """A version that this subscription may have from a day on. Raises NotFound, NotOffered, OtherInterval, OtherCurrency."""
    version = PlanVersion.objects.select_related("plan").filter(pk=version_id).first()
    if version is None:
        raise NotFound
    plan = version.plan
    is_known = subscription.plan_id == plan.pk and subscription.state != Subscription.State.DRAFT
    if version.published_at is None or not (is_known or plan.state == plan.State.OFFERED):
        raise NotOffered(
            "This plan is not offered; choose another one, or put it on offer.",
            "Dit tariefplan wordt niet aangeboden; kies een ander, of bied het aan.",
            field="version",
        )
    if version.valid_from_on > on:
        raise NotOffered(
            f"These prices hold from {version.valid_from_on} on; choose a later day or another version.",
            f"Deze prijzen gelden vanaf {version.valid_from_on}; kies een latere dag of een andere versie.",
            field="version",
        )
    require_same(subscription.currency, plan.currency)
    _must_have_interval(subscription, plan.interval_months)
    return version


def next_invoice(subscription: Subscription, *, on: date) -> tuple[Period, Invoice | None]:
    """The period whose invoice will tell what changes on a day, and the newest invoice that is not to be changed any more."""
    made = subscription.invoices.filter(state__in=[Invoice.State.FINAL, Invoice.State.DROPPED])
    known = made.filter(final_at__isnull=False).exclude(purpose=Invoice.Purpose.CREDIT)
    billed = known.order_by("-period_start_on", "-final_at").first()
    first = max(on, subscription.anchor_on, billed.period_end_on if billed else on)
    return periods.on(first, anchor=subscription.anchor_on, months=subscription.months), billed


def _rated(
    subscription: Subscription,
    rows: Iterable[SubscribedPrice],
    *,
    period: Period,
    billed: Invoice | None,
) -> Rated:
    rows = list(rows)
    return rate(
        agreed(subscription, rows, subscription.conditions.all(), on=period.start),
        period=period,
        changes=_changes(subscription, rows, billed),
        tax=tax_of(subscription.debtor, on=period.start),
    )


def _changes(
    subscription: Subscription, rows: Iterable[SubscribedPrice], billed: Invoice | None
) -> tuple[Change, ...]:
    if billed is None or billed.final_at is None:
        return ()
    return changes_after(billed.final_at, rows, subscription=subscription, end=billed.period_end_on)


def _rated_before(
    subscription: Subscription, rows: list[SubscribedPrice], *, period: Period, billed: Invoice | None
) -> Rated | None:
    try:
        return _rated(subscription, rows, period=period, billed=billed)
    except Refused:
        return None  # what could not be billed is what the change mends


def _must_have_interval(subscription: Subscription, months: int) -> None:
    if subscription.months != months:
        raise OtherInterval(
            "This plan has other periods, months instead of years or the reverse: "
            "cancel the subscription at the end of its period and start the other one then.",
            "Dit tariefplan heeft andere perioden, maanden in plaats van jaren of omgekeerd: "
            "zeg het lopende op per einde periode en start dan het andere.",
            field="version",
        )
