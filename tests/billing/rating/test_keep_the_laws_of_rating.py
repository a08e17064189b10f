"""Whatever is agreed and used: lines and VAT are the total, each line can be counted again, and order plays no part."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.money import EXPONENTS, OFFERED
from billing.rating.canonical import rated_json
from billing.rating.rate import rate
from billing.rating.shapes import (
    Change,
    Credit,
    Index,
    PriceItem,
    Rated,
    Subscribed,
    TaxProfile,
    Terms,
    Tier,
    Usage,
)  # fmt: skip
from tests.billing.priced import DUTCH, NOVEMBER, REVERSED

LINES = ("finance", "hr", "it")
CATEGORIES = ("standard", "reduced", "zero")
TRAITS = (
    "flat", "seat", "usage", "late_usage", "one_off", "discount", "minimum", "credit", "proration", "graduated", "volume",
    "a negative line", "below zero", "several rates", "an index", "S", "Z", "AE", "E",
)  # fmt: skip
"""What a thousand examples have among them."""
OTHERS = [(each, 100) for each in EXPONENTS if each not in OFFERED]
prices = st.decimals(0, 5_000, places=6)
quantities = st.decimals(0, 20_000, places=6)
percents = st.decimals(0, 100, places=2)
days = st.dates(NOVEMBER.start - timedelta(days=40), NOVEMBER.end)


@st.composite
def tiers(draw: Any) -> tuple[Tier, ...]:
    bounds = [*sorted(draw(st.sets(st.integers(1, 10_000), max_size=3))), None]
    return tuple(
        Tier(up_to=bound and Decimal(bound), unit_price=draw(prices), flat=draw(prices)) for bound in bounds
    )


@st.composite
def items(draw: Any, n: int) -> PriceItem:
    model = draw(st.sampled_from(["flat", "seat", "piece", "hours", "one_off"]))
    return PriceItem(
        code=f"code-{n}",
        name_en=f"Name {n}",
        name_nl=f"Naam {n}",
        service_line=draw(st.sampled_from(LINES)),
        model=model,
        interval="once" if model == "one_off" else draw(st.sampled_from(["month", "year"])),
        unit_price=draw(prices),
        included=draw(st.sampled_from([Decimal(0), Decimal(10), Decimal("99.5")])),
        tiers=draw(st.just(()) | tiers()),
        tier_mode=draw(st.sampled_from(["graduated", "volume"])),
        meter=f"meter-{n}" if model in ("piece", "hours") else "",
        vat_category=draw(st.sampled_from(CATEGORIES)),
    )


@st.composite
def subscriptions(draw: Any, n: int) -> Subscribed:
    item = draw(items(n))
    from_on = draw(days)
    there = item.meter or draw(st.booleans())
    return Subscribed(
        item=item,
        from_on=date(2025, 2, 28) if item.meter else from_on,
        until_on=None if there else from_on + timedelta(days=draw(st.integers(0, 60))),
        quantity=draw(quantities),
        discount_percent=draw(percents | st.just(Decimal(0))),
    )


@st.composite
def usages(draw: Any, item: PriceItem) -> Usage:
    late = draw(st.booleans())
    already = draw(quantities) if late else Decimal(0)
    least = -already if late else Decimal(0)
    return Usage(
        meter=item.meter,
        service_line=item.service_line,
        quantity=draw(st.decimals(least, 20_000, places=6)),
        late_for="2026-10" if late else "",
        already=already,
    )


@st.composite
def inputs(draw: Any, currency: str) -> dict[str, Any]:
    subs = [draw(subscriptions(n)) for n in range(draw(st.integers(1, 5)))]
    credits = [
        Credit(
            code=f"credit-{n}",
            reason_en="Missed",
            reason_nl="Gemist",
            service_line=draw(st.sampled_from(LINES)),
            amount=draw(st.integers(1, 10**6)),
            vat_category=draw(st.sampled_from(CATEGORIES)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    changed = [sub for sub in subs if not sub.item.meter and sub.item.model != "one_off"]
    on = draw(st.dates(NOVEMBER.start, NOVEMBER.end - timedelta(days=1)))
    return {
        "terms": Terms(
            currency=currency,
            zone="Europe/Amsterdam",
            items=tuple(subs),
            minimum=draw(st.none() | st.integers(0, 10**7)),
            discount_percent=draw(percents | st.just(Decimal(0))),
            index=draw(st.none() | st.builds(Index, percent=st.decimals(-20, 20, places=2), from_on=days)),
        ),
        "usage": [draw(usages(sub.item)) for sub in subs if sub.item.meter],
        "credits": credits,
        "changes": [Change(period=NOVEMBER, on=on, old=old, new=subs[0]) for old in changed[:1]],
        "tax": draw(st.sampled_from([DUTCH, REVERSED, TaxProfile(treatment="exempt")])),
    }


def counted(given_: dict[str, Any]) -> Rated:
    rest = dict(given_)
    return rate(rest.pop("terms"), period=NOVEMBER, **rest)


def shuffled(given_: dict[str, Any], seed: int) -> dict[str, Any]:
    """The same inputs in another order, the usage record by record."""
    chance, terms = random.Random(seed), given_["terms"]
    records = [
        Usage(
            meter=each.meter,
            service_line=each.service_line,
            quantity=part,
            records=records,
            late_for=each.late_for,
            already=each.already,
        )
        for each in given_["usage"]
        for part, records in ((each.quantity - 7, 1), (Decimal(9), 0), (Decimal("-2.0"), 0))
    ]
    lists = {"usage": records, "credits": list(given_["credits"]), "changes": list(given_["changes"])}
    items = list(terms.items)
    for each in (*lists.values(), items):
        chance.shuffle(each)
    said = {
        name: getattr(terms, name) for name in ("currency", "zone", "minimum", "discount_percent", "index")
    }
    return given_ | lists | {"terms": Terms(items=tuple(items), **said)}


def recounted(quantity: Decimal, unit_price: Decimal, *, currency: str) -> int:
    """A line by the rule in other words: the standard library's own rounding of an exact product."""
    with localcontext(prec=80):
        return int((quantity * unit_price).scaleb(EXPONENTS[currency]).quantize(Decimal(1), ROUND_HALF_UP))


def holds(result: Rated, currency: str) -> None:
    assert sum(line.amount for line in result.lines) == result.net == sum(tax.base for tax in result.taxes)
    assert result.net + result.vat == result.total
    assert sum(tax.amount for tax in result.taxes) == result.vat
    for line in result.lines:
        assert line.amount == recounted(line.quantity, line.unit_price, currency=currency)
        assert line.unit_price >= 0
        assert line.explanation
    for tax in result.taxes:
        of = [line for line in result.lines if (line.vat_code, line.vat_percent) == (tax.code, tax.percent)]
        assert tax.base == sum(line.amount for line in of)
        assert tax.amount == recounted(Decimal(tax.base), tax.percent / 100, currency="JPY")


def traits(given_: dict[str, Any], result: Rated) -> Iterator[str]:
    """What is special about an example."""
    terms = given_["terms"]
    yield "example"
    yield from {line.kind for line in result.lines}
    yield from {tax.code for tax in result.taxes}
    yield from (each.item.tier_mode for each in terms.items if each.item.tiers)
    if any(line.amount < 0 for line in result.lines):
        yield "a negative line"
    if result.total < 0:
        yield "below zero"
    if len({tax.percent for tax in result.taxes}) > 1:
        yield "several rates"
    if terms.index:
        yield "an index"


@pytest.mark.slow
@pytest.mark.parametrize(("currency", "examples"), [(each, 1_000) for each in OFFERED] + OTHERS)
def test_lines_and_vat_are_the_total_in_every_order(currency, examples):
    seen: Counter[str] = Counter()

    @settings(max_examples=examples, deadline=None)
    @given(inputs(currency), st.integers(0, 2**32))
    def law(given_: dict[str, Any], seed: int) -> None:
        result, again = counted(given_), counted(shuffled(given_, seed))
        seen.update(traits(given_, result))

        holds(result, currency)
        assert rated_json(again) == rated_json(result)

    law()
    assert seen["example"] >= examples
    assert examples < 1_000 or min(seen[each] for each in TRAITS) >= 10, seen


@settings(max_examples=200, deadline=None)
@given(inputs("EUR"), st.integers(1, 10**6))
def test_another_input_has_another_hash(given_, amount):
    more = Credit(code="more", reason_en="a", reason_nl="b", service_line="hr", amount=amount)
    other = given_ | {"credits": [*given_["credits"], more]}

    assert counted(other).input_hash != counted(given_).input_hash
