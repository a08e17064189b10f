"""Sixty papers for the tests of documents: every treatment, currency and shape of an invoice, and credit notes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from billing.documents.paper import Paper
from billing.periods import Period
from billing.rating.shapes import Credit, Rated, TaxProfile, Tier, Usage
from tests.billing.priced import DUTCH, REVERSED, item, pieces, rated, subscribed
from tests.billing.printed import ABROAD, BUYER, FAR_AWAY, credit_note, in_euros, paper

OUTSIDE = TaxProfile(treatment="outside_eu")
TREATMENTS = {
    "domestic": (DUTCH, BUYER),
    "reverse_charge": (REVERSED, ABROAD),
    "outside_eu": (OUTSIDE, FAR_AWAY),
    "exempt": (TaxProfile(treatment="exempt"), BUYER),
}
SHAPES = ("plain", "discounts", "minimum", "credits", "nothing")
SEEDS = range(60)


def generated(seed: int) -> Paper:
    """One of sixty papers: every treatment, currency and shape, each also as a credit note."""
    chance = Random(seed)
    tax, buyer = list(TREATMENTS.values())[seed % 4]
    owed = _rated(SHAPES[seed % 5], chance, tax, currency=("EUR", "GBP", "USD")[seed % 3])
    make = credit_note if seed % 7 == 0 and owed.total > 0 else paper
    said = {"language": chance.choice(["en", "nl"]), "po_number": chance.choice(["", "PO-77812"])}
    if owed.vat and owed.currency != "EUR":
        said |= {"exchange": in_euros(owed.currency)}
    if seed % 6 == 5:
        said |= {"transfer": None}
    return make(owed, buyer=buyer, paid=owed.total // 3 if make is paper and seed % 4 == 2 else 0, **said)


def _rated(shape: str, chance: Random, tax: TaxProfile, *, currency: str) -> Rated:
    price = Decimal(chance.randrange(1, 10**9)) / 10**6
    tiers = (
        Tier(up_to=Decimal(10), unit_price=Decimal("1.005")),
        Tier(up_to=None, unit_price=Decimal("0.3333")),
    )
    subs = [
        subscribed(item("fee", unit_price=price), discount_percent=Decimal(100 if shape == "nothing" else 0)),
        subscribed(item("books", unit_price=Decimal("12.345"), vat_category="reduced"), quantity=Decimal(0)),
    ]
    given = {"tax": tax, "usage_period": Period(date(2026, 10, 1), date(2026, 11, 1))}
    if shape == "nothing":
        return rated(*subs, given=given, currency=currency)
    subs.append(subscribed(pieces(tiers=tiers), discount_percent=Decimal(chance.randrange(0, 50))))
    used = Usage(meter="invoices", service_line="finance", quantity=Decimal(chance.randrange(1, 999)))
    late = replace(used, late_for="2026-09", quantity=Decimal(3), already=Decimal(9))
    given |= {"usage": [used, late] if shape == "plain" else [used]}
    if shape == "credits":
        made = Credit(
            code="sla", reason_en="Late answers", reason_nl="Late antwoorden", service_line="hr", amount=777
        )
        given |= {"credits": [replace(made, amount=10**6), made]}
    extra = {"minimum": 10**7} if shape == "minimum" else {}
    return rated(*subs, given=given, currency=currency, discount_percent=Decimal(5), **extra)
