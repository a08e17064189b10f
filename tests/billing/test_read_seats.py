"""Seats: how many people of a client could sign in, read once for each day that is over, for the prices that count them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from billing.actions.seats import read_all_seats, read_seats
from motorblok.audit.models import Event
from motorblok.kernel.actors import SYSTEM
from tests import cast
from tests.billing import billed
from tests.billing.metered import read, records
from tests.cast import MONDAY

SEATS = {"service_line": "finance", "model": "seat", "meter": "seats", "unit_price": Decimal(5)}
NEXT_DAY = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # 00:30 on the 24th in Amsterdam


def subscription(acme, **said):
    return billed.subscription(
        acme, prices={"payroll": {}, "seats": SEATS}, anchor_on=billed.NOVEMBER.start, **said
    )


def readings(client):
    read()
    return [(row.period_key, row.quantity, row.unit, row.service_line) for row in records(client)]


@pytest.fixture
def people(acme):
    cast.ann()
    cast.bob()


def test_each_day_that_is_over_is_read_once_however_often_it_is_asked(acme, people):
    of = subscription(acme, time_zone="UTC")

    assert [read_seats(of, actor=SYSTEM, at=MONDAY) for _ in range(3)] == [22, 0, 0]
    assert readings(acme) == [("2026-11", 2, "seat", "finance")] * 22


def test_a_day_ends_in_the_zone_of_the_subscription(acme, people):
    of = subscription(acme, time_zone="Europe/Amsterdam")
    read_seats(of, actor=SYSTEM, at=NEXT_DAY - timedelta(hours=1))

    assert read_seats(of, actor=SYSTEM, at=NEXT_DAY) == 1


def test_the_reading_is_told_in_the_clients_book(acme, people):
    of = subscription(acme, time_zone="UTC")
    read_seats(of, actor=SYSTEM, at=MONDAY)

    told = Event.objects.filter(kind="billing.seats.read")
    assert (told.count(), told.first().subject) == (22, f"client:{acme.id}")


def test_days_that_nobody_read_are_caught_up_with_for_a_month_at_most(acme, people):
    of = subscription(acme, time_zone="UTC")

    assert read_seats(of, actor=SYSTEM, at=MONDAY + timedelta(days=100)) == 31


def test_without_a_price_for_seats_nothing_is_read(acme, people):
    of = billed.subscription(acme)

    assert read_seats(of, actor=SYSTEM, at=MONDAY) == 0
    assert not Event.objects.filter(kind="billing.seats.read").exists()


def test_after_the_end_of_a_subscription_nothing_is_read(acme, people):
    of = subscription(acme, time_zone="UTC", cancels_on=billed.NOVEMBER.start + timedelta(days=3))

    assert read_seats(of, actor=SYSTEM, at=MONDAY) == 3


def test_nobody_is_no_seat(acme):
    of = subscription(acme, time_zone="UTC")

    read_seats(of, actor=SYSTEM, at=MONDAY)

    assert readings(acme) == []


def test_one_that_cannot_be_read_keeps_no_other_waiting(acme, people, monkeypatch):
    subscription(acme, time_zone="UTC")
    assert read_all_seats(at=MONDAY) == 22

    monkeypatch.setattr("billing.actions.seats.locked", lambda _of: 1 / 0)
    assert read_all_seats(at=MONDAY + timedelta(days=1)) == 0
