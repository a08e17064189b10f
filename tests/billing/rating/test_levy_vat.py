"""VAT on the sum of rounded lines, by code and rate; none where it is reversed, exported or exempt."""

from decimal import Decimal

import pytest

from billing.rating.shapes import TaxProfile
from tests.billing.priced import REVERSED, item, rated


def test_vat_is_counted_on_the_sum_and_not_line_by_line():
    result = rated(*(item(code, unit_price=Decimal("0.02")) for code in "abc"))

    assert (result.net, result.vat, result.total) == (6, 1, 7)


def test_each_rate_has_its_own_sum():
    result = rated(item("a"), item("b", vat_category="reduced"), item("c", vat_category="zero"))

    assert [(tax.code, tax.percent, tax.base, tax.amount) for tax in result.taxes] == [
        ("S", 21, 10_000, 2_100), ("S", 9, 10_000, 900), ("Z", 0, 10_000, 0),
    ]  # fmt: skip


def test_two_categories_of_one_rate_are_one_sum():
    tax = TaxProfile(rates={"standard": Decimal(21), "advice": Decimal("21.00")})
    result = rated(item("a"), item("b", vat_category="advice"), given={"tax": tax})

    assert [each.base for each in result.taxes] == [20_000]


@pytest.mark.parametrize(
    ("tax", "code", "words"),
    [
        (REVERSED, "AE", "Btw verlegd"),
        (TaxProfile(treatment="outside_eu"), "G", "buiten de EU"),
        (TaxProfile(treatment="exempt", reason_en="Education", reason_nl="Onderwijs"), "E", "Onderwijs"),
    ],
)
def test_no_vat_is_charged_and_the_reason_is_given(tax, code, words):
    result = rated(item(), given={"tax": tax})
    [levied] = result.taxes

    assert (levied.code, levied.amount, result.total) == (code, 0, 10_000)
    assert words in levied.reason_nl
    assert result.lines[0].vat_code == code
