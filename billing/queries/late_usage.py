"""Usage that was recorded so late that a person has to say whether it is charged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db import connection

from billing.bills import LATE_DAYS, periods_before
from billing.models import Invoice, Subscription
from billing.queries.gathering import billed_through
from billing.spans import Ledger, Span
from motorblok.kernel import schema

# The first condition is the index's, a little wider than the one that counts: a day is not 24 hours everywhere.
WITH_LATE = """
SELECT DISTINCT record.client_id FROM billing_usagerecord record
WHERE (record.recorded_at - record.occurred_at) > interval '34 days'
    AND NOT EXISTS (SELECT FROM billing_billedusage WHERE record_id = record.id)
"""
UNDECIDED = f"""
SELECT span.subscription_id, span.key, record.service_line, record.meter, record.unit, sum(record.quantity), count(*)
FROM unnest(
    %(clients)s::uuid[], %(subscriptions)s::uuid[], %(keys)s::text[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]
) AS span (client_id, subscription_id, key, start_at, end_at)
JOIN billing_usagerecord record ON record.client_id = span.client_id
    AND record.occurred_at >= span.start_at AND record.occurred_at < span.end_at
    AND (record.recorded_at - record.occurred_at) > interval '34 days'
    AND record.recorded_at > record.occurred_at + interval '{LATE_DAYS} days'
WHERE NOT EXISTS (SELECT FROM billing_billedusage WHERE record_id = record.id)
    AND NOT EXISTS (
        SELECT FROM billing_lateusagedecision decision
        WHERE decision.subscription_id = span.subscription_id AND decision.period_key = span.key
            AND decision.decided_at >= record.recorded_at
    )
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""  # noqa: S608  a number of ours
BILLED = (Invoice.State.FINAL, Invoice.State.DROPPED)


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a meter counted in a period of which the invoice is long final; hours in seconds."""

    period_key: str
    service_line: str
    meter: str
    unit: str
    quantity: Decimal
    records: int


@dataclass(frozen=True, slots=True)
class Late:
    """What of one subscription's period waits for a decision."""

    subscription: Subscription
    period_key: str
    counted: tuple[Undecided, ...]


def undecided(subscription: Subscription) -> list[Undecided]:
    """What waits for `charge_late_usage` or `let_late_usage_go`, by period and meter, also where it has no price."""
    return [counted for _of, counted in _asked([(subscription, billed_through(subscription))])]


def undecided_of_all() -> list[Late]:
    """The same of all clients, by client and period. Four statements, however many there are."""
    with schema.entered(schema.PUBLIC):
        by_id = {each.pk: each for each in _with_late()}
        ends = _billed_through(by_id.values())
        found = _asked((each, ends[each.pk]) for each in by_id.values())
    grouped = groupby(found, lambda row: (row[0], row[1].period_key))
    late = [Late(by_id[of], key, tuple(counted for _of, counted in rows)) for (of, key), rows in grouped]
    return sorted(late, key=lambda each: (each.subscription.debtor.client.name, each.period_key))


def _with_late() -> list[Subscription]:
    with connection.cursor() as cursor:
        cursor.execute(WITH_LATE)
        clients = [client for (client,) in cursor.fetchall()]
    begun = Subscription.objects.filter(debtor__in=clients).exclude(state=Subscription.State.DRAFT)
    return list(begun.select_related("debtor__client"))


def _billed_through(subscriptions: Iterable[Subscription]) -> dict[UUID, date]:
    """The day up to which the usage of each was billed. One statement."""
    by_id = {each.pk: each for each in subscriptions}
    ends = {key: each.anchor_on for key, each in by_id.items()}
    done = Invoice.objects.filter(subscription__in=by_id, state__in=BILLED)
    rows = done.exclude(purpose=Invoice.Purpose.CREDIT)
    for key, purpose, start, end in rows.values_list(
        "subscription", "purpose", "period_start_on", "period_end_on"
    ):
        in_advance = by_id[key].fees_in == Subscription.FeesIn.ADVANCE
        reached = start if in_advance and purpose == Invoice.Purpose.PERIOD else end
        ends[key] = max(ends[key], reached)
    return ends


def _asked(billed: Iterable[tuple[Subscription, date]]) -> Iterator[tuple[UUID, Undecided]]:
    asked: dict[str, list[object]] = {
        name: [] for name in ("clients", "subscriptions", "keys", "starts", "ends")
    }
    for subscription, end in billed:
        spans = [Span(period, period, is_late=True) for period in periods_before(subscription, end)]
        ledger = Ledger(subscription.debtor_id, subscription.pk, subscription.time_zone, spans)
        asked["clients"] += [subscription.debtor_id] * len(spans)
        asked["subscriptions"] += [subscription.pk] * len(spans)
        for name in ("keys", "starts", "ends"):
            asked[name] += ledger.asked[name]
    with connection.cursor() as cursor:
        cursor.execute(UNDECIDED, asked)
        rows = cursor.fetchall()
    return ((of, Undecided(*row)) for of, *row in rows)
