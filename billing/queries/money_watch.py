"""What waits for a person in billing, counted: what is to be agreed to, what is not understood, and where we differ."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Sum

from billing.models import (
    Credit,
    GatewayCall,
    HandPayment,
    Hold,
    InboundEvent,
    Invoice,
    Life,
    Reconciliation,
    Refund,
    StatementEntry,
)
from billing.periods import day_of
from billing.queries.claim_list import count_open_claims
from billing.queries.late_usage import undecided_of_all
from billing.queries.life import suspend_after
from billing.queries.refunds import GOES_BY_TRANSFER
from billing.queries.uncounted import count_parked
from motorblok.kernel import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How much of each there is; `differences` are what the newest comparisons found and could not mend."""

    claims: int
    credits: int
    refunds: int
    to_transfer: int
    by_hand: int
    to_suspend: int
    transfers: int
    late_usage: int
    facts: int
    parked: int
    stuck: int
    differences: int


def watch(*, at: datetime) -> Watch:
    """The same number of statements however much there is."""
    with schema.entered(schema.PUBLIC):
        ordered = Refund.objects.filter(state=Refund.State.ORDERED, returned=None)
        return Watch(
            claims=count_open_claims(),
            credits=Credit.objects.filter(state=Credit.State.PROPOSED).count(),
            refunds=Refund.objects.filter(state=Refund.State.PROPOSED).count(),
            to_transfer=ordered.filter(payment__gateway__in=GOES_BY_TRANSFER).count(),
            by_hand=HandPayment.objects.filter(state=HandPayment.State.PROPOSED).count(),
            to_suspend=_to_suspend(at),
            transfers=StatementEntry.objects.filter(state=StatementEntry.State.OPEN).count(),
            late_usage=len(undecided_of_all()),
            facts=count_parked(),
            parked=InboundEvent.objects.filter(state=InboundEvent.State.PARKED).count(),
            stuck=GatewayCall.objects.filter(state=GatewayCall.State.STUCK).count(),
            differences=_differences(),
        )


def _differences() -> int:
    """What the newest comparison with each gateway left open."""
    ended = Reconciliation.objects.filter(ended_at__isnull=False)
    newest = ended.order_by("gateway", "-begun_at").distinct("gateway")
    found = Reconciliation.objects.filter(id__in=newest.values("id")).aggregate(n=Sum("open_differences"))
    return found["n"] or 0


def _to_suspend(at: datetime) -> int:
    """How many clients are so late that a person may suspend them, each by its own date; what is disputed does not count."""
    days = suspend_after()
    disputed = Hold.objects.filter(kind=Hold.Kind.DISPUTED, ended_at=None)
    owed = Invoice.objects.filter(
        state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE, total__gt=F("settled"), debtor__life=Life.GRACE
    )
    late = owed.filter(due_on__lte=at.date() + timedelta(days=1 - days)).exclude(
        id__in=disputed.values("invoice")
    )
    rows = late.values_list("debtor", "debtor__time_zone", "due_on").distinct()
    return len(
        {debtor for debtor, zone, due_on in rows if due_on and (day_of(at, zone=zone) - due_on).days >= days}
    )
