"""Pieces, hours and metered seats: included volume, tiers, records and sums, and what comes late."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.periods import Period
from billing.rating.shapes import Index, Tier, Usage
from billing.rating.usage import seats_counted, summed
from tests.billing.priced import NOVEMBER, amounts, item, pieces, rated, subscribed

TIERS = (
    Tier(up_to=Decimal(100), unit_price=Decimal("0.50")),
    Tier(up_to=Decimal(500), unit_price=Decimal("0.40"), flat=Decimal(5)),
    Tier(up_to=None, unit_price=Decimal("0.30")),
)


def used(quantity, **said):
    return Usage(**({"meter": "invoices", "service_line": "finance", "quantity": Decimal(quantity)} | said))


def charged(priced, *usage, **said):
    return rated(priced, given={"usage": usage}, **said)


@pytest.mark.parametrize(
    ("quantity", "amount"), [("0", 0), ("99", 0), ("100", 0), ("101", 10_000), ("140.5", 405_000)]
)
def test_what_is_included_is_free(quantity, amount):
    assert amounts(charged(pieces(included=Decimal(100)), used(quantity))) == [amount]


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("0", [0]),
        ("100", [5_000]),
        ("100.000001", [5_000, 0, 500]),
        ("500", [5_000, 16_000, 500]),
        ("700", [5_000, 16_000, 500, 6_000]),
    ],
)
def test_graduated_tiers_charge_each_unit_at_the_price_of_its_tier(quantity, expected):
    assert amounts(charged(pieces(tiers=TIERS), used(quantity))) == expected


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [("0", [0]), ("100", [5_000]), ("100.5", [4_020, 500]), ("500", [20_000, 500]), ("501", [15_030])],
)
def test_volume_tiers_charge_every_unit_at_the_price_of_the_whole(quantity, expected):
    assert amounts(charged(pieces(tiers=TIERS, tier_mode="volume"), used(quantity))) == expected


def test_hours_are_added_in_seconds_and_rounded_once():
    hours = item("support", model="hours", meter="work", unit_price=Decimal(90))
    records = [Usage(meter="work", service_line="hr", quantity=Decimal(1001)) for _ in range(3)]
    [line] = rated(hours, given={"usage": records}).lines

    assert (line.quantity, line.unit, line.amount) == (Decimal("0.83"), "hour", 7_470)


def test_records_come_to_the_same_bytes_as_their_sum():
    records = charged(pieces(), *[used("0.1") for _ in range(30)], used("-1", records=1))
    one = charged(pieces(), used("2", records=31))

    assert records == one
    assert records.input_hash == one.input_hash


@settings(max_examples=300, deadline=None)
@given(st.permutations([used(n, late_for=late) for n in range(4) for late in ("", "2026-10")]))
def test_the_order_of_records_plays_no_part(records):
    assert [each.quantity for each in summed(records)] == [6, 6]


@pytest.mark.parametrize(
    ("already", "late", "expected"),
    [
        ("50", "40", [0]),
        ("90", "20", [500]),
        ("100", "150", [5_000, 2_000, 500]),
        ("250", "-150", [-5_000, -2_000, -500]),
    ],
)
def test_late_usage_costs_what_it_would_have_cost_in_time(already, late, expected):
    priced = pieces(tiers=TIERS, included=Decimal(100))
    result = charged(priced, used(late, late_for="2026-10", already=Decimal(already)))

    assert amounts(result) == expected
    assert all(line.kind == "late_usage" and line.period.key == "2026-10" for line in result.lines)


def test_a_late_unit_that_makes_all_cheaper_gives_money_back():
    late = used("1", late_for="2026-10", already=Decimal(500))

    assert charged(pieces(tiers=TIERS, tier_mode="volume"), late).net == 15_030 - 20_500


def test_late_usage_has_the_price_of_its_own_period():
    old = subscribed(pieces(unit_price=Decimal(1)), until_on=date(2026, 11, 1))
    new = subscribed(pieces(unit_price=Decimal(2)), from_on=date(2026, 11, 1))
    usage = [used(3), used(4, late_for="2026-10")]
    index = Index(percent=Decimal(10), from_on=date(2026, 11, 1))

    assert amounts(rated(old, new, given={"usage": usage}, index=index)) == [660, 400]


def test_usage_says_its_price_where_two_hold():
    old = subscribed(pieces("a", meter="m"), until_on=date(2026, 11, 9))
    new = subscribed(pieces("b", meter="m", unit_price=Decimal(7)), from_on=date(2026, 11, 9))
    usage = [used(1, meter="m", code="a"), used(1, meter="m", code="b")]

    assert amounts(rated(old, new, given={"usage": usage})) == [10_000, 700]


def test_usage_of_the_month_before_stands_beside_the_fee_in_advance():
    october = Period(date(2026, 10, 1), date(2026, 11, 1))
    result = rated(item(), pieces(), given={"usage": [used(2)], "usage_period": october})

    assert [(line.kind, line.period) for line in result.lines] == [("flat", NOVEMBER), ("usage", october)]


def test_metered_seats_are_charged_as_counted_and_at_least_as_subscribed():
    seats = subscribed(
        item("seats", model="seat", meter="seats", unit_price=Decimal(10)), quantity=Decimal(5)
    )
    read = [Usage(meter="seats", service_line="hr", quantity=Decimal(8))]

    assert amounts(rated(seats, given={"usage": read})) == [8_000]
    assert amounts(rated(seats)) == [5_000]


def test_seats_are_the_most_of_any_day_or_those_of_the_last():
    readings = {date(2026, 11, 2): 4, date(2026, 11, 9): 7, date(2026, 11, 30): 5}

    assert seats_counted(readings, rule="peak") == 7
    assert seats_counted(readings, rule="snapshot") == 5
    assert seats_counted({}, rule="peak") == 0


def test_a_line_of_usage_leads_to_its_records():
    [line] = charged(pieces(), used(3, records=3)).lines

    assert line.refs == ("usage:finance:invoices:2026-11",)
