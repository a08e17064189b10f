"""Anchors on the 31st and on a leap day, billed by the clock: whole periods, usage of the odd day on one invoice alone."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from billing.actions.scheduling import bill_what_is_due
from billing.models import BilledUsage, Invoice
from billing.periods import nth, starts_at
from tests.billing.billed import noon, subscription, used

LEAP_DAY = date(2028, 2, 29)


def billed(of, edges):
    """Let the runs of the last day before each edge, of the edge, and of its invoice's last day of grace happen."""
    for edge in edges:
        begins = starts_at(edge, zone=of.time_zone)
        for at in (begins - timedelta(seconds=1), begins, begins + timedelta(days=3)):
            assert bill_what_is_due(at=at).failures == ()
    final = Invoice.objects.filter(state="final").order_by("period_start_on")
    return [(each.period_start_on, each.period_end_on, each.net) for each in final]


def test_an_anchor_on_the_31st_takes_the_last_day_of_shorter_months_and_comes_back(acme):
    of = subscription(acme, prices={"payroll": {}}, anchor_on=date(2028, 1, 31))
    edges = [date(2028, 1, 31), LEAP_DAY, date(2028, 3, 31), date(2028, 4, 30), date(2028, 5, 31)]

    made = billed(of, edges)

    assert made == [(start, end, 10_000) for start, end in pairwise([*edges, date(2028, 6, 30)])]


def test_a_year_that_begins_on_a_leap_day_begins_on_it_again_after_four(acme):
    yearly = {"payroll": {"interval": "year", "unit_price": Decimal(1200)}}
    of = subscription(acme, prices=yearly, plan={"interval_months": 12}, anchor_on=LEAP_DAY)
    edges = [nth(LEAP_DAY, n, months=12).start for n in range(5)]

    made = billed(of, edges)

    assert [start for start, _, _ in made] == [
        LEAP_DAY, date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29),
    ]  # fmt: skip
    assert {net for _, _, net in made} == {120_000}


@pytest.mark.parametrize(
    "anchor_on", [date(2028, 1, 29), date(2028, 1, 30), date(2028, 1, 31), date(2028, 1, 1)]
)
def test_what_is_used_on_a_leap_day_is_on_one_invoice(acme, anchor_on):
    of = subscription(acme, anchor_on=anchor_on)
    records = [used(of, noon(2028, month, day)) for month, day in ((2, 28), (2, 29), (3, 1))]

    billed(of, [nth(anchor_on, n).start for n in range(5)])

    on_invoices = BilledUsage.objects.filter(record__in=records)
    assert on_invoices.count() == len(records)
    for record in records:
        invoice = on_invoices.get(record=record).invoice
        line = invoice.lines.get(kind="usage")
        assert line.period_start_on <= record.occurred_at.date() < line.period_end_on
    assert (
        sum(line.amount for each in Invoice.objects.all() for line in each.lines.filter(kind="usage")) == 600
    )
