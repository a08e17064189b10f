"""Discounts, the minimum and credits: each a line of its own, divided to the cent."""

from datetime import date
from decimal import Decimal

from billing.rating.shapes import Change, Credit, Usage
from tests.billing.priced import NOVEMBER, amounts, item, pieces, rated, subscribed


def credit(amount=2_500, **said):
    usual = {
        "code": "sla",
        "reason_en": "Missed promise",
        "reason_nl": "Gemiste afspraak",
        "service_line": "hr",
    }
    return Credit(amount=amount, **(usual | said))


def of_kind(result, kind):
    return [line for line in result.lines if line.kind == kind]


def test_a_discount_on_an_item_follows_its_line():
    result = rated(subscribed(item(unit_price=Decimal("33.33")), discount_percent=Decimal("12.5")))

    assert [(line.kind, line.amount) for line in result.lines] == [("flat", 3_333), ("discount", -417)]


def test_a_free_item_has_its_price_and_its_discount_on_paper():
    assert amounts(rated(subscribed(item(), discount_percent=Decimal(100)))) == [10_000, -10_000]


def test_the_agreed_discount_is_divided_over_service_lines_to_the_cent():
    lines = [item(code, service_line=code, unit_price=Decimal("33.33")) for code in ("a", "b", "c")]
    result = rated(*lines, discount_percent=Decimal("10.01"))

    assert [line.amount for line in of_kind(result, "discount")] == [-334, -334, -333]


def test_the_agreed_discount_keeps_vat_categories_apart():
    result = rated(item("a"), item("b", vat_category="reduced"), discount_percent=Decimal(50))

    assert {line.vat_category: line.amount for line in of_kind(result, "discount")} == {
        "standard": -5_000, "reduced": -5_000,
    }  # fmt: skip
    assert [(tax.percent, tax.base) for tax in result.taxes] == [(21, 5_000), (9, 5_000)]


def test_what_is_missing_to_the_minimum_is_added_after_discounts():
    [line] = of_kind(rated(item(), minimum=12_000, discount_percent=Decimal(10)), "minimum")

    assert line.amount == 3_000
    assert "the minimum of €120.00" in line.name_en.replace("Top-up to ", "")


def test_a_minimum_that_is_reached_adds_nothing():
    assert of_kind(rated(item(), minimum=10_000), "minimum") == []


def test_a_credit_is_not_eaten_by_the_minimum():
    result = rated(item(), minimum=10_000, given={"credits": [credit()]})

    assert (result.net, of_kind(result, "minimum")) == (7_500, [])


def test_the_minimum_is_owed_also_where_nothing_was_used():
    result = rated(pieces(), pieces("files", service_line="it"), minimum=10_001)

    assert [line.amount for line in of_kind(result, "minimum")] == [5_001, 5_000]


def test_an_agreement_that_is_over_has_no_minimum():
    over = subscribed(pieces(), until_on=date(2026, 11, 1))
    late = Usage(meter="invoices", service_line="finance", quantity=Decimal(1), late_for="2026-10")

    assert amounts(rated(over, minimum=50_000, given={"usage": [late]})) == [10_000]


def test_a_credit_is_minus_one_times_its_sum_and_leads_to_its_evidence():
    [line] = of_kind(rated(item(), given={"credits": [credit(evidence="statement/7")]}), "credit")

    assert (line.quantity, line.unit_price, line.amount) == (-1, 25, -2_500)
    assert line.refs == ("evidence:statement/7",)
    assert (line.name_en, line.name_nl) == ("Missed promise", "Gemiste afspraak")


def test_what_goes_back_takes_its_discount_along_in_proportion():
    gone = [item("a"), item("b", unit_price=Decimal(300), vat_category="reduced")]
    changes = [
        Change(period=NOVEMBER, on=date(2026, 11, 16), old=subscribed(priced), new=None) for priced in gone
    ]
    result = rated(pieces(), discount_percent=Decimal(10), given={"changes": changes})

    assert [(tax.percent, tax.base) for tax in result.taxes] == [(21, -4_500), (9, -13_500)]
