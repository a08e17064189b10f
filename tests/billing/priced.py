"""Prices and agreements for the tests of billing, with the usual values where a test says nothing."""

from datetime import date
from decimal import Decimal

from billing.periods import Period
from billing.rating.rate import rate
from billing.rating.shapes import PriceItem, Rated, Subscribed, TaxProfile, Terms

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
LONG_AGO = date(2025, 1, 1)
DUTCH = TaxProfile(rates={"standard": Decimal(21), "reduced": Decimal(9), "zero": Decimal(0)})
REVERSED = TaxProfile(treatment="reverse_charge", seller_vat="NL123456789B01", buyer_vat="BE0123456789")


def item(code: str = "payroll", **said: object) -> PriceItem:
    usual = {"name_en": code.title(), "name_nl": code.title(), "service_line": "hr", "model": "flat"}
    if not {"unit_price", "tiers"} & set(said):
        said["unit_price"] = Decimal(100)
    return PriceItem(code=code, **(usual | said))


def pieces(code: str = "invoices", **said: object) -> PriceItem:
    return item(code, **({"model": "piece", "meter": code, "service_line": "finance"} | said))


def subscribed(priced: PriceItem, **said: object) -> Subscribed:
    return Subscribed(item=priced, **({"from_on": LONG_AGO} | said))


def terms(*subs: Subscribed | PriceItem, **said: object) -> Terms:
    items = tuple(subscribed(sub) if isinstance(sub, PriceItem) else sub for sub in subs)
    return Terms(items=items, **({"currency": "EUR", "zone": "Europe/Amsterdam"} | said))


def rated(*subs: Subscribed | PriceItem, given: dict | None = None, **said: object) -> Rated:
    """What these come to in November; `given` goes to rate(), the rest into the terms."""
    return rate(terms(*subs, **said), **({"period": NOVEMBER, "tax": DUTCH} | (given or {})))


def amounts(result: Rated) -> list[int]:
    return [line.amount for line in result.lines]
