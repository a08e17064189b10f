"""Minor units: rounded half away from zero, divided without loss, and never mixed between currencies."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.money import EXPONENTS, Money, OtherCurrency, TooLarge, UnknownCurrency, half_up, rounded, split


@pytest.mark.parametrize(
    ("exact", "minor"),
    [
        ("1.005", 101),
        ("1.0049999", 100),
        ("-1.005", -101),
        ("0.5", 50),
        ("0.004", 0),
        ("2.675", 268),
        ("0", 0),
    ],
)
def test_a_half_goes_away_from_zero(exact, minor):
    assert rounded(Decimal(exact), currency="EUR") == minor


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 13), ("EUR", 1250), ("KWD", 12500)])
def test_each_currency_has_its_own_decimals(currency, minor):
    assert rounded(Decimal("12.5"), currency=currency) == minor


@pytest.mark.parametrize("currency", EXPONENTS)
def test_minor_units_come_back_from_whole_units(currency):
    assert rounded(Money(123_456_789, currency).major, currency=currency) == 123_456_789


def test_the_precision_of_the_caller_moves_no_cent():
    with localcontext(prec=3):
        assert Money(123_456_789, "EUR").major == Decimal("1234567.89")
        assert rounded(Decimal("1234567.895"), currency="EUR") == 123_456_790


def test_two_currencies_do_not_add_up():
    with pytest.raises(OtherCurrency):
        Money(1, "EUR") + Money(1, "USD")


def test_an_unknown_currency_is_refused_in_both_languages():
    with pytest.raises(UnknownCurrency) as refusal:
        rounded(1, currency="XXX")

    assert "use one of EUR, GBP, USD" in refusal.value.words_en
    assert "gebruik een van EUR, GBP, USD" in refusal.value.words_nl


def test_a_sum_beyond_exact_json_is_refused():
    with pytest.raises(TooLarge):
        rounded(10**15, currency="EUR")


def test_the_largest_remainder_gets_the_cent():
    assert split(100, weights=[1, 1, 1]) == (34, 33, 33)
    assert split(-100, weights=[1, 1, 1]) == (-34, -33, -33)
    assert split(10, weights=[Decimal("0.55"), Decimal("0.45")]) == (6, 4)
    assert split(5, weights=[0, 0]) == (3, 2)


@pytest.mark.parametrize("weights", [[], [1, -1]])
def test_nothing_is_divided_over_nobody_or_over_less_than_nothing(weights):
    with pytest.raises(ValueError, match="weights"):
        split(1, weights=weights)


@settings(max_examples=3000, deadline=None)
@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.decimals(0, 10**6, places=6) | st.integers(0, 10**9), min_size=1, max_size=12),
)
def test_a_split_loses_no_cent_and_is_nowhere_off_by_one(minor, weights):
    parts = split(minor, weights=weights)
    whole = sum(map(Fraction, weights))

    assert sum(parts) == minor
    if whole:
        assert all(
            abs(part - minor * Fraction(weight) / whole) < 1
            for part, weight in zip(parts, weights, strict=True)
        )


@settings(max_examples=3000, deadline=None)
@given(st.fractions())
def test_rounding_is_nearest_and_the_same_on_both_sides_of_zero(exact):
    assert abs(half_up(exact) - exact) <= Fraction(1, 2)
    assert half_up(-exact) == -half_up(exact)
