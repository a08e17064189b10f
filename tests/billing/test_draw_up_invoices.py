"""Drafts: one for each period, with the fees of the period and the usage of the one before, and counted again at will."""

from datetime import date
from decimal import Decimal

import pytest

from billing.actions.drafts import draft_invoice
from billing.drafting import EarlierDraft
from billing.models import Invoice, Price, SubscribedPrice, Subscription
from billing.periods import Period, WrongPeriod
from billing.rating.tiers import NoPrice
from tests.billing import agreed
from tests.billing.billed import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    PIECES,
    drafted,
    final,
    lines,
    noon,
    subscription,
    used,
)
from tests.cast import OLGA


def move(of: Subscription, day: date) -> None:
    """From a day on the prices of the plan's newest version hold."""
    at = noon(day.year, day.month, day.day)
    of.prices.filter(until_on=None).update(until_on=day, ended_at=at)
    for price in Price.objects.filter(version=of.plan.versions.latest("number")):
        SubscribedPrice.objects.create(subscription=of, price=price, from_on=day, made_at=at)


def test_the_first_invoice_in_advance_has_fees_alone(acme):
    invoice = drafted(subscription(acme), OCTOBER)

    assert lines(invoice) == [("flat", 10_000)]
    assert (invoice.net, invoice.vat, invoice.total, invoice.number) == (10_000, 2_100, 12_100, None)


def test_fees_of_the_period_stand_beside_usage_of_the_one_before(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 5), 3)
    used(of, noon(2026, 11, 1), 7)

    assert lines(drafted(of, NOVEMBER)) == [("flat", 10_000), ("usage", 600)]


def test_in_arrears_both_are_of_the_period_itself(acme):
    of = subscription(acme, fees_in="arrears")
    used(of, noon(2026, 10, 5), 3)

    assert lines(drafted(of, OCTOBER, at=noon(2026, 11, 1))) == [("flat", 10_000), ("usage", 600)]


def test_the_days_of_a_period_are_those_of_the_subscription(acme):
    of = subscription(acme, fees_in="arrears", time_zone="Europe/Amsterdam")
    used(of, noon(2026, 10, 31).replace(hour=22, minute=59), 1)
    used(of, noon(2026, 10, 31).replace(hour=23, minute=0), 5)

    assert lines(drafted(of, OCTOBER, at=noon(2026, 11, 1)))[1] == ("usage", 200)


def test_asking_twice_makes_one_draft_and_one_event(acme, book):
    of = subscription(acme)
    first, again = drafted(of, OCTOBER), drafted(of, OCTOBER)

    assert first == again
    assert Invoice.objects.count() == 1
    assert book.kinds() == ["billing.invoice.drafted"]


def test_a_draft_is_counted_again_when_usage_came_in(acme, book):
    of = subscription(acme)
    final(of, OCTOBER)
    drafted(of, NOVEMBER)
    used(of, noon(2026, 10, 9), 4)
    invoice = drafted(of, NOVEMBER)

    assert lines(invoice) == [("flat", 10_000), ("usage", 800)]
    assert [line.position for line in invoice.lines.order_by("position")] == [1, 2]
    assert book.kinds()[-1] == "billing.invoice.redrafted"


def test_usage_without_a_price_is_left_out(acme):
    of = subscription(acme, fees_in="arrears")
    used(of, noon(2026, 10, 5), 3, meter="calls")

    assert lines(drafted(of, OCTOBER, at=noon(2026, 11, 1))) == [("flat", 10_000)]


def test_usage_is_charged_at_two_prices_where_one_took_the_others_place(acme):
    of = subscription(acme, fees_in="arrears", prices={"invoices": PIECES})
    agreed.version(of.plan, 2, prices={"invoices": {**PIECES, "unit_price": Decimal(5)}})
    move(of, date(2026, 10, 16))
    used(of, noon(2026, 10, 15), 3)
    used(of, noon(2026, 10, 16), 3)

    assert lines(drafted(of, OCTOBER, at=noon(2026, 11, 1))) == [("usage", 600), ("usage", 1_500)]


def test_a_draft_waits_for_the_one_before_it(acme):
    of = subscription(acme)
    drafted(of, OCTOBER)

    with pytest.raises(EarlierDraft):
        drafted(of, NOVEMBER)


def test_what_is_final_stays_as_it_is(acme):
    of = subscription(acme)
    made = final(of, OCTOBER)
    used(of, noon(2026, 9, 20), 5)

    assert drafted(of, OCTOBER, at=noon(2026, 10, 9)) == made
    assert lines(made) == [("flat", 10_000)]


@pytest.mark.parametrize("start", [date(2026, 9, 1), date(2026, 10, 2)])
def test_only_a_period_of_the_subscription_is_invoiced(acme, start):
    with pytest.raises(WrongPeriod):
        draft_invoice(subscription(acme), Period(start, date(2026, 11, 1)), actor=OLGA, at=noon(2026, 11, 1))


def test_a_subscription_without_prices_says_what_is_missing(acme):
    of = subscription(acme)
    of.prices.all().delete()

    with pytest.raises(NoPrice, match="Add a plan"):
        drafted(of, OCTOBER)


def test_the_final_invoice_has_the_usage_of_the_last_period(acme):
    of = subscription(acme, cancels_on=NOVEMBER.start)
    of.prices.update(until_on=NOVEMBER.start, ended_at=noon(2026, 9, 5))
    final(of, OCTOBER)
    used(of, noon(2026, 10, 31), 2)
    invoice = drafted(of, OCTOBER, at=noon(2026, 11, 1), purpose="final")

    assert lines(invoice) == [("usage", 400)]
    with pytest.raises(WrongPeriod):
        drafted(of, NOVEMBER)


def test_nothing_to_charge_is_dropped_and_not_drawn_up_again(acme, book):
    of = subscription(acme, cancels_on=NOVEMBER.start)
    of.prices.update(until_on=NOVEMBER.start, ended_at=noon(2026, 9, 5))
    final(of, OCTOBER)
    invoice = final(of, OCTOBER, at=noon(2026, 11, 4), purpose="final")

    assert (invoice.state, invoice.number) == ("dropped", None)
    assert drafted(of, OCTOBER, at=noon(2026, 11, 5), purpose="final") == invoice
    assert book.kinds()[-1] == "billing.invoice.dropped"


def test_usage_belongs_to_the_subscription_that_was_in_force(acme):
    left = date(2026, 10, 16)
    old = subscription(acme, cancels_on=left, state="ended", code="old")
    old.prices.update(until_on=left, ended_at=noon(2026, 9, 5))
    new = agreed.subscription(old.debtor, agreed.plan("new", prices=OFFICE), anchor_on=left)
    for day, pieces in ((15, 3), (16, 5)):
        used(old, noon(2026, 10, day), pieces)
    final(old, OCTOBER)
    last = drafted(old, OCTOBER, at=noon(2026, 10, 20), purpose="final")
    first = Period(left, date(2026, 11, 16))
    final(new, first)

    assert lines(last) == [("usage", 600)]
    assert ("usage", 1_000) in lines(drafted(new, Period(first.end, date(2026, 12, 16))))


def test_a_trial_takes_no_usage_of_the_subscription_before_it(acme):
    left, start = date(2026, 9, 16), date(2026, 10, 1)
    old = subscription(acme, anchor_on=date(2026, 9, 1), cancels_on=left, state="ended", code="old")
    trial = {"anchor_on": start, "trial_ends_on": start, "from_on": left}
    new = agreed.subscription(old.debtor, agreed.plan("new", prices=OFFICE), **trial)
    used(old, noon(2026, 9, 15), 3)
    used(old, noon(2026, 9, 16), 5)
    invoice = drafted(new, Period(start, date(2026, 11, 1)))

    assert lines(invoice) == [("flat", 10_000), ("usage", 0)]
    assert invoice.lines.get(kind="usage").quantity == 5


def test_what_begins_in_a_period_that_had_nothing_is_charged_on_the_next(acme):
    of = subscription(acme, prices={"payroll": {}})
    final(of, OCTOBER)
    of.prices.update(until_on=NOVEMBER.start, ended_at=noon(2026, 10, 20))
    dropped = final(of, NOVEMBER)
    price = Price.objects.get(code="payroll")
    resumed = {"price": price, "from_on": date(2026, 11, 16), "made_at": noon(2026, 11, 16)}
    SubscribedPrice.objects.create(subscription=of, **resumed)

    assert dropped.state == "dropped"
    assert lines(drafted(of, DECEMBER)) == [("flat", 10_000), ("proration", 5_000)]
