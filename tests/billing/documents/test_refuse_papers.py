"""A paper that does not add up, or lacks what the law asks for, cannot be made: in both languages, before anybody gets it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billing.documents.checking import CannotBePrinted, NothingToPrint, PartyIncomplete, SumsDiffer
from billing.documents.parts import Exchange
from billing.money import UnknownCurrency
from tests.billing.priced import REVERSED, item, rated
from tests.billing.printed import ABROAD, BUYER, SELLER, credit_note, in_euros, paper


def good():
    return paper(rated(item()))


@pytest.mark.parametrize(
    "said",
    [{"net": 9999}, {"vat": 2101}, {"total": 12101}, {"total": 12000, "vat": 2000}, {"taxes": ()}],
)
def test_sums_that_differ_are_not_printed(said):
    with pytest.raises(SumsDiffer) as refusal:
        replace(good(), **said)

    assert "does not add up" in refusal.value.words_en
    assert "telt niet op" in refusal.value.words_nl


@pytest.mark.parametrize(
    "said", [{"amount": 9999}, {"quantity": Decimal(2)}, {"vat_percent": Decimal(9)}, {"vat_code": "Z"}]
)
def test_a_line_that_says_something_else_than_the_sums_is_not_printed(said):
    of = good()

    with pytest.raises(SumsDiffer):
        replace(of, lines=(replace(of.lines[0], **said),))


@pytest.mark.parametrize(
    "said", [{"amount": 2101}, {"base": 9999}, {"reason_en": "why", "reason_nl": "waarom"}]
)
def test_a_vat_line_that_is_wrong_is_not_printed(said):
    of = good()

    with pytest.raises(SumsDiffer):
        replace(of, taxes=(replace(of.taxes[0], **said),))


def test_vat_that_is_not_charged_needs_its_reason():
    of = paper(rated(item(), given={"tax": REVERSED}), buyer=ABROAD)

    with pytest.raises(SumsDiffer, match="reason"):
        replace(of, taxes=(replace(of.taxes[0], reason_nl=""),))


@pytest.mark.parametrize("field", ["legal_name", "city", "country"])
@pytest.mark.parametrize("side", ["seller", "buyer"])
def test_a_party_without_name_or_place_is_refused(side, field):
    party = replace({"seller": SELLER, "buyer": BUYER}[side], **{field: " "})

    with pytest.raises(PartyIncomplete) as refusal:
        replace(good(), **{side: party})
    assert refusal.value.field == side
    assert "Vul het factuuradres aan" in refusal.value.words_nl


def test_the_seller_always_has_a_vat_number_and_the_buyer_where_vat_is_reversed():
    of = paper(rated(item(), given={"tax": REVERSED}), buyer=ABROAD)

    with pytest.raises(PartyIncomplete, match="seller has no VAT number"):
        replace(of, seller=replace(SELLER, vat_number=""))
    with pytest.raises(PartyIncomplete, match="cannot be reversed"):
        replace(of, buyer=replace(ABROAD, vat_number=""))
    assert replace(good(), buyer=replace(BUYER, vat_number="")).total == 12100


@pytest.mark.parametrize("said", [{"number": ""}, {"lines": ()}])
def test_there_is_no_paper_of_nothing(said):
    with pytest.raises(NothingToPrint):
        replace(good(), **said)


@pytest.mark.parametrize(
    ("currency", "exchange"),
    [
        ("USD", in_euros("GBP")),
        ("EUR", in_euros("USD")),
        ("USD", Exchange(currency="SEK", quotes=in_euros("USD").quotes)),
        ("USD", Exchange(currency="EUR", quotes=())),
    ],
)
def test_vat_is_not_stated_by_quotes_that_lead_nowhere(currency, exchange):
    with pytest.raises(CannotBePrinted, match="exchange rate is missing"):
        paper(rated(item(), currency=currency), exchange=exchange)


def test_a_price_is_never_negative():
    of = good()
    line = replace(of.lines[0], unit_price=Decimal(-100), quantity=Decimal(-1))

    with pytest.raises(CannotBePrinted, match="negative quantity"):
        replace(of, lines=(line,))


def test_a_credit_note_says_what_it_corrects():
    with pytest.raises(CannotBePrinted, match="must name the invoice"):
        credit_note(rated(item()), corrects=None)


def test_a_currency_that_nobody_knows_is_refused():
    with pytest.raises(UnknownCurrency):
        replace(good(), currency="XXX")


def test_what_is_to_be_paid_and_the_days_follow_from_the_paper():
    of = paper(rated(item()), paid=2100)

    assert of.payable == 10000
    assert (of.period.start, of.period.end) == (date(2026, 11, 1), date(2026, 12, 1))
