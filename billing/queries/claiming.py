"""What a verb on a claim must know: the claim, the subscription of its service line, and until when it could be made."""

from datetime import date, datetime, timedelta
from uuid import UUID

from billing import periods
from billing.models import Claim, Debtor, SlaClause, Subscription
from billing.periods import Period, day_of
from billing.queries.attainment import month_of
from billing.queries.due_credits import clauses_in, due_credits
from billing.refusing import Refused
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound

BACK = 12
"""For how many months back a claim is offered."""


class ClaimTooLate(Refused):
    """The clause says until when a credit is asked for."""

    code = "claim-too-late"


def claim_of(claim_id: UUID) -> Claim:
    """A claim with whose it is. Raises NotFound."""
    with schema.entered(schema.PUBLIC):
        found = Claim.objects.select_related("debtor__client").filter(pk=claim_id).first()
    if found is None:
        raise NotFound
    return found


def newest_subscription(debtor_id: UUID) -> Subscription | None:
    """The subscription of a debtor that began last, by which its months are counted."""
    begun = Subscription.objects.filter(debtor=debtor_id).exclude(state=Subscription.State.DRAFT)
    found: Subscription | None = begun.order_by("-anchor_on", "-created_at").first()
    return found


def may_be_claimed(client_id: UUID) -> bool:
    """Whether there is anything of this client's to claim from: one that pays nothing yet has nothing to get back."""
    return Debtor.objects.filter(pk=client_id).exists()


def subscription_for(claim: Claim) -> Subscription | None:
    """The subscription in whose months the claim was made, if there is one."""
    day = periods.start_of(claim.period_key)
    begun = Subscription.objects.filter(debtor=claim.debtor_id, anchor_on__lte=day)
    found: Subscription | None = begun.order_by("-anchor_on", "-created_at").first()
    return found


def months(debtor: Debtor, *, at: datetime) -> list[Period]:
    """The months that a claim may be about, the newest first: the running one and those before, as far as there were any."""
    today = day_of(at, zone=debtor.time_zone)
    of = newest_subscription(debtor.pk)
    anchor = of.anchor_on if of else today.replace(day=1)
    n = 0
    while periods.nth(anchor, n).end <= today:
        n += 1
    first = max(n - BACK + 1, 0)
    return [periods.nth(anchor, each) for each in range(n, first - 1, -1)]


def clauses_of(debtor_id: UUID, *, service_line: str, period_key: str) -> list[tuple[SlaClause, Period]]:
    """The clauses that hold for a service line in a month, with that month as it is counted there."""
    of = newest_subscription(debtor_id)
    window = month_of(of, period_key) if of else None
    if of is None or window is None:
        return []
    return [(each, window) for each in clauses_in(of, window) if each.service_line == service_line]


def must_be_in_time(debtor: Debtor, *, service_line: str, period_key: str, at: datetime) -> None:
    """Raises ClaimTooLate where every clause of the service line is past its days; without any clause it is never too late."""
    today = day_of(at, zone=debtor.time_zone)
    found = clauses_of(debtor.pk, service_line=service_line, period_key=period_key)
    if found and all(_last_day_is_over(clause, window, today) for clause, window in found):
        days = max(clause.claim_days or 0 for clause, _window in found)
        raise ClaimTooLate(
            f"This month can no longer be claimed: {days} days after its end were agreed.",
            f"Deze maand kan niet meer worden geclaimd: afgesproken is tot {days} dagen na afloop.",
            field="period",
        )


def due_for(claim_id: UUID, *, at: datetime) -> int:
    """What the clauses would give a claim now, in minor units; nothing while its month runs."""
    claim = claim_of(claim_id)
    of = subscription_for(claim)
    window = month_of(of, claim.period_key) if of else None
    if of is None or window is None or day_of(at, zone=of.time_zone) < window.end:
        return 0
    with schema.entered(claim.debtor.client.schema_name):
        due = due_credits(of, window, asked_for=claim.service_line, at=at)
    mine = [each.amount for each in due if each.clause.service_line == claim.service_line and each.amount > 0]
    return sum(mine)


def _last_day_is_over(clause: SlaClause, window: Period, today: date) -> bool:
    return clause.claim_days is not None and today >= window.end + timedelta(days=clause.claim_days)
