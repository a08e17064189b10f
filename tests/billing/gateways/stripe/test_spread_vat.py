"""The VAT of a rate is spread over its lines so that none of it is lost and no line gets a cent of another rate."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.gateways.stripe.taxing import spread
from tests.billing.gateways.orders import a_line, vats

AMOUNTS = st.lists(st.integers(-100_000, 1_000_000), min_size=1, max_size=40)
RATES = st.sampled_from([Decimal(21), Decimal(9), Decimal("5.5"), Decimal(0)])


@given(st.lists(st.tuples(st.integers(-100_000, 1_000_000), RATES), min_size=1, max_size=40))
def test_each_rate_comes_to_its_sum(given_lines):
    lines = tuple(a_line(f"l{n}", amount, percent=rate) for n, (amount, rate) in enumerate(given_lines))

    taxes = spread(lines, vats(lines))

    for vat in vats(lines):
        shares = [
            tax["amount"] for line, tax in zip(lines, taxes, strict=True) if line.vat_percent == vat.percent
        ]
        assert sum(shares) == vat.amount


@given(AMOUNTS)
def test_no_line_is_more_than_a_cent_from_its_own_vat(amounts):
    lines = tuple(a_line(f"l{n}", amount) for n, amount in enumerate(amounts))

    taxes = spread(lines, vats(lines))

    assert all(
        abs(tax["amount"] - line.amount * Decimal("0.21")) <= 1
        for line, tax in zip(lines, taxes, strict=True)
    )


def test_a_cent_that_our_rounding_moved_goes_to_the_last_line_of_its_rate():
    lines = (a_line("a", 100), a_line("b", 100), a_line("c", 100, percent=Decimal(9)))
    high, low = vats(lines)

    taxes = spread(lines, (replace(high, amount=high.amount + 1), low))

    assert [tax["amount"] for tax in taxes] == [21, 22, 9]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("S", "standard_rated"),
        ("Z", "zero_rated"),
        ("E", "product_exempt"),
        ("AE", "reverse_charge"),
        ("G", "not_subject_to_tax"),
    ],
)
def test_the_reason_why_no_vat_is_charged_goes_along(code, reason):
    lines = (a_line("a", 100, percent=Decimal(0), vat_code=code),)

    (tax,) = spread(lines, vats(lines))

    assert (tax["taxability_reason"], tax["tax_rate_data"]["description"]) == (reason, f"NL:{code}:0")


def test_a_rate_without_a_sum_is_no_invoice():
    with pytest.raises(KeyError):
        spread((a_line("a", 100),), ())
