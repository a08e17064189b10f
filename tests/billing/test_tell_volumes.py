"""At a half, four fifths and all of what is included the client is told, once each; nothing stops."""

from decimal import Decimal

import pytest

from billing.actions.volumes import tell_volumes
from billing.models import Subscription
from motorblok.audit.queries import entries
from tests.billing import billed
from tests.billing.billed import noon

AT = noon(2026, 11, 20)
HUNDRED = {"payroll": {}, "invoices": {**billed.PIECES, "included": Decimal(100)}}
TEN_HOURS = {
    "care": {
        "service_line": "finance", "model": "hours", "meter": "time", "unit_price": Decimal(80), "included": Decimal(10),
    }
}  # fmt: skip


def office(client, prices: dict = HUNDRED) -> Subscription:
    return billed.subscription(client, prices=prices, debtor={"life": "active"})


def told(book) -> list[int]:
    found = entries(each.id for each in book.events() if each.kind == "billing.volume.reached")
    return [entry.facts["percent"] for entry in found]


@pytest.mark.parametrize(
    ("used", "percents"),
    [(49, []), (50, [50]), (79, [50]), (80, [80]), (99, [80]), (100, [100]), (300, [100])],
)
def test_each_mark_is_told_when_it_is_reached(acme, book, used, percents):
    billed.used(office(acme), noon(2026, 11, 9), used)

    tell_volumes(at=AT)

    assert told(book) == percents


def test_each_mark_is_told_once(acme, book):
    of = office(acme)
    for quantity in (60, 0, 25, 20):
        billed.used(of, noon(2026, 11, 9), quantity)
        tell_volumes(at=AT)

    assert told(book) == [50, 80, 100]


def test_a_new_period_begins_anew(acme, book):
    of = office(acme)
    for month in (10, 11):
        billed.used(of, noon(2026, month, 9), 60)
        tell_volumes(at=noon(2026, month, 20))

    assert told(book) == [50, 50]


def test_hours_are_counted_in_seconds(acme, book):
    of = office(acme, TEN_HOURS)
    billed.used(of, noon(2026, 11, 9), 5 * 3600, meter="time", unit="second")

    tell_volumes(at=AT)

    assert told(book) == [50]


def test_where_nothing_is_included_nothing_is_told(acme, book):
    billed.used(office(acme, billed.OFFICE), noon(2026, 11, 9), 1_000)

    assert (tell_volumes(at=AT), told(book)) == (0, [])
