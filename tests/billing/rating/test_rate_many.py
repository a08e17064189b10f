"""A thousand clients with a million usage records in a minute, and the same bytes from records as from sums."""

import time
from decimal import Decimal

import pytest

from billing.rating.canonical import rated_json
from billing.rating.rate import rate
from billing.rating.shapes import Terms, Tier, Usage
from billing.rating.usage import summed
from tests.billing.priced import DUTCH, NOVEMBER, item, pieces, subscribed, terms

CLIENTS, RECORDS, SECONDS = 1_000, 1_000, 60
TIERS = (
    Tier(up_to=Decimal(200), unit_price=Decimal("0.45")),
    Tier(up_to=None, unit_price=Decimal("0.333333")),
)
METERS = ("invoices", "payslips", "orders", "tickets")


def agreement(n: int) -> Terms:
    fees = [subscribed(item(f"fee-{line}"), quantity=Decimal(n % 7 + 1)) for line in range(3)]
    meters = [pieces(meter, tiers=TIERS, included=Decimal(n % 50)) for meter in METERS]
    return terms(*fees, *meters, discount_percent=Decimal(n % 5), minimum=50_000)


def records(n: int) -> list[Usage]:
    return [
        Usage(
            meter=METERS[m % len(METERS)],
            service_line="finance",
            quantity=Decimal((n * m) % 997) / 1_000,
            late_for="2026-10" if m % 100 == 99 else "",
        )
        for m in range(RECORDS)
    ]


@pytest.mark.slow
def test_a_million_records_are_rated_in_a_minute():
    given = [(agreement(n), records(n)) for n in range(CLIENTS)]
    started = time.perf_counter()
    from_records = [rate(terms, period=NOVEMBER, usage=usage, tax=DUTCH) for terms, usage in given]
    taken = time.perf_counter() - started
    sums = [summed(usage) for _, usage in given]
    started = time.perf_counter()
    from_sums = [
        rate(terms, period=NOVEMBER, usage=usage, tax=DUTCH)
        for (terms, _), usage in zip(given, sums, strict=True)
    ]
    summed_taken = time.perf_counter() - started

    print(f"record by record {taken:.1f} s, as sums {summed_taken:.1f} s")
    assert [rated_json(each) for each in from_records] == [rated_json(each) for each in from_sums]
    assert taken < SECONDS
