"""What was attained in a month, from the clocks of the promises; and what the month's fee was that it is measured by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db import connection

from billing import periods
from billing.attaining import Attainment
from billing.models import Invoice, InvoiceLine, SlaClause, Subscription
from billing.money import half_up, split
from billing.periods import Period, day_of, start_of
from billing.rating.inputs import Inputs

FEES = ("flat", "seat", "proration")
# A clock that still runs has broken its promise once its breach has passed, and nothing can mend that.
VERDICTS = """
SELECT board_row.number, sla_clock.kind, sla_clock.outcome = 'met', sla_clock.breach_at,
    coalesce(sla_clock.decided_at, sla_clock.breach_at)
FROM sla_clock JOIN public.board_row board_row
    ON board_row.client_id = %(client)s AND sla_clock.subject = 'task:' || board_row.task_id
WHERE board_row.service_line = %(line)s AND NOT board_row.is_internal AND sla_clock.state <> 'voided'
    AND (%(metric)s = '' OR sla_clock.kind = %(metric)s)
    AND (sla_clock.outcome <> '' OR (sla_clock.stopped_at IS NULL AND sla_clock.breach_at < %(at)s))
    AND coalesce(sla_clock.decided_at, sla_clock.breach_at) >= %(start)s
    AND coalesce(sla_clock.decided_at, sla_clock.breach_at) < %(end)s
ORDER BY 5, 1, 2
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One clock that was decided: the task's number, the kind of target, and whether it was met."""

    number: str
    target: str
    is_met: bool
    breach_at: datetime | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Attained:
    """The attainment of a month with the clocks that missed; `excluded` were decided on days that count for nothing."""

    attainment: Attainment
    missed: tuple[Verdict, ...]
    excluded: int


def attained(clause: SlaClause, window: Period, *, client_id: UUID, zone: str, at: datetime) -> Attained:
    """What a clause's metric came to in a month, by the clocks of the schema in force. One statement."""
    start_at, end_at = window.edges(zone)
    asked: dict[str, Any] = {"client": client_id, "line": clause.service_line, "metric": clause.metric}
    with connection.cursor() as cursor:
        cursor.execute(VERDICTS, {**asked, "at": at, "start": start_at, "end": end_at})
        verdicts = [Verdict(*row) for row in cursor.fetchall()]
    counted = [each for each in verdicts if not _is_excluded(each, clause, zone)]
    missed = tuple(each for each in counted if not each.is_met)
    attainment = Attainment(len(counted) - len(missed), len(counted))
    return Attained(attainment, missed, len(verdicts) - len(counted))


def month_of(subscription: Subscription, key: str) -> Period:
    """The month of a subscription that a key names, counted from its anchor. Raises WrongPeriod."""
    return periods.on(start_of(key), anchor=subscription.anchor_on, months=periods.MONTH)


def fees_of(subscription: Subscription, window: Period, *, service_line: str) -> dict[str, int]:
    """What was invoiced of a service line's fees for a month, by VAT category, after discounts, in minor units.

    Fees by time alone: what was counted, and what is charged once, are no part of it. Of a year's fee it is a twelfth.
    """
    found = subscription.invoices.filter(state__in=[Invoice.State.DRAFT, Invoice.State.FINAL])
    touching = InvoiceLine.objects.filter(
        invoice__in=found.exclude(purpose=Invoice.Purpose.CREDIT),
        service_line=service_line,
        period_start_on__lt=window.end,
        period_end_on__gt=window.start,
    ).select_related("invoice")
    fees: dict[str, int] = {}
    for line, amount in _shares(list(touching), window):
        fees[line.vat_category] = fees.get(line.vat_category, 0) + amount
    return fees


def _shares(lines: Sequence[InvoiceLine], window: Period) -> Iterator[tuple[InvoiceLine, int]]:
    codes = {(line.invoice_id, line.code) for line in lines if line.kind in FEES}
    for line in lines:
        if line.kind in FEES or (line.kind == "discount" and (line.invoice_id, line.code) in codes):
            yield line, _less_agreed_discount(line, _of_month(line, window))


def _of_month(line: InvoiceLine, window: Period) -> int:
    months = list(takewhile(lambda each: each.start < line.period_end_on, periods.walk(line.period_start_on)))
    begun = [n for n, month in enumerate(months) if month.start <= window.start]
    return split(line.amount, weights=[1] * len(months))[begun[-1] if begun else 0]


def _less_agreed_discount(line: InvoiceLine, amount: int) -> int:
    percent = Inputs.read(bytes(line.invoice.inputs)).terms.discount_percent
    return amount - half_up(Fraction(amount) * Fraction(percent) / 100)


def _is_excluded(verdict: Verdict, clause: SlaClause, zone: str) -> bool:
    day = day_of(verdict.decided_at, zone=zone).isoformat()
    return any(_holds(each, day) for each in _days(clause.excluded))


def _holds(days: tuple[str, str], day: str) -> bool:
    return days[0] <= day < days[1]


def _days(excluded: Iterable[dict[str, str]]) -> Iterator[tuple[str, str]]:
    return ((each["from_on"], each["until_on"]) for each in excluded)
