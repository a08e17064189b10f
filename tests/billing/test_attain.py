"""Attainment and credit as pure figures: fractions are never rounded before they are compared, and no cent is lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.attaining import (
    Attainment,
    Clause,
    Tier,
    credits_due,
    is_earned_back,
    over_categories,
    percent_due,
)

TIERS = (
    Tier(Decimal(99), Decimal(5)),
    Tier(Decimal(95), Decimal(10)),
    Tier(Decimal(90), Decimal(25)),
)


def clause(**said: object) -> Clause:
    return Clause(**({"target": Decimal(99), "tiers": TIERS} | said))


@pytest.mark.parametrize(
    ("met", "decided", "percent"),
    [
        (100_000, 100_000, 0),
        (99_000, 100_000, 0),
        (98_999, 100_000, 5),
        (99, 100, 0),
        (990, 999, 0),
        (989, 999, 5),
        (95, 100, 5),
        (94_999, 100_000, 10),
        (19, 20, 5),
        (18, 19, 10),
        (90, 100, 10),
        (89_999, 100_000, 25),
        (0, 1, 25),
        (0, 0, 0),
    ],
)
def test_the_tier_is_the_lowest_that_was_missed(met, decided, percent):
    assert percent_due(clause(), Attainment(met, decided)) == percent


@pytest.mark.parametrize(("decided", "percent"), [(19, 0), (20, 25), (21, 25)])
def test_too_small_a_sample_gives_nothing(decided, percent):
    assert percent_due(clause(min_sample=20), Attainment(0, decided)) == percent


@pytest.mark.parametrize(
    ("met", "decided", "shown"), [(98_999, 100_000, "98.9"), (1, 3, "33.3"), (5, 5, "100.0"), (0, 0, "100.0")]
)
def test_what_is_shown_never_looks_better_than_it_was(met, decided, shown):
    assert Attainment(met, decided).shown == shown


@pytest.mark.parametrize(
    ("fee", "cap", "missed", "expected"),
    [
        (10_000, 25, [(98, 100)], (500,)),
        (10_000, 25, [(0, 100)], (2_500,)),
        (10_000, 10, [(0, 100)], (1_000,)),
        (10_000, 25, [(0, 100), (94, 100)], (1_786, 714)),
        (10_000, 100, [(0, 100), (94, 100)], (2_500, 1_000)),
        (10_010, 25, [(98, 100)], (501,)),
        (10_009, 25, [(98, 100)], (500,)),
        (3, 25, [(0, 100)], (0,)),
        (0, 25, [(0, 100)], (0,)),
        (-500, 25, [(0, 100)], (0,)),
        (10_000, 0, [(0, 100)], (0,)),
        (10_000, 25, [(100, 100), (98, 100)], (0, 500)),
    ],
)
def test_a_credit_is_a_part_of_the_fee_and_capped(fee, cap, missed, expected):
    clauses = [(clause(cap_percent=Decimal(cap)), Attainment(*each)) for each in missed]

    assert credits_due(fee, clauses) == expected


@pytest.mark.parametrize(
    ("fees", "expected"),
    [
        ({"standard": 7_500, "reduced": 2_500}, {"standard": 375, "reduced": 125}),
        ({"standard": 10_000}, {"standard": 500}),
        ({"standard": 3_333, "reduced": 6_667}, {"standard": 167, "reduced": 333}),
        ({"standard": 12_000, "reduced": -2_000}, {"standard": 500}),
        ({}, {}),
    ],
)
def test_a_credit_is_divided_over_vat_categories(fees, expected):
    assert over_categories(500, fees) == expected


@pytest.mark.parametrize(
    ("months", "earned"),
    [
        ([(99, 100)] * 3, True),
        ([(99, 100)] * 2, False),
        ([(99, 100), (98, 100), (99, 100), (99, 100)], False),
        ([(99, 100), (98, 100), (99, 100), (99, 100), (100, 100)], True),
        ([(99, 100), (0, 0), (99, 100), (99, 100)], True),
        ([(0, 0)] * 5, False),
    ],
)
def test_a_credit_is_earned_back_by_good_months_in_a_row(months, earned):
    later = [Attainment(*each) for each in months]

    assert is_earned_back(clause(earn_back_months=3), later) is earned
    assert not is_earned_back(clause(), later)


@given(
    st.integers(0, 10**9), st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=5)
)
def test_clauses_together_never_pass_the_cap(fee, missed):
    clauses = [(clause(), Attainment(min(met, decided), decided)) for met, decided in missed]
    owed = credits_due(fee, clauses)

    assert sum(owed) * 100 <= fee * 25
    assert all(each >= 0 for each in owed)
