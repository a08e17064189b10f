"""Usage that was recorded so late that no rule charges it: a person decides, for a period, whether it is charged after all."""

from datetime import datetime
from uuid import UUID

from billing import periods
from billing.actions.standing import in_book_of, subscription_of
from billing.events import invoices as events
from billing.finance import must_be_finance
from billing.models import LateUsageDecision
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel.actors import Actor


def charge_late_usage(
    subscription_id: UUID, period_key: str, *, reason: str, actor: Actor, at: datetime
) -> LateUsageDecision:
    """Charge what was recorded of a period up to now, however late, on the next invoice. Raises NotFound, NotAllowed, WrongPeriod."""
    return _decide(subscription_id, period_key, events.LATE_USAGE_CHARGED, reason, actor=actor, at=at)


def let_late_usage_go(
    subscription_id: UUID, period_key: str, *, reason: str, actor: Actor, at: datetime
) -> LateUsageDecision:
    """Never charge what was recorded too late of a period up to now. Raises NotFound, NotAllowed, WrongPeriod."""
    return _decide(subscription_id, period_key, events.LATE_USAGE_LET_GO, reason, actor=actor, at=at)


def _decide(
    subscription_id: UUID, period_key: str, kind: Kind, reason: str, *, actor: Actor, at: datetime
) -> LateUsageDecision:
    must_be_finance(actor)
    periods.start_of(period_key)
    found = subscription_of(subscription_id)
    with in_book_of(found.debtor, closed_too=True):
        made = LateUsageDecision.objects.create(
            subscription=found,
            period_key=period_key,
            is_charged=kind is events.LATE_USAGE_CHARGED,
            reason=reason,
            decided_by=str(actor),
            decided_at=at,
        )
        record(
            kind,
            subject=f"subscription:{found.id}",
            actor=actor,
            at=at,
            facts={"period": period_key},
            private={"reason": reason},
        )
    return made
