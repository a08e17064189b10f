"""Usage that was recorded so late that a person has to say whether it is charged."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from billing.bills import LATE_DAYS, periods_before
from billing.models import Subscription
from billing.queries.gathering import billed_through
from billing.spans import Ledger, Span

UNDECIDED = f"""
SELECT span.key, record.service_line, record.meter, record.unit, sum(record.quantity), count(*)
FROM unnest(%(keys)s::text[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS span (key, start_at, end_at)
JOIN billing_usagerecord record ON record.client_id = %(client)s
    AND record.occurred_at >= span.start_at AND record.occurred_at < span.end_at
    AND record.recorded_at > record.occurred_at + interval '{LATE_DAYS} days'
WHERE NOT EXISTS (SELECT FROM billing_billedusage WHERE record_id = record.id)
    AND NOT EXISTS (
        SELECT FROM billing_lateusagedecision decision
        WHERE decision.subscription_id = %(subscription)s AND decision.period_key = span.key
            AND decision.decided_at >= record.recorded_at
    )
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""  # noqa: S608  a number of ours


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a meter counted in a period of which the invoice is long final; hours in seconds."""

    period_key: str
    service_line: str
    meter: str
    unit: str
    quantity: Decimal
    records: int


def undecided(subscription: Subscription) -> list[Undecided]:
    """What waits for `charge_late_usage` or `let_late_usage_go`, by period and meter, also where it has no price."""
    billed = periods_before(subscription, billed_through(subscription))
    spans = [Span(period, period, is_late=True) for period in billed]
    ledger = Ledger(subscription.debtor_id, subscription.id, subscription.time_zone, spans)
    with connection.cursor() as cursor:
        cursor.execute(UNDECIDED, ledger.asked)
        return [Undecided(*row) for row in cursor.fetchall()]
