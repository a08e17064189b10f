"""An invoice reaches Stripe once and whole, wherever on the way we fall over, and however much later we come back."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.gateways.port import FlatPrice, GatewayRefused, Mismatch
from tests.billing.gateways.orders import BASE, SEATS, a_line, an_invoice, flat
from tests.billing.gateways.playing import issued, subscribed, to_next_period
from tests.billing.gateways.rigs import RIGS
from tests.billing.gateways.stripe_stand_in.deliveries import undelivered

LATER = {"at once": timedelta(0), "after the keys are forgotten": timedelta(hours=30)}

STEPS = 9
"""How many requests it takes to issue the invoice of a period (find, read, number, 2 x their lines, 2 x ours, read back, final)."""


class Killed(BaseException):
    """The process is gone: nothing that it runs can catch this."""


class Killer:
    """Kills whoever asks the stand-in for the nth time, before or after what was asked was done."""

    def __init__(self, account, *, at, after):
        self.left, self.after, self.request = at, after, account.request
        account.request = self

    def __call__(self, *asked):
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Killed
        answer = self.request(*asked)
        if self.left == 0:
            raise Killed
        return answer


def a_period_to_invoice(rig):
    subscription = subscribed(rig, BASE, SEATS)
    to_next_period(rig)
    lines = (flat(BASE), flat(SEATS), *(a_line(f"line-{n}", 33 * n - 50) for n in range(1, 105)))
    return an_invoice(subscription.customer, *lines, subscription=subscription.id)


@pytest.mark.parametrize("later", LATER.values(), ids=LATER.keys())
@pytest.mark.parametrize("after", [False, True], ids=["before it was done", "after it was done"])
@pytest.mark.parametrize("at", range(1, STEPS + 1))
def test_falling_over_at_any_step_leaves_one_invoice_that_is_right(rig, at, after, later):
    order = a_period_to_invoice(rig)
    killer = Killer(rig.account, at=at, after=after)
    with pytest.raises(Killed):
        issued(rig, order)
    rig.account.request = killer.request

    rig.pass_time(until=rig.now() + later)
    held = issued(rig, order)

    assert (held.number, held.net, held.vat) == (order.number, order.net, order.vat)
    named = [each for each in rig.account.every("invoice") if each["number"] == order.number]
    assert [(each["id"], len(each["_lists"]["lines"])) for each in named] == [(held.external_id, 106)]


def test_the_steps_above_are_all_there_are(rig):
    order = a_period_to_invoice(rig)
    before = len(rig.account.asked)

    issued(rig, order)

    assert len(rig.account.asked) - before == STEPS


def test_an_invoice_of_its_own_that_was_begun_before_the_keys_were_forgotten_is_gone_on_with(rig):
    customer = subscribed(rig).customer
    order = an_invoice(customer, a_line("hours", 100))
    killer = Killer(rig.account, at=2, after=True)
    with pytest.raises(Killed):
        issued(rig, order)
    rig.account.request = killer.request

    rig.pass_time(until=rig.now() + timedelta(hours=30))
    held = issued(rig, order)

    ours = [each for each in rig.account.every("invoice") if each["billing_reason"] == "manual"]
    assert [each["id"] for each in ours] == [held.external_id]


def test_a_draft_stays_a_draft_until_it_is_equal(rig):
    order = a_period_to_invoice(rig)
    list(undelivered(rig.account))

    issued(rig, order)

    told = [
        event["type"] for event in rig.account.events if event["data"]["object"].get("number") == order.number
    ]
    assert told[-1] == "invoice.finalized"
    assert told.count("invoice.finalized") == 1


def test_a_draft_that_carries_another_invoice_is_not_taken(rig):
    order = a_period_to_invoice(rig)
    draft = next(each for each in rig.account.every("invoice") if each["status"] == "draft")
    draft["metadata"]["invoice_id"] = "another"

    with pytest.raises(GatewayRefused) as refused:
        issued(rig, replace(order, draft=draft["id"]))

    assert refused.value.reason == "draft-taken"


def test_a_draft_of_somebody_else_is_not_made_final(rig):
    order = a_period_to_invoice(rig)
    another = a_period_to_invoice(rig)
    draft = next(each for each in rig.account.every("invoice") if each["customer"] == another.customer)

    with pytest.raises(Mismatch) as stopped:
        issued(rig, replace(order, draft=draft["id"]))

    assert set(stopped.value.differences) == {"customer"}
    assert draft["status"] == "draft"


def test_a_draft_that_is_named_is_taken_before_an_older_one(rig):
    order = a_period_to_invoice(rig)
    to_next_period(rig)
    newer = next(each for each in rig.account.every("invoice") if each["status"] == "draft")

    assert issued(rig, replace(order, draft=newer["id"])).external_id == newer["id"]


def test_the_oldest_draft_that_waits_is_taken_first(rig):
    order = a_period_to_invoice(rig)
    to_next_period(rig)
    _, older = (each["id"] for each in rig.account.every("invoice") if each["status"] == "draft")

    assert issued(rig, order).external_id == older


def test_a_number_that_did_not_stick_stops_it(rig):
    order = a_period_to_invoice(rig)
    draft = next(each for each in rig.account.every("invoice") if each["status"] == "draft")
    arrived = rig.account.request

    def renumbered(*asked):
        answer = arrived(*asked)
        draft["number"] = "STRIPE-1"
        return answer

    rig.account.request = renumbered

    with pytest.raises(Mismatch) as stopped:
        issued(rig, order)

    assert stopped.value.differences == {"number": (order.number, "STRIPE-1")}
    assert draft["status"] == "draft"


def test_what_stripe_changed_behind_our_back_stops_it(rig):
    order = a_period_to_invoice(rig)
    draft = next(each for each in rig.account.every("invoice") if each["status"] == "draft")
    rig.account.objects[draft["_lists"]["lines"][0]]["amount"] += 1

    with pytest.raises(Mismatch, match="flat base"):
        issued(rig, order)

    assert draft["status"] == "draft"
    assert draft["number"] is None


RATES = st.sampled_from([Decimal(21), Decimal(9), Decimal(0)])
FEES = st.lists(st.tuples(st.integers(1, 999_999), st.integers(1, 40), RATES), min_size=1, max_size=5)
EXTRA = st.lists(st.tuples(st.integers(-5_000, 5_000_000), RATES), max_size=12)


@settings(max_examples=100, deadline=None)
@given(fees=FEES, extra=EXTRA)
def test_whatever_is_on_them_first_and_next_invoice_are_ours_to_the_cent(fees, extra):
    prices = [a_fee(n, *fee) for n, fee in enumerate(fees)]
    added = [a_line(f"x{n}", amount, percent=rate) for n, (amount, rate) in enumerate(extra)]
    with RIGS["stripe"].opened() as rig:
        subscription = subscribed(rig, *prices)  # which issues the first
        to_next_period(rig)
        order = an_invoice(subscription.customer, *map(flat, prices), *added, subscription=subscription.id)

        held = issued(rig, order)

    assert (held.net, held.vat, held.total) == (order.net, order.vat, order.total)


def a_fee(n, amount, quantity, rate):
    return FlatPrice(code=f"fee-{n}", name=f"Fee {n}", amount=amount, quantity=quantity, vat_percent=rate)
