"""Subscriptions as pages show them: one client's with its prices and what is planned, and all of them in a list."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from billing import periods
from billing.agreeing import ConditionsDraft
from billing.models import Conditions, PlanVersion, SubscribedPrice, Subscription
from billing.rating.shapes import ZERO
from billing.recurring import monthly
from billing.redrawing import in_force
from billing.shown import AllSubscriptions, PriceHeld, SubscriptionPage, SubscriptionRow
from billing.speaking import chosen, price_words
from billing.subscribed import item_of
from motorblok.kernel import schema
from motorblok.kernel.alphabet import by_name


def subscription(client_id: UUID, *, at: datetime) -> SubscriptionPage | None:
    """A client's subscription, or the last one that ended; None where there never was any."""
    with schema.entered(schema.PUBLIC):
        found = _asked().filter(debtor_id=client_id).order_by("-created_at", "-id")
        rows = sorted(found, key=lambda each: each.state == Subscription.State.ENDED)
    return _page(rows[0], at=at) if rows else None


def all_subscriptions(*, at: datetime, standing: str = "", plan: str = "") -> AllSubscriptions:
    """All subscriptions of a standing or plan, by the client's name; those that ended only where asked for. Three statements."""
    with schema.entered(schema.PUBLIC):
        asked = _asked()
        if standing != "ended":
            asked = asked.exclude(state=Subscription.State.ENDED)
        found = sorted(asked, key=lambda each: (by_name(each.debtor.client.name), each.pk))
    rows = [_row(each, at=at) for each in found]
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, 0) + row.monthly
    shown = [
        row for row in rows if standing in ("", row.standing) and plan in ("", row.plan_code)
    ]  # fmt: skip
    recurring = tuple(sorted((currency, total) for currency, total in sums.items() if total))
    return AllSubscriptions(tuple(shown), recurring, len(rows))


def standing_of(found: Subscription, rows: Iterable[SubscribedPrice], *, today: date) -> str:
    """What a subscription is on a day, of STANDINGS."""
    if found.state == Subscription.State.DRAFT:
        return "drawn_up"
    if found.state == Subscription.State.ENDED or (found.cancels_on and found.cancels_on <= today):
        return "ended"
    if found.cancels_on:
        return "ending"
    if found.paused_on:
        return "paused"
    if today < min(row.from_on for row in rows):
        return "to_come"
    return "trial" if found.trial_ends_on and today < found.trial_ends_on else "active"


def _asked() -> QuerySet[Subscription]:
    related = Subscription.objects.select_related("debtor__client", "plan")
    return related.prefetch_related("prices__price__version", "conditions")


def _row(found: Subscription, *, at: datetime) -> SubscriptionRow:
    today, rows = periods.day_of(at, zone=found.time_zone), list(found.prices.all())
    standing = standing_of(found, rows, today=today)
    edge = periods.on(max(today, found.anchor_on), anchor=found.anchor_on, months=found.months).end
    coming = {
        "drawn_up": None,
        "ended": found.cancels_on,
        "ending": found.cancels_on,
        "to_come": found.anchor_on,
    }
    return SubscriptionRow(
        client_slug=found.debtor.client.slug,
        client_name=found.debtor.client.name,
        plan_code=found.plan.code,
        plan_name=chosen(found.plan.name_en, found.plan.name_nl),
        standing=standing,
        next_on=coming.get(standing, found.trial_ends_on if standing == "trial" else edge),
        currency=found.currency,
        monthly=monthly(found, rows, found.conditions.all(), on=today),
    )


def _page(found: Subscription, *, at: datetime) -> SubscriptionPage:
    rows = [row for row in found.prices.all() if row.from_on != row.until_on] or list(found.prices.all())
    today = periods.day_of(at, zone=found.time_zone)
    start_on = min(row.from_on for row in rows)
    shown_on = max(today, start_on)
    period = periods.on(shown_on, anchor=found.anchor_on, months=found.months)
    version = _version(rows, on=shown_on)
    begun, later = _conditions(found, on=max(shown_on, found.anchor_on))
    return SubscriptionPage(
        id=found.pk,
        plan_code=found.plan.code,
        plan_name=chosen(found.plan.name_en, found.plan.name_nl),
        version_id=version.pk,
        version=version.number,
        standing=standing_of(found, rows, today=today),
        currency=found.currency,
        time_zone=found.time_zone,
        months=found.months,
        fees_in=found.fees_in,
        grace_days=found.grace_days,
        po_number=found.po_number,
        start_on=start_on,
        period=period if shown_on >= found.anchor_on else None,
        edge=period.end,
        trial_ends_on=found.trial_ends_on,
        paused_on=found.paused_on,
        cancels_on=found.cancels_on,
        now=_held(found, in_force(rows, on=shown_on).values()),
        planned=_held(found, (row for row in rows if row.from_on > shown_on)),
        conditions=_drafted(begun) if begun else ConditionsDraft(),
        conditions_from_on=begun.from_on if begun else None,
        later_conditions=tuple((each.from_on, _drafted(each)) for each in later),
        monthly=monthly(found, rows, found.conditions.all(), on=today),
    )


def _version(rows: Sequence[SubscribedPrice], *, on: date) -> PlanVersion:
    held = list(in_force(rows, on=on).values()) or list(rows)
    return max((row.price.version for row in held), key=lambda version: version.number)


def _held(found: Subscription, rows: Iterable[SubscribedPrice]) -> tuple[PriceHeld, ...]:
    ordered = sorted(rows, key=lambda row: (row.from_on, row.price.position, row.price.code))
    return tuple(
        PriceHeld(
            code=row.price.code,
            name=chosen(row.price.name_en, row.price.name_nl),
            service_line=row.price.service_line,
            model=row.price.model,
            words=price_words(item_of(row.price, currency=""), found.currency),
            quantity=row.quantity,
            discount_percent=row.discount_percent,
            from_on=row.from_on,
            until_on=row.until_on,
            version=row.price.version.number,
        )
        for row in ordered
    )


def _conditions(found: Subscription, *, on: date) -> tuple[Conditions | None, list[Conditions]]:
    kept = sorted(found.conditions.all(), key=lambda each: each.from_on)
    begun = [each for each in kept if each.from_on <= on]
    return (begun[-1] if begun else None), [each for each in kept if each.from_on > on]


def _drafted(kept: Conditions) -> ConditionsDraft:
    return ConditionsDraft(
        minimum=kept.minimum,
        discount_percent=kept.discount_percent or ZERO,
        index_percent=kept.index_percent,
        index_from_on=kept.index_from_on,
    )
