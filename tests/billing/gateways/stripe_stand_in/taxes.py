"""The taxes of a line as Stripe holds them, by rate or by sum, and what an invoice comes to."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.billing.gateways.stripe_stand_in.catalogue import found_or_made
from tests.billing.gateways.stripe_stand_in.forms import whole
from tests.billing.gateways.stripe_stand_in.routes import Form
from tests.billing.gateways.stripe_stand_in.world import Object, World


def by_rates(world: World, amount: int, rates: Iterable[str]) -> list[Object]:
    """Tax that Stripe works out, rounded for each line."""
    return [_by_rate(world, amount, rate) for rate in rates]


def by_sums(world: World, sums: list[Form]) -> list[Object]:
    """Tax that was worked out elsewhere; each gets a rate that Stripe makes and archives."""
    return [
        tax(
            found_or_made(world, each["tax_rate_data"])["id"],
            whole(each["amount"]),
            whole(each["taxable_amount"]),
            reason=each.get("taxability_reason", "not_available"),
        )
        for each in sums
    ]


def tax(rate: str, amount: int, taxable: int, *, reason: str = "not_available") -> Object:
    """One entry of `taxes`."""
    return {
        "amount": amount,
        "tax_behavior": "exclusive",
        "tax_rate_details": {"tax_rate": rate},
        "taxability_reason": reason,
        "taxable_amount": taxable,
        "type": "tax_rate_details",
    }


def totals(taxes: Iterable[Object]) -> list[Object]:
    """`total_taxes`: the taxes of all lines, one for each rate."""
    sums: dict[str, Object] = {}
    for each in taxes:
        rate = each["tax_rate_details"]["tax_rate"]
        total: Any = sums.setdefault(rate, {**each, "amount": 0, "taxable_amount": 0})
        total["amount"] += each["amount"]
        total["taxable_amount"] += each["taxable_amount"]
    return list(sums.values())


def _by_rate(world: World, amount: int, rate: str) -> Object:
    percent = Decimal(str(world.get("tax_rate", rate)["percentage"]))
    exact = Decimal(amount) * percent / 100
    return tax(rate, int(exact.quantize(Decimal(1), ROUND_HALF_UP)), amount)
