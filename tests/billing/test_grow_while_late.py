"""Who is late keeps what it has and may have less; more seats and other service lines wait until it has paid."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from billing.actions.changing import NothingMoreNow, change_subscription, preview_change
from billing.models import Debtor, Subscription
from tests.billing import deals

MARCH = date(2026, 3, 1)
ELEVENTH = date(2026, 3, 11)


def seats(unit_price=Decimal("12.50"), **said):
    return deals.price("seats", model="seat", unit_price=unit_price, **said)


@pytest.fixture
def late(acme):
    """A client with 100 a month and three seats of HR, whose invoice is overdue."""
    plan = deals.plan(deals.price(), seats())
    made = deals.running(acme, plan, start_on=MARCH, take=deals.wanted(plan, seats=3))
    Debtor.objects.update(life="past_due")
    return Subscription.objects.get(pk=made.pk)


def asked(made, take, *, when="now"):
    """Look at it, and confirm what was seen."""
    given = {"wanted": take, "when": when, "at": deals.at(ELEVENTH)}
    seen = preview_change(made.pk, **given).seen
    return change_subscription(made.pk, **given, seen=seen, actor=deals.BY["actor"])


@pytest.mark.parametrize("life", ["past_due", "grace", "suspended"])
@pytest.mark.parametrize("when", ["now", "period_end"])
def test_more_seats_wait_until_it_has_paid(late, life, when):
    Debtor.objects.update(life=life)

    with pytest.raises(NothingMoreNow):
        asked(late, deals.wanted(late.plan, seats=4), when=when)


def test_another_service_line_waits_until_it_has_paid(late):
    wider = deals.version(late.plan, deals.price(), seats(), deals.pieces())

    with pytest.raises(NothingMoreNow):
        asked(late, deals.wanted(late.plan, seats=3))

    assert wider.number == 2


def test_seats_without_a_limit_wait_until_it_has_paid(late):
    deals.version(late.plan, deals.price(), seats(meter="seats"))

    with pytest.raises(NothingMoreNow):
        asked(late, deals.wanted(late.plan))


def test_it_is_refused_also_where_an_earlier_look_was_confirmed(late):
    Debtor.objects.update(life="active")
    given = {"wanted": deals.wanted(late.plan, seats=4), "when": "now", "at": deals.at(ELEVENTH)}
    seen = preview_change(late.pk, **given).seen
    Debtor.objects.update(life="grace")

    with pytest.raises(NothingMoreNow):
        change_subscription(late.pk, **given, seen=seen, actor=deals.BY["actor"])


@pytest.mark.parametrize("when", ["now", "period_end"])
def test_fewer_seats_are_agreed_all_the_same(late, when):
    asked(late, deals.wanted(late.plan, seats=2), when=when)

    assert late.prices.get(until_on=None, price__code="seats").quantity == 2


def test_as_many_seats_at_another_price_are_agreed(late):
    deals.version(late.plan, deals.price(), seats(Decimal(11)))

    asked(late, deals.wanted(late.plan, seats=3))

    assert late.prices.filter(until_on=None, price__unit_price=11).exists()


def test_who_has_paid_gets_more(late):
    Debtor.objects.update(life="active")

    asked(late, deals.wanted(late.plan, seats=9))

    assert late.prices.get(until_on=None, price__code="seats").quantity == 9


@pytest.mark.parametrize(("language", "word"), [("en", "overdue"), ("nl", "vervaldatum")])
def test_why_is_said_in_both_languages(late, language, word):
    with pytest.raises(NothingMoreNow) as refused, override(language):
        asked(late, deals.wanted(late.plan, seats=4))

    with override(language):
        assert word in str(refused.value)
