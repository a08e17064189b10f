"""What the ledger of usage comes to for one invoice: added up in the database, and marked there as billed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from billing.bills import LATE_DAYS
from billing.metering import Meter
from billing.rating.shapes import SeatRule
from billing.rating.usage import seats_counted
from billing.spans import Ledger

Group = tuple[int, str, str]
"""The place of the span (from 0), service line and meter."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a group since it was last billed, in how many records, and what was billed of it before."""

    quantity: Decimal
    records: int
    already: Decimal


# What is late is taken along by itself for so many days; after that by the first decision that could know of it.
FOUND = f"""
SELECT span.n - 1 AS n, record.id, record.service_line, record.meter, record.quantity, record.occurred_at,
    record.corrects_id, billed.record_id IS NOT NULL AS is_billed
FROM unnest(%(keys)s::text[], %(starts)s::timestamptz[], %(ends)s::timestamptz[], %(lates)s::boolean[])
    WITH ORDINALITY AS span (key, start_at, end_at, is_late, n)
JOIN billing_usagerecord record ON record.client_id = %(client)s
    AND record.occurred_at >= span.start_at AND record.occurred_at < span.end_at
LEFT JOIN billing_billedusage billed ON billed.record_id = record.id
WHERE billed.record_id IS NOT NULL OR NOT span.is_late
    OR record.recorded_at <= record.occurred_at + interval '{LATE_DAYS} days'
    OR (SELECT decision.is_charged FROM billing_lateusagedecision decision
        WHERE decision.subscription_id = %(subscription)s AND decision.period_key = span.key
            AND decision.decided_at >= record.recorded_at ORDER BY decision.decided_at LIMIT 1)
"""  # noqa: S608  a number of ours
SUMS = f"""
WITH found AS ({FOUND})
SELECT n, service_line, meter, is_billed, sum(quantity), count(*) FROM found GROUP BY n, service_line, meter, is_billed
"""  # noqa: S608  fixed text
READINGS = f"""
WITH found AS ({FOUND})
SELECT n, service_line, meter, (min(occurred_at) AT TIME ZONE %(zone)s)::date, bool_or(is_billed), sum(quantity),
    coalesce(sum(quantity) FILTER (WHERE is_billed), 0)
FROM found WHERE service_line || ':' || meter = ANY(%(seats)s)
GROUP BY n, service_line, meter, coalesce(corrects_id, id)
"""  # noqa: S608  fixed text
MARK = f"""
WITH found AS ({FOUND}), placed AS (
    SELECT found.*, place.position FROM found
    JOIN unnest(%(ns)s::int[], %(lines)s::text[], %(meters)s::text[], %(positions)s::int[])
        AS place (n, service_line, meter, position) USING (n, service_line, meter)
    WHERE NOT found.is_billed
), marked AS (
    INSERT INTO billing_billedusage (record_id, invoice_id, position) SELECT id, %(invoice)s, position FROM placed
)
SELECT n, service_line, meter, count(*) FROM placed GROUP BY n, service_line, meter
"""  # noqa: S608  fixed text


def counted(ledger: Ledger, *, seats: Mapping[Meter, SeatRule]) -> dict[Group, Counted]:
    """What is not billed yet, by group. Of `seats` the readings are not added: their rule says what they come to."""
    fresh: dict[Group, tuple[Decimal, int]] = {}
    already: dict[Group, Decimal] = {}
    for n, line, meter, is_billed, quantity, records in _rows(SUMS, ledger.asked):
        if is_billed:
            already[n, line, meter] = quantity
        else:
            fresh[n, line, meter] = quantity, records
    found = {
        group: Counted(quantity, records, already.get(group, Decimal(0)))
        for group, (quantity, records) in fresh.items()
    }
    return found | _seats(ledger, found, seats)


def marked(ledger: Ledger, places: Mapping[Group, int], *, invoice_id: UUID) -> dict[Group, int]:
    """Mark the usage of these groups as standing on an invoice, at these positions; returns how many records each has.

    One statement: as records are only ever added, a group that has as many as were counted has the same.
    """
    if not places:
        return {}
    ns, lines, meters = zip(*places, strict=True)
    placed = {
        "ns": list(ns),
        "lines": list(lines),
        "meters": list(meters),
        "positions": list(places.values()),
    }
    rows = _rows(MARK, {**ledger.asked, **placed, "invoice": invoice_id})
    return {(n, line, meter): records for n, line, meter, records in rows}


def _seats(
    ledger: Ledger, found: Mapping[Group, Counted], seats: Mapping[Meter, SeatRule]
) -> dict[Group, Counted]:
    groups = {group for group in found if group[1:] in seats}
    if not groups:
        return {}
    asked = {**ledger.asked, "zone": ledger.zone, "seats": [f"{line}:{meter}" for line, meter in seats]}
    readings: dict[Group, tuple[dict[date, int], dict[date, int]]] = {group: ({}, {}) for group in groups}
    for n, line, meter, day, is_billed, quantity, billed in _rows(READINGS, asked):
        if (group := (n, line, meter)) in readings:
            now, before = readings[group]
            now[day] = max(now.get(day, 0), int(quantity))
            if is_billed:
                before[day] = max(before.get(day, 0), int(billed))
    return {group: _read(found[group], *readings[group], rule=seats[group[1:]]) for group in groups}


def _read(sums: Counted, now: dict[date, int], before: dict[date, int], *, rule: SeatRule) -> Counted:
    already = seats_counted(before, rule=rule)
    return Counted(Decimal(seats_counted(now, rule=rule) - already), sums.records, Decimal(already))


def _rows(statement: str, values: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
