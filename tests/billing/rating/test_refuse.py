"""What cannot be billed: each a clear answer in both languages, and nothing is counted."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from billing.money import OtherCurrency, UnknownCurrency
from billing.rating.checking import WrongTerms
from billing.rating.metered import NegativeQuantity
from billing.rating.shapes import Change, Credit, Index, TaxProfile, Tier, Usage
from billing.rating.taxes import NoRate, NoVatNumber
from billing.rating.tiers import NoPrice
from billing.rating.usage import TwoPrices
from billing.refusing import Refused
from tests.billing.priced import NOVEMBER, REVERSED, item, pieces, rated, subscribed

HALF_OPEN = (Tier(up_to=Decimal(10), unit_price=Decimal(1)),)
TWICE = (pieces("a", meter="invoices"), pieces("b", meter="invoices", unit_price=Decimal(2)))
OCTOBER = date(2026, 10, 9)


def used(quantity=1, **said):
    return {"usage": [Usage(meter="invoices", service_line="finance", quantity=Decimal(quantity), **said)]}


def credited(**said):
    usual = {"code": "sla", "reason_en": "a", "reason_nl": "b", "service_line": "hr", "amount": 100}
    return {"credits": [Credit(**(usual | said))]}


def tiers(*bounds):
    return tuple(Tier(up_to=bound and Decimal(bound), unit_price=Decimal(1)) for bound in bounds)


@pytest.mark.parametrize(
    ("subs", "given", "said", "refusal"),
    [
        ([], {}, {}, NoPrice),
        ([item(unit_price=None)], {}, {}, NoPrice),
        ([item()], used(), {}, NoPrice),
        ([subscribed(pieces(), until_on=OCTOBER)], used(), {}, NoPrice),
        ([pieces(tiers=HALF_OPEN)], used(11), {}, NoPrice),
        ([pieces(tiers=HALF_OPEN, tier_mode="volume")], used(11), {}, NoPrice),
        (TWICE, used(), {}, TwoPrices),
        ([subscribed(item(), quantity=Decimal(-1))], {}, {}, NegativeQuantity),
        ([pieces()], used(-1), {}, NegativeQuantity),
        ([pieces()], used(-3, late_for="2026-10", already=Decimal(2)), {}, NegativeQuantity),
        ([item()], credited(amount=-1), {}, NegativeQuantity),
        ([item()], credited(amount=0), {}, NegativeQuantity),
        ([item()], {}, {"minimum": -1}, NegativeQuantity),
        ([item(unit_price=Decimal(-1))], {}, {}, WrongTerms),
        ([item(unit_price=Decimal("0.0000001"))], {}, {}, WrongTerms),
        ([item(unit_price=Decimal("NaN"))], {}, {}, WrongTerms),
        ([pieces(included=Decimal(-1))], {}, {}, WrongTerms),
        ([pieces(tiers=tiers("5", "5", None))], {}, {}, WrongTerms),
        ([pieces(tiers=tiers(None, "5"))], {}, {}, WrongTerms),
        ([pieces(meter="")], {}, {}, WrongTerms),
        ([item(interval="once")], {}, {}, WrongTerms),
        ([subscribed(item(), from_on=OCTOBER, until_on=date(2026, 10, 8))], {}, {}, WrongTerms),
        ([subscribed(item(), discount_percent=Decimal("100.01"))], {}, {}, WrongTerms),
        ([item()], {}, {"discount_percent": Decimal(-1)}, WrongTerms),
        ([item()], {}, {"index": Index(percent=Decimal(-100), from_on=OCTOBER)}, WrongTerms),
        ([item()], {"changes": [Change(period=NOVEMBER, on=OCTOBER)]}, {}, WrongTerms),
        ([item(currency="USD")], {}, {}, OtherCurrency),
        ([item()], credited(currency="GBP"), {}, OtherCurrency),
        ([item()], {}, {"currency": "XXX"}, UnknownCurrency),
        ([item(vat_category="unheard-of")], {}, {}, NoRate),
        ([item()], {"tax": TaxProfile(treatment="reverse_charge", seller_vat="NL123456789B01")}, {}, NoVatNumber),
        ([item()], {"tax": TaxProfile(treatment="reverse_charge", buyer_vat="BE0123456789")}, {}, NoVatNumber),
        ([item()], {"tax": TaxProfile(treatment="reverse_charge", seller_vat="NL123456789B01", buyer_vat="12")}, {}, NoVatNumber),
    ],
)  # fmt: skip
def test_what_cannot_be_billed_is_refused(subs, given, said, refusal):
    with pytest.raises(refusal) as found:
        rated(*subs, given=given, **said)

    assert found.value.words_en.endswith(".")
    assert found.value.words_nl.endswith(".")
    assert found.value.words_en != found.value.words_nl
    assert isinstance(found.value, Refused)


def test_a_refusal_is_read_in_the_readers_language():
    with pytest.raises(NoPrice) as found:
        rated()

    with override("nl"):
        assert str(found.value).startswith("Er valt niets te factureren")
    with override("en"):
        assert str(found.value).startswith("There is nothing to be billed")


def test_a_float_is_nobodys_price():
    with pytest.raises(TypeError):
        rated(item(unit_price=0.1))


def test_spaces_and_dots_do_not_spoil_a_vat_number():
    tax = TaxProfile(treatment="reverse_charge", seller_vat="NL 1234.56.789.B01", buyer_vat="be 0123 456 789")

    assert rated(item(), given={"tax": tax}).taxes == rated(item(), given={"tax": REVERSED}).taxes
