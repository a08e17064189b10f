"""Random subscriptions as rows: any price model, interval, tier, discount, minimum, index, credit, currency and VAT."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

from billing.models import Conditions, Credit, Subscription
from billing.periods import Period, months_after, starts_at
from motorblok.kernel.actors import SYSTEM
from tenants.models import Client
from tests.billing import agreed
from tests.billing.billed import used

LINES = ("finance", "hr", "it-support")
TREATMENTS = (
    {}, {}, {"treatment": "reverse_charge", "country": "BE", "vat_number": "BE0403019261"},
    {"treatment": "outside_eu", "country": "US", "vat_number": ""}, {"treatment": "exempt"},
)  # fmt: skip


def subscription(client: Client, chance: random.Random) -> Subscription:
    """A subscription with some months behind it of which nothing is invoiced yet, with usage and credits."""
    currency, months = chance.choice(["EUR", "GBP", "USD"]), chance.choice([1, 1, 1, 12])
    payer = agreed.debtor(
        client, currency=currency, language=chance.choice(["en", "nl"]), **chance.choice(TREATMENTS)
    )
    prices = {f"code-{n}": _price(n, chance) for n in range(chance.randint(1, 5))}
    plan = agreed.plan(prices=prices, currency=currency, interval_months=months)
    of = agreed.subscription(
        payer, plan, anchor_on=_anchor(chance), fees_in=chance.choice(["advance", "arrears"])
    )
    for row in of.prices.all():
        row.quantity, row.discount_percent = _number(chance, 20), _percent(chance)
        row.save()
    _conditions(of, chance)
    return of


def use(
    of: Subscription, chance: random.Random, *, period: Period, recorded_at: datetime | None = None
) -> None:
    """Usage in a period of whatever is counted; recorded at once, or late."""
    for row in of.prices.all():
        for _ in range(chance.randint(0, 4) if row.price.meter else 0):
            day = period.start + timedelta(days=chance.randrange(period.days))
            unit = {"hours": "second", "seat": "seat"}.get(row.price.model, "piece")
            quantity = chance.randint(1, 9) if unit == "seat" else _number(chance, 400)
            said = {"meter": row.price.meter, "service_line": row.price.service_line, "unit": unit}
            used(of, starts_at(day, zone=of.time_zone), quantity, recorded_at=recorded_at, **said)


def credit(of: Subscription, chance: random.Random, *, period_key: str) -> None:
    """An approved credit, sometimes more than there is room for."""
    if chance.random() < 0.4:
        Credit.objects.create(
            debtor=of.debtor, service_line=chance.choice(LINES), period_key=period_key, currency=of.currency,
            amount=chance.randint(1, 200_000), reason_en="Missed", reason_nl="Gemist", state="approved",
            proposed_by=str(SYSTEM), proposed_at=agreed.AT, vat_category=chance.choice(["standard", "reduced"]),
        )  # fmt: skip


def _anchor(chance: random.Random) -> date:
    return months_after(date(2026, 1, chance.choice([1, 1, 15, 28, 29, 30, 31])), chance.randint(0, 11))


def _price(n: int, chance: random.Random) -> dict[str, object]:
    model = chance.choice(["flat", "flat", "seat", "piece", "hours", "one_off", "metered seat"])
    is_metered = model in ("piece", "hours", "metered seat")
    tiers = _tiers(chance) if chance.random() < 0.3 else []
    return {
        "model": model.split()[-1],
        "interval": "once" if model == "one_off" else chance.choice(["month", "month", "year"]),
        "unit_price": None if tiers else _number(chance, 900),
        "tiers": tiers,
        "tier_mode": chance.choice(["graduated", "volume"]),
        "included": chance.choice([Decimal(0), Decimal(10), Decimal("99.5")]),
        "meter": f"meter-{n}" if is_metered else "",
        "service_line": chance.choice(LINES),
        "vat_category": chance.choice(["standard", "standard", "reduced"]),
        "seat_rule": chance.choice(["peak", "snapshot"]),
    }


def _tiers(chance: random.Random) -> list[dict[str, str | None]]:
    bounds = [*sorted(chance.sample(range(1, 300), 2)), None]
    return [
        {
            "up_to": bound and str(bound),
            "unit_price": str(_number(chance, 50)),
            "flat": str(_number(chance, 90)),
        }
        for bound in bounds
    ]


def _conditions(of: Subscription, chance: random.Random) -> None:
    Conditions.objects.create(
        subscription=of, from_on=of.anchor_on, minimum=chance.choice([None, None, chance.randint(0, 500_000)]),
        discount_percent=_percent(chance), index_percent=chance.choice([None, Decimal("3.2"), Decimal("-1.5")]),
        index_from_on=of.anchor_on + timedelta(days=chance.randint(0, 90)),
    )  # fmt: skip


def _number(chance: random.Random, most: int) -> Decimal:
    return Decimal(chance.randint(0, most * 10**4)) / 10**4


def _percent(chance: random.Random) -> Decimal:
    return chance.choice([Decimal(0), Decimal(0), Decimal(chance.randint(0, 10_000)) / 100])
