"""Exchange rates: those that finance wrote down, and the currencies in which invoices wait for one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.exchanging import latest
from billing.models import ExchangeRate, Invoice
from billing.money import EURO, currency_of
from motorblok.kernel import schema

SHOWN = 60


@dataclass(frozen=True, slots=True)
class RateRow:
    """What one euro was on a day; `is_in_force` where an invoice of the day that was asked for would take it."""

    currency: str
    per_euro: Decimal
    published_on: date
    source: str
    is_in_force: bool


def exchange_rates(*, on: date) -> list[RateRow]:
    """The newest rates, the last day first: two statements."""
    with schema.entered(schema.PUBLIC):
        found = list(ExchangeRate.objects.order_by("-published_on", "currency")[:SHOWN])
        holding = {each.pk for each in latest({each.currency for each in found}, on=on)}
    return [
        RateRow(each.currency, each.per_euro, each.published_on, each.source, each.pk in holding)
        for each in found
    ]


def currencies_without_rate(*, on: date) -> list[str]:
    """The currencies for whose rate a draft with VAT waits on a day: two statements."""
    with schema.entered(schema.PUBLIC):
        wanted = _wanted()
        held = {each.currency for each in latest(wanted, on=on)}
    return sorted(wanted - held)


def _wanted() -> set[str]:
    drafts = Invoice.objects.filter(state=Invoice.State.DRAFT).exclude(vat=0)
    pairs = drafts.values_list("currency", "legal_entity__country").distinct()
    owns = ((currency, currency_of(country)) for currency, country in pairs)
    return {each for currency, own in owns if own not in ("", currency) for each in (currency, own)} - {EURO}
