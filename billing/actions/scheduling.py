"""Billing by the clock: drafts at the edge of a period, final invoices when its grace is over, credits for missed months."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from billing.actions.drafts import draft_invoice
from billing.actions.earning_back import take_back_earned
from billing.actions.ending import end_what_is_over
from billing.actions.finalising import finalise
from billing.actions.proposals import propose_credits
from billing.actions.standing import subscription_of
from billing.bills import LATE_DAYS, due_on
from billing.drafting import ChangedSince, kept
from billing.models import Invoice, SlaClause, Subscription
from billing.periods import day_of
from billing.queries.attainment import month_of
from billing.queries.previews import next_bill
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import DomainError

logger = logging.getLogger(__name__)
MISSED_WITHIN = timedelta(days=2 * LATE_DAYS)
"""So long after its end a subscription's last months are looked at for promises that were missed."""
MOST = 240
"""So many invoices of one subscription are made in one run: twenty years of months."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A subscription that could not be billed, and why in the words of a person; it is tried again in the next run."""

    subscription_id: UUID
    client: str
    words: str


@dataclass(frozen=True, slots=True)
class Billed:
    """What a run came to; `postponed` were changed while it ran, and come in the next one."""

    drafted: int = 0
    finalised: int = 0
    proposed: int = 0
    postponed: int = 0
    failures: tuple[Failure, ...] = ()

    def __add__(self, other: "Billed") -> "Billed":
        return Billed(
            self.drafted + other.drafted,
            self.finalised + other.finalised,
            self.proposed + other.proposed,
            self.postponed + other.postponed,
            (*self.failures, *other.failures),
        )


def bill_what_is_due(*, at: datetime, actor: Actor = SYSTEM) -> Billed:
    """Make every invoice that is due at an instant, in order; what was missed in earlier runs too.

    Each subscription by itself: one that cannot be billed keeps no other waiting. As each invoice is made once for its
    period, any number of runs at once do what one would.
    """
    done = Billed()
    for subscription_id, client in _billable(at=at):
        done += _safely(subscription_id, client, actor=actor, at=at)
    return done


def bill_subscription(subscription_id: UUID, *, actor: Actor, at: datetime) -> Billed:
    """The same for one subscription, which ends when its day has come. Raises NotFound, and what draft_invoice and finalise raise."""
    end_what_is_over(subscription_id, actor=actor, at=at)
    subscription = subscription_of(subscription_id)
    today, done = day_of(at, zone=subscription.time_zone), Billed()
    with schema.entered(schema.PUBLIC):
        for _ in range(MOST):
            wanted = next_bill(subscription)
            if wanted is None or today < wanted.edge_on:
                break
            draft = kept(subscription, wanted)
            if draft is None:
                draft = draft_invoice(subscription, wanted.period, purpose=wanted.purpose, actor=actor, at=at)
                done = replace(done, drafted=done.drafted + 1)
            if today < due_on(wanted, subscription):
                break
            final = finalise(draft.id, actor=actor, at=at)
            done = replace(done, finalised=done.finalised + (final.state == Invoice.State.FINAL))
    return done


def propose_what_is_missed(subscription_id: UUID, *, actor: Actor, at: datetime) -> int:
    """Propose the credits of the months that ended lately, and take back those that were earned back; returns how many were proposed."""
    subscription = subscription_of(subscription_id)
    today = day_of(at, zone=subscription.time_zone)
    lately = {month_of(subscription, (today - timedelta(days=days)).isoformat()) for days in (1, LATE_DAYS)}
    ended = sorted(month for month in lately if subscription.anchor_on <= month.start < month.end <= today)
    proposed = sum(len(propose_credits(subscription_id, month.key, actor=actor, at=at)) for month in ended)
    take_back_earned(subscription_id, actor=actor, at=at)
    return proposed


def _billable(*, at: datetime) -> Iterator[tuple[UUID, str]]:
    """The subscriptions that were started, but those that have ended and are billed to the last: one question, however many."""
    begun = Subscription.objects.exclude(state=Subscription.State.DRAFT).exclude(_is_billed_out(at=at))
    with schema.entered(schema.PUBLIC):
        found = list(begun.order_by("created_at", "id").values_list("id", "debtor__client__slug"))
    return iter(found)


def _is_billed_out(*, at: datetime) -> Q:
    """Whether the last invoice was made, or there never was one, and no month can be missed any more."""
    made = Invoice.objects.filter(subscription=OuterRef("pk"), purpose=Invoice.Purpose.FINAL)
    last = made.filter(state__in=[Invoice.State.FINAL, Invoice.State.DROPPED])
    clauses = SlaClause.objects.filter(subscription=OuterRef("pk"))
    may_be_missed = Q(cancels_on__gt=at.date() - MISSED_WITHIN) & Exists(clauses)
    never_began = Q(cancels_on__lte=F("anchor_on"))
    return Q(state=Subscription.State.ENDED) & (never_began | Exists(last)) & ~may_be_missed


def _safely(subscription_id: UUID, client: str, *, actor: Actor, at: datetime) -> Billed:
    done = Billed()
    try:
        done = bill_subscription(subscription_id, actor=actor, at=at)
        if _has_clauses(subscription_id):
            done += Billed(proposed=propose_what_is_missed(subscription_id, actor=actor, at=at))
    except ChangedSince:
        # No failure: what was agreed after the instant of this run stands on the invoice that the next run makes.
        logger.info(
            "The subscription %s of %s was changed just now; the next run bills it", subscription_id, client
        )
        return done + Billed(postponed=1)
    except DomainError as refusal:
        logger.warning("The subscription %s of %s was not billed: %s", subscription_id, client, refusal)
        return done + Billed(failures=(Failure(subscription_id, client, str(refusal)),))
    except Exception as error:
        logger.exception("The subscription %s of %s could not be billed", subscription_id, client)
        return done + Billed(failures=(Failure(subscription_id, client, type(error).__name__),))
    return done


def _has_clauses(subscription_id: UUID) -> bool:
    with schema.entered(schema.PUBLIC):
        return SlaClause.objects.filter(subscription=subscription_id).exists()
