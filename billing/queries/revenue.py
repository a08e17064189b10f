"""What is earned: net by client, service line, month and currency, from final invoices; and what the booked hours cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db import connection

from billing.money import half_up

HOUR = 3600
# A line counts in the month in which what it is for began, whenever it was invoiced: revenue then stands beside its cost.
EARNED = """
SELECT invoice.debtor_id, client.name, line.service_line, date_trunc('month', line.period_start_on)::date,
    invoice.currency, sum(line.amount)
FROM billing_invoiceline line
JOIN billing_invoice invoice ON invoice.id = line.invoice_id AND invoice.state = 'final'
JOIN tenants_client client ON client.id = invoice.debtor_id
WHERE line.period_start_on >= %(start)s AND line.period_start_on < %(end)s
    AND (%(client)s::uuid IS NULL OR invoice.debtor_id = %(client)s)
GROUP BY 1, 2, 3, 4, 5
"""
# A rate in another currency than the client pays in is no rate for it; an hour without a rate is counted beside.
BOOKED = """
SELECT record.client_id, client.name, record.service_line,
    date_trunc('month', record.occurred_at AT TIME ZONE debtor.time_zone)::date, debtor.currency,
    sum(record.quantity), sum(record.quantity * rate.per_hour),
    coalesce(sum(record.quantity) FILTER (WHERE rate.per_hour IS NULL), 0)
FROM billing_usagerecord record
JOIN billing_debtor debtor ON debtor.client_id = record.client_id
JOIN tenants_client client ON client.id = record.client_id
LEFT JOIN LATERAL (
    SELECT per_hour FROM billing_costrate
    WHERE service_line = record.service_line AND currency = debtor.currency
        AND from_on <= (record.occurred_at AT TIME ZONE debtor.time_zone)::date
    ORDER BY from_on DESC LIMIT 1
) rate ON true
WHERE record.unit = 'second' AND (%(client)s::uuid IS NULL OR record.client_id = %(client)s)
    AND record.occurred_at AT TIME ZONE debtor.time_zone >= %(start)s
    AND record.occurred_at AT TIME ZONE debtor.time_zone < %(end)s
GROUP BY 1, 2, 3, 4, 5
"""

Key = tuple[UUID, str, str, date, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Months from `start_on` up to `end_on`; of one client, if one is named."""

    start_on: date
    end_on: date
    client_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """One client's service line in one month and currency: minor units before VAT, and seconds.

    `unrated_seconds` were booked without anybody having said what an hour costs: their cost is not in `cost`.
    """

    client_id: UUID
    client: str
    service_line: str
    month_on: date
    currency: str
    net: int
    cost: int
    seconds: int
    unrated_seconds: int

    @property
    def margin(self) -> int:
        """What is left of the net after the cost of the booked hours."""
        return self.net - self.cost

    @property
    def margin_percent(self) -> int | None:
        """The same in whole percent of the net; None where nothing was earned."""
        return half_up(Fraction(100 * self.margin, self.net)) if self.net > 0 else None


def revenue(wanted: Wanted) -> list[Earned]:
    """What was earned and what it cost, by month, client and service line. Two statements, however many clients."""
    asked = {"start": wanted.start_on, "end": wanted.end_on, "client": wanted.client_id}
    net: dict[Key, int] = {}
    cost: dict[Key, tuple[int, int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(EARNED, asked)
        for *key, amount in cursor.fetchall():
            net[_key(*key)] = int(amount)
        cursor.execute(BOOKED, asked)
        for *key, seconds, priced, unrated in cursor.fetchall():
            cost[_key(*key)] = half_up(Fraction(priced or 0) / HOUR), int(seconds), int(unrated)
    return list(_merged(net, cost))


def _merged(net: dict[Key, int], cost: dict[Key, tuple[int, int, int]]) -> Iterator[Earned]:
    for key in sorted(net.keys() | cost.keys(), key=lambda key: (key[3], key[1], key[2], key[4], key[0])):
        client_id, client, service_line, month_on, currency = key
        spent, seconds, unrated = cost.get(key, (0, 0, 0))
        yield Earned(
            client_id=client_id,
            client=client,
            service_line=service_line,
            month_on=month_on,
            currency=currency,
            net=net.get(key, 0),
            cost=spent,
            seconds=seconds,
            unrated_seconds=unrated,
        )


def _key(client_id: UUID, client: str, service_line: str, month_on: date, currency: str) -> Key:
    return client_id, client, service_line, month_on, currency
