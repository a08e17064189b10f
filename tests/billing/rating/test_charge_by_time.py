"""Flat fees, seats and one-offs: charged whole, or by day as a pair."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.periods import Period
from billing.rating.rate import rate
from billing.rating.shapes import Change, Index, Tier
from tests.billing.priced import DUTCH, LONG_AGO, NOVEMBER, amounts, item, rated, subscribed, terms

YEAR_2026 = Period(date(2026, 1, 1), date(2027, 1, 1))
SIXTEENTH = date(2026, 11, 16)


def test_a_flat_fee_is_charged_once_a_month():
    [line] = rated(item()).lines

    assert (line.kind, line.amount, line.quantity, line.unit) == ("flat", 10_000, 1, "month")


def test_seats_cost_their_number_times_their_price():
    result = rated(subscribed(item("seats", model="seat", unit_price=Decimal("12.345")), quantity=Decimal(7)))

    assert amounts(result) == [8642]


def test_several_service_lines_stand_on_one_invoice():
    result = rated(item("helpdesk", service_line="it"), item("payroll", service_line="hr"))

    assert [(line.service_line, line.code) for line in result.lines] == [
        ("hr", "payroll"),
        ("it", "helpdesk"),
    ]


@pytest.mark.parametrize(
    ("from_on", "kinds"),
    [(date(2026, 11, 1), ["one_off"]), (date(2026, 11, 30), ["one_off"]), (date(2026, 12, 1), [])],
)
def test_a_one_off_is_charged_in_the_period_of_its_day_alone(from_on, kinds):
    once = subscribed(item("set-up", model="one_off", interval="once"), from_on=from_on)

    assert [line.kind for line in rated(once, item()).lines if line.code == "set-up"] == kinds


def test_a_yearly_fee_is_charged_in_the_month_of_its_anniversary():
    yearly = subscribed(item(interval="year"), from_on=date(2024, 11, 15))
    december = {"period": Period(date(2026, 12, 1), date(2027, 1, 1))}
    [line] = rated(yearly).lines

    assert (line.amount, line.period) == (10_000, Period(date(2026, 11, 15), date(2027, 11, 15)))
    assert rated(yearly, given=december).lines == ()


def test_a_yearly_fee_that_ends_is_credited_by_day():
    yearly = subscribed(
        item(interval="year", unit_price=Decimal(365)), from_on=date(2026, 3, 1), until_on=SIXTEENTH
    )
    [line] = rated(yearly).lines

    assert (line.kind, line.amount) == ("proration", -100 * (date(2027, 3, 1) - SIXTEENTH).days)


def test_a_monthly_fee_is_charged_twelve_times_in_a_yearly_period():
    assert amounts(rated(item(), given={"period": YEAR_2026})) == [10_000] * 12


def test_a_yearly_period_charges_a_yearly_fee_once():
    assert amounts(rated(item(interval="year"), given={"period": YEAR_2026})) == [10_000]


def test_what_begins_in_the_period_is_charged_from_its_day():
    [line] = rated(subscribed(item(), from_on=SIXTEENTH)).lines

    assert (line.kind, line.amount, line.period) == ("proration", 5_000, Period(SIXTEENTH, date(2026, 12, 1)))


def test_what_ends_in_the_period_is_charged_whole_and_credited_from_its_day():
    result = rated(subscribed(item(), until_on=date(2026, 11, 11)))

    assert [(line.kind, line.amount) for line in result.lines] == [("flat", 10_000), ("proration", -6_667)]


@pytest.mark.parametrize("sub", [{"until_on": date(2026, 11, 1)}, {"from_on": date(2026, 12, 1)}])
def test_what_is_over_or_has_not_begun_costs_nothing(sub):
    assert rated(subscribed(item(), **sub)).lines == ()


def test_a_change_in_a_billed_period_is_a_pair_on_the_next_invoice():
    small, large = item("small"), item("large", unit_price=Decimal(300))
    october = Period(date(2026, 10, 1), date(2026, 11, 1))
    change = Change(period=october, on=date(2026, 10, 17), old=subscribed(small), new=subscribed(large))
    result = rated(large, given={"changes": [change]})

    assert [(line.kind, line.code, line.amount) for line in result.lines] == [
        ("flat", "large", 30_000), ("proration", "small", -4_839), ("proration", "large", 14_516),
    ]  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(
    st.integers(0, 29),
    st.decimals(0, 10_000, places=6),
    st.decimals(0, 10_000, places=6),
    st.decimals(0, 100, places=2),
    st.integers(0, 50),
)
def test_a_change_that_is_undone_on_the_same_day_costs_nothing(day, old, new, discount, seats):
    on = NOVEMBER.start + timedelta(days=day)
    quantity = Decimal(seats)
    was = item("a", model="seat", unit_price=old)
    other = subscribed(item("b", unit_price=new), from_on=on, until_on=on, discount_percent=discount)
    before = subscribed(was, quantity=quantity, discount_percent=discount)
    until = subscribed(was, quantity=quantity, discount_percent=discount, until_on=on)
    again = subscribed(was, quantity=quantity, discount_percent=discount, from_on=on)
    there = Change(period=NOVEMBER, on=on, old=before, new=other)
    back = Change(period=NOVEMBER, on=on, old=other, new=before)

    assert rated(until, other, again).total == rated(before).total
    assert rated(before, given={"changes": [there, back]}).total == rated(before).total


def test_the_index_raises_periods_that_start_on_its_day_or_later():
    index = Index(percent=Decimal("3.2"), from_on=date(2026, 11, 1))
    october = {"period": Period(date(2026, 10, 1), date(2026, 11, 1))}
    once = subscribed(item("set-up", model="one_off", interval="once"), from_on=NOVEMBER.start)

    assert amounts(rated(item(), index=index)) == [10_320]
    assert amounts(rated(item(), index=index, given=october)) == [10_000]
    assert amounts(rated(once, index=index)) == [10_000]


def test_seats_have_tiers_and_included_ones_as_pieces_have():
    tiers = (Tier(up_to=Decimal(5), unit_price=Decimal(20)), Tier(up_to=None, unit_price=Decimal(10)))
    seats = item("seats", model="seat", tiers=tiers, included=Decimal(2))

    assert amounts(rated(subscribed(seats, quantity=Decimal(9)))) == [10_000, 2_000]
    assert amounts(rated(subscribed(seats, quantity=Decimal(9), from_on=SIXTEENTH))) == [6_000]


def test_a_part_of_february_is_counted_in_its_own_days():
    leap = Period(date(2028, 2, 1), date(2028, 3, 1))
    sub = subscribed(item(unit_price=Decimal(29)), from_on=date(2028, 2, 29))

    assert amounts(rate(terms(sub), period=leap, tax=DUTCH)) == [100]
    assert leap.start > LONG_AGO
