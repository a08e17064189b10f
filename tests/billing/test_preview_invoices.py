"""Previews: the figures of the invoice before it is made, with what is only expected kept apart."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing.periods import WrongPeriod
from billing.queries.previews import next_bill, preview, preview_of
from tests.billing.billed import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    PIECES,
    drafted,
    final,
    noon,
    subscription,
    used,
)

SEATS = {"service_line": "hr", "model": "seat", "meter": "seats", "unit_price": Decimal(10)}


def shown(of, period=NOVEMBER, *, at=None):
    return preview(of, period=period, at=at or noon(2026, 10, 10))


def test_a_preview_is_what_the_draft_comes_to(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 5), 3)
    before = shown(of)
    invoice = drafted(of, NOVEMBER)

    assert (before.rated.total, before.input_hash) == (invoice.total, invoice.input_hash)
    assert shown(of).invoice_id == invoice.id


def test_so_far_and_forecast_are_apart(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 5), 20)
    before = shown(of)

    assert [(each.meter, each.quantity, each.records) for each in before.so_far] == [("invoices", 20, 1)]
    assert (before.forecast.elapsed_days, before.forecast.days) == (10, 31)
    assert (before.rated.net, before.forecast.rated.net) == (10_000 + 4_000, 10_000 + 12_400)


def test_nothing_is_expected_of_a_period_that_is_over(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 5), 20)

    assert shown(of, at=noon(2026, 11, 1)).forecast is None
    assert shown(of, at=noon(2026, 9, 30)).forecast is None


def test_the_last_day_expects_what_was_used(acme):
    of = subscription(acme, fees_in="arrears")
    used(of, noon(2026, 10, 5), 20)
    before = shown(of, OCTOBER, at=noon(2026, 10, 31))

    assert before.forecast.rated == before.rated


def test_seats_are_not_expected_to_multiply(acme):
    of = subscription(acme, fees_in="arrears", prices={"seats": SEATS})
    for day, seats in ((3, 4), (7, 9), (9, 5)):
        used(of, noon(2026, 10, day), seats, meter="seats", service_line="hr", unit="seat")
    before = shown(of, OCTOBER)

    assert before.rated.net == before.forecast.rated.net == 9_000


def test_usage_without_a_price_is_shown_as_such(acme):
    of = subscription(acme, fees_in="arrears")
    used(of, noon(2026, 10, 5), 2, meter="calls")

    assert [(each.meter, each.is_priced) for each in shown(of, OCTOBER).so_far] == [("calls", False)]


def test_usage_that_a_draft_waits_with_is_not_in_the_one_after_it(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 5), 3)
    drafted(of, NOVEMBER)

    assert shown(of, DECEMBER, at=noon(2026, 11, 2)).rated.net == 10_000


def test_a_final_invoice_is_shown_as_it_is(acme):
    of = subscription(acme)
    invoice = final(of, OCTOBER)
    used(of, noon(2026, 9, 5), 3)

    assert shown(of, OCTOBER).input_hash == invoice.input_hash


def test_the_next_bill_is_the_first_that_is_not_final(acme):
    of = subscription(acme, cancels_on=NOVEMBER.start)
    first = next_bill(of)
    final(of, OCTOBER)
    last = next_bill(of)
    final(of, OCTOBER, at=noon(2026, 11, 5), purpose="final")

    assert [(each.purpose, each.period) for each in (first, last)] == [
        ("period", OCTOBER),
        ("final", OCTOBER),
    ]
    assert next_bill(of) is None


def test_the_final_bill_can_be_previewed_too(acme):
    of = subscription(acme, cancels_on=NOVEMBER.start)
    of.prices.update(until_on=NOVEMBER.start, ended_at=noon(2026, 9, 5))
    final(of, OCTOBER)
    used(of, noon(2026, 10, 5), 3)

    assert preview_of(of, next_bill(of), at=noon(2026, 10, 6)).rated.net == 600


def test_only_a_period_of_the_subscription_is_previewed(acme):
    with pytest.raises(WrongPeriod):
        shown(subscription(acme), type(OCTOBER)(OCTOBER.start + timedelta(days=1), NOVEMBER.end))


def test_pieces_have_no_price_before_they_are_agreed(acme):
    of = subscription(acme, prices={"invoices": PIECES, "payroll": {}}, fees_in="arrears")
    of.prices.filter(price__code="invoices").update(from_on=NOVEMBER.start)
    used(of, noon(2026, 10, 5), 3)

    assert [each.is_priced for each in shown(of, OCTOBER).so_far] == [False]
