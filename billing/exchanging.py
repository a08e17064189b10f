"""In which currency, and by which quotes, the VAT of an invoice is stated beside its own: found when it is made final."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from billing.models import ExchangeRate, Invoice
from billing.money import EURO, Money, currency_of
from billing.rating.canonical import plain
from billing.rating.wording import spoken
from billing.refusing import Refused

HOLDS_FOR = timedelta(days=7)
"""How long a rate is the latest one: central banks publish on working days, of which the longest row of holidays takes five."""


class NoExchangeRate(Refused):
    """VAT must be stated in the seller's own currency, and nobody wrote down what that is worth."""

    code = "no-exchange-rate"


def exchange_of(invoice: Invoice) -> dict[str, Any]:
    """What is kept with an invoice that is being made final in another currency than its seller's: the latest quotes.

    A credit note is stated by the quotes of the invoice that it corrects, so that both come to nothing together. Empty
    where the paper is in the seller's own currency or carries no VAT (VAT Directive art. 230). Raises NoExchangeRate.
    """
    own = currency_of(str(invoice.seller["country"]))
    if not invoice.vat or own in ("", invoice.currency):
        return {}
    if invoice.corrects and invoice.corrects.exchange.get("currency") == own:
        return dict(invoice.corrects.exchange)
    wanted = sorted({own, invoice.currency} - {EURO})
    return {"currency": own, "quotes": _quotes(wanted, invoice, own=own)}


def _quotes(wanted: Collection[str], invoice: Invoice, *, own: str) -> list[dict[str, str]]:
    on = invoice.issued_on or date.min
    found = {each.currency: each for each in latest(wanted, on=on)}
    if missing := [each for each in wanted if each not in found]:
        raise _missing(missing[0], own=own, vat=Money(invoice.vat, invoice.currency), on=on)
    return [_kept(found[each]) for each in wanted]


def latest(currencies: Collection[str], *, on: date) -> list[ExchangeRate]:
    """Of each currency the newest rate that was published by a day, and not more than a week before it."""
    fresh = ExchangeRate.objects.filter(
        currency__in=currencies, published_on__lte=on, published_on__gt=on - HOLDS_FOR
    )
    return list(fresh.order_by("currency", "-published_on").distinct("currency"))


def _kept(rate: ExchangeRate) -> dict[str, str]:
    return {
        "currency": rate.currency,
        "per_euro": plain(rate.per_euro),
        "on": rate.published_on.isoformat(),
        "source": rate.source,
    }


def _missing(currency: str, *, own: str, vat: Money, on: date) -> NoExchangeRate:
    return NoExchangeRate(
        f"The VAT of {spoken(vat, 'en')} must also be stated in {own}, and there is no exchange rate of {currency} "
        f"from the week up to {spoken(on, 'en')}. Set one under Exchange rates.",
        f"De btw van {spoken(vat, 'nl')} moet ook in {own} worden vermeld, en er is geen wisselkoers van {currency} "
        f"uit de week tot en met {spoken(on, 'nl')}. Stel er een in bij Wisselkoersen.",
        field="exchange",
    )
