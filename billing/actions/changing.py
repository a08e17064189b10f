"""The verbs that change a subscription: what it consists of, and the conditions of the whole."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from billing.actions.standing import (
    in_book_of,
    locked,
    must_go_on,
    must_not_be_paused,
    must_not_have_ended,
    names_of,
    since_billed,
    subscription_of,
    tell,
)
from billing.agreeing import ConditionsDraft, check_conditions
from billing.allowing import allow, reach
from billing.events import subscriptions as events
from billing.following import follow
from billing.lives import LATE
from billing.models import Conditions, SubscribedPrice, Subscription
from billing.queries.changes import ChangePreview, Foreseen, days_of, foresee, next_invoice
from billing.rating.canonical import plain
from billing.redrawing import Redrawn
from billing.refusing import Refused
from billing.wanting import Taken, Wanted, When, codes
from motorblok.kernel.actors import Actor


class PreviewChanged(Refused):
    """What would be charged is not what the asker saw: a price, a day or the VAT changed meanwhile. `preview` is the new one."""

    code = "preview-changed"
    status = 409

    def __init__(self, preview: ChangePreview) -> None:
        self.preview = preview
        super().__init__(
            "What this comes to changed since you looked; look at the new figures and confirm again.",
            "Wat dit kost is veranderd sinds u keek; bekijk de nieuwe bedragen en bevestig opnieuw.",
        )


class NothingMoreNow(Refused):
    """While something is overdue a client keeps what it has: it may have less, and gets no more."""

    code = "nothing-more-now"
    status = 409


def preview_change(subscription_id: UUID, *, wanted: Wanted, when: When, at: datetime) -> ChangePreview:
    """What a change comes to; changes nothing. Raises what change_subscription raises, but PreviewChanged."""
    known = subscription_of(subscription_id)
    must_go_on(known)
    foreseen = foresee(known, wanted, when=when, at=at)
    _must_not_grow_while_late(known, foreseen, at=at)
    return foreseen.preview


def change_subscription(
    subscription_id: UUID, *, wanted: Wanted, when: When, seen: str, actor: Actor, at: datetime
) -> ChangePreview:
    """Change what a subscription consists of, now (by day) or from the end of the period on, as it was previewed.

    It takes the place of what was agreed for later. Where nothing differs, nothing happens: sent twice is done once.
    Who is late may have less of everything, and no more seats or service lines.
    Raises PreviewChanged where `seen` is not what it comes to now, NotFound, NotOffered, OtherInterval, OtherCurrency,
    NoPrice, NegativeQuantity, WrongTerms, SubscriptionEnded, SubscriptionIsCancelled, SubscriptionIsPaused,
    NothingMoreNow, ClientIsClosed.
    """
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor):
        found = locked(known)
        at = since_billed(found, at=at)
        must_go_on(found)
        foreseen = foresee(found, wanted, when=when, at=at)
        _must_not_grow_while_late(found, foreseen, at=at)
        if foreseen.preview.seen != seen:
            raise PreviewChanged(foreseen.preview)
        if foreseen.redrawn.changed or foreseen.redrawn.begun:
            _save(found, foreseen.redrawn)
            found.plan = foreseen.version.plan
            found.save(update_fields=["plan"])
            about = {
                "version": foreseen.version.number,
                "from_on": foreseen.preview.on.isoformat(),
                "seen": seen,
            }
            begun = (Taken(row.price, row.quantity, row.discount_percent) for row in foreseen.redrawn.begun)
            facts = {**names_of(found), **about, "prices": codes(begun)}
            tell(events.CHANGED, found, actor=actor, at=at, facts=facts)
            allow(found.debtor, actor=actor, at=at)
            follow(found, at=at)
    return foreseen.preview


def agree_conditions(
    subscription_id: UUID, *, conditions: ConditionsDraft, actor: Actor, at: datetime
) -> Conditions:
    """Agree on minimum, discount and index for the whole, from the next edge on; nothing twice.

    Before the first period has begun that is its beginning. Raises NotFound, WrongTerms, NegativeQuantity, SubscriptionEnded, ClientIsClosed.
    """
    check_conditions(conditions)
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor):
        found = locked(known)
        at = since_billed(found, at=at)
        must_not_have_ended(found)
        must_not_be_paused(found)
        from_on = _next_edge(found, at=at)
        fields = asdict(conditions)
        kept = found.conditions.order_by("-from_on").first()
        if kept and all(getattr(kept, name) == value for name, value in fields.items()):
            return kept
        found.conditions.filter(from_on__gte=from_on).delete()
        made = Conditions.objects.create(subscription=found, from_on=from_on, **fields)
        tell(events.CONDITIONS_AGREED, found, actor=actor, at=at, facts=_facts(made))
        follow(found, at=at)
    return made


def _must_not_grow_while_late(found: Subscription, foreseen: Foreseen, *, at: datetime) -> None:
    """Raises NothingMoreNow."""
    if found.debtor.life not in LATE or found.state == Subscription.State.DRAFT:
        return
    rows = list(found.prices.all())
    days = days_of(found, rows, when="period_end", at=at)
    held = reach(found, rows, on=days.today)
    asked = (reach(found, foreseen.redrawn.rows, on=day) for day in (foreseen.preview.on, days.edge))
    if any(each.is_wider_than(held) for each in asked):
        raise NothingMoreNow(
            "An invoice of this client is overdue: until it is paid it gets no more seats and no other service lines. "
            "Less can be agreed.",
            "Er staat een factuur van deze klant over de vervaldatum open: tot die betaald is komen er geen plaatsen en geen "
            "andere diensten bij. Minder afspreken kan wel.",
            field="quantities",
        )


def _next_edge(found: Subscription, *, at: datetime) -> date:
    if found.state == Subscription.State.DRAFT:
        return found.anchor_on
    days = days_of(found, found.prices.all(), when="period_end", at=at)
    _, billed = next_invoice(found, on=days.today)
    return found.anchor_on if days.today <= found.anchor_on and billed is None else days.edge


def _save(found: Subscription, redrawn: Redrawn) -> None:
    SubscribedPrice.objects.bulk_update(redrawn.changed, ["until_on", "ended_at"])
    SubscribedPrice.objects.bulk_create(redrawn.begun)


def _facts(made: Conditions) -> dict[str, str | None]:
    index = made.index_percent
    return {
        "from_on": made.from_on.isoformat(),
        "minimum": None if made.minimum is None else str(made.minimum),
        "currency": made.subscription.currency,
        "discount_percent": plain(made.discount_percent),
        "index_percent": None if index is None else plain(index),
        "index_from_on": made.index_from_on.isoformat() if made.index_from_on else None,
    }
