"""Our rates of VAT and flat fees as Stripe's tax rates, products and prices: made when first needed, never changed.

Each is known by its contents, so that equal fees share a price and a changed fee gets another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from itertools import groupby

import stripe
from stripe.params import PriceCreateParams

from billing.gateways.asked import Interval
from billing.gateways.port import FlatPrice
from billing.money import half_up

MOST_ITEMS = 20
"""How many prices a subscription may have at Stripe."""

BY_USE = FlatPrice(code="by-use", name="By use", amount=0, vat_percent=Decimal(0), vat_code="Z")
"""What stands in a subscription that has no flat fee: Stripe has none without a price."""

VatKey = tuple[Decimal, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A fee as an item of a subscription or of a checkout."""

    price: str
    quantity: int
    tax_rates: tuple[str, ...]


def priced(
    client: stripe.StripeClient, fees: Sequence[FlatPrice], *, currency: str, interval: Interval | None
) -> tuple[Priced, ...]:
    """The fees as Stripe shall charge them, each interval or just once, with prices and tax rates that exist."""
    charged = as_charged(fees)
    rates = {key: tax_rate(client, *key) for key in {vat_key(fee) for fee in charged}}
    return tuple(
        Priced(
            price=_price(client, fee, currency=currency, interval=interval),
            quantity=fee.quantity,
            tax_rates=(rates[vat_key(fee)],),
        )
        for fee in charged
    )


def as_charged(fees: Sequence[FlatPrice]) -> tuple[FlatPrice, ...]:
    """The fees such that VAT line by line, which is Stripe's way, comes to the cent of VAT on the sum, which is ours.

    Where it would not, and where there are more than Stripe takes, the fees of one rate go in as one.
    """
    given = _each_once(fees)
    groups = [tuple(group) for _, group in groupby(sorted(given, key=vat_key), key=vat_key)]
    crowded = len(given) > MOST_ITEMS
    kept = [fee for group in groups for fee in (_merged(group) if crowded or _drifts(group) else group)]
    return tuple(kept) or (BY_USE,)


def vat_key(fee: FlatPrice) -> VatKey:
    """What VAT a fee bears: percent, code, country."""
    return (fee.vat_percent, fee.vat_code, fee.vat_country)


def tax_rate(client: stripe.StripeClient, percent: Decimal, code: str, country: str) -> str:
    """The id of our tax rate, made when it is not there yet."""
    mark = vat_mark(percent, code, country)
    for rate in client.v1.tax_rates.list({"active": True, "limit": 100}).auto_paging_iter():
        if ours(rate.metadata).get("motorblok") == mark:
            return rate.id
    made = client.v1.tax_rates.create(
        {
            "display_name": "VAT",
            "percentage": float(percent),
            "inclusive": False,
            "country": country,
            "tax_type": "vat",
            "description": mark,
            "metadata": {"motorblok": mark},
        },
        {"idempotency_key": f"motorblok:tax_rate:{mark}"},
    )
    return made.id


def vat_mark(percent: Decimal, code: str, country: str) -> str:
    """How a tax rate is known at Stripe: "NL:S:21"."""
    return f"{country}:{code}:{percent.normalize():f}"


def ours(metadata: stripe.StripeObject | None) -> Mapping[str, str]:
    """The metadata of an object as a plain mapping."""
    return dict(metadata.to_dict()) if metadata else {}


def _price(client: stripe.StripeClient, fee: FlatPrice, *, currency: str, interval: Interval | None) -> str:
    product = f"mb_{_digest(fee.code, fee.name)}"
    lookup_key = f"{product}:{currency.lower()}:{fee.amount}:{interval or 'once'}"
    found = client.v1.prices.list({"lookup_keys": [lookup_key], "active": True, "limit": 1}).data
    if found:
        return found[0].id
    _ensure_product(client, product, fee)
    asked: PriceCreateParams = {
        "product": product,
        "currency": currency.lower(),
        "unit_amount": fee.amount,
        "tax_behavior": "exclusive",
        "lookup_key": lookup_key,
        "metadata": {"codes": fee.code},
    }
    if interval:
        asked["recurring"] = {"interval": interval}
    return client.v1.prices.create(asked, {"idempotency_key": f"motorblok:price:{lookup_key}"}).id


def _ensure_product(client: stripe.StripeClient, product: str, fee: FlatPrice) -> None:
    try:
        client.v1.products.create({"id": product, "name": fee.name[:250], "metadata": {"codes": fee.code}})
    except stripe.InvalidRequestError as error:
        if error.code != "resource_already_exists":
            raise


def _each_once(fees: Sequence[FlatPrice]) -> list[FlatPrice]:
    """Equal fees as one of a larger quantity: Stripe takes a price once."""
    quantities: dict[FlatPrice, int] = defaultdict(int)
    for fee in fees:
        quantities[replace(fee, quantity=1)] += fee.quantity
    return [replace(fee, quantity=quantity) for fee, quantity in quantities.items()]


def _drifts(fees: Sequence[FlatPrice]) -> bool:
    by_line = sum(half_up(fee.amount * fee.quantity * fee.vat_percent / 100) for fee in fees)
    return by_line != half_up(_sum(fees) * fees[0].vat_percent / 100)


def _merged(fees: Sequence[FlatPrice]) -> tuple[FlatPrice, ...]:
    codes, names = "+".join(fee.code for fee in fees), " + ".join(fee.name for fee in fees)
    return (replace(fees[0], code=codes, name=names, amount=_sum(fees), quantity=1),)


def _sum(fees: Iterable[FlatPrice]) -> int:
    return sum(fee.amount * fee.quantity for fee in fees)


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:24]
