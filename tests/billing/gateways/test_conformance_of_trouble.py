"""Every gateway tells what happened, and repeats nothing when an answer is lost."""

from datetime import timedelta

import pytest

from billing.gateways.port import KINDS, GatewayAway, GatewayLocked
from motorblok.kernel.ids import new_id
from tests.billing.gateways import orders
from tests.billing.gateways.orders import a_customer, a_line, a_subscription, an_invoice
from tests.billing.gateways.playing import issued, owing, subscribed, to_next_period
from tests.billing.gateways.rigs import needs


@needs("faults")
def test_a_gateway_that_is_away_says_so_and_made_nothing(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 100))
    rig.fail("away")

    with pytest.raises(GatewayAway):
        issued(rig, order)

    assert issued(rig, order).net == 100


@needs("faults")
def test_an_answer_that_is_lost_makes_no_second_customer(rig):
    party = orders.a_party()
    rig.fail("answer_lost")

    made = {rig.gateway.ensure_customer(party, key="debtor:1") for _ in range(2)}

    assert len(made) == 1


@needs("alone", "faults")
def test_an_answer_that_is_lost_makes_no_second_invoice(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 100))
    rig.fail("answer_lost")

    held = {issued(rig, order).external_id for _ in range(2)}

    seen = rig.gateway.list_changed(rig.now() - timedelta(days=1), at=rig.now())
    assert {each.external_id for each in seen if each.kind == "invoice"} == held


@needs("faults", "means")
def test_an_answer_that_is_lost_takes_the_money_once(rig):
    held = owing(rig, "pays")
    rig.fail("answer_lost")

    got = rig.gateway.collect(held.external_id, key="pay:1")

    payments = rig.gateway.fetch("invoice", held.external_id).payments
    assert (got.state, len(payments)) == ("paid", 1)


@needs("faults")
def test_a_key_that_is_not_accepted_is_no_fault_of_the_order(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 100))
    rig.fail("locked")

    with pytest.raises(GatewayLocked):
        issued(rig, order)


@needs()
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_gateway_does_not_know_is_nothing(rig, kind):
    assert rig.gateway.fetch(kind, f"unknown_{new_id()}") is None


@needs("notices", "means")
def test_a_payment_is_told_of_and_can_be_looked_up(rig):
    held = owing(rig, "pays")
    rig.notices()

    rig.gateway.collect(held.external_id, key="pay:1")

    told = {(notice.about, notice.object_id) for notice in rig.notices() if notice.about and notice.matches}
    assert ("invoice", held.external_id) in told
    assert all(rig.gateway.fetch(*each) is not None for each in told)


@needs("notices")
def test_a_notice_has_an_id_that_is_its_own(rig):
    for _ in range(3):
        owing(rig)

    told = [notice.external_id for notice in rig.notices()]

    assert told
    assert len(set(told)) == len(told)


@needs("subscriptions", "means", "clock")
def test_a_payment_that_fails_makes_the_subscription_past_due_until_it_is_paid(rig):
    subscription = subscribed(rig)
    rig.keep(subscription.customer, "declines")
    to_next_period(rig)
    order = an_invoice(subscription.customer, orders.flat(orders.BASE), subscription=subscription.id)
    held = issued(rig, order)

    rig.gateway.collect(held.external_id, key="pay:1")
    fell = rig.gateway.fetch("subscription", subscription.id).state
    rig.keep(subscription.customer, "pays")
    rig.gateway.collect(held.external_id, key="pay:2")

    assert (fell, rig.gateway.fetch("subscription", subscription.id).state) == ("past_due", "active")


@needs("alone", "means")
def test_what_changed_is_listed_once_and_as_it_is_now(rig):
    before = rig.now() - timedelta(minutes=1)
    held = owing(rig, "pays")
    rig.gateway.collect(held.external_id, key="pay:1")

    seen = [each for each in rig.gateway.list_changed(before, at=rig.now()) if each.kind == "invoice"]

    assert [(each.external_id, each.state) for each in seen] == [(held.external_id, "paid")]


@needs("alone", "clock")
def test_what_is_not_settled_is_listed_however_old_it_is(rig):
    held = owing(rig)
    rig.pass_time(until=rig.now() + timedelta(days=100))

    seen = rig.gateway.list_changed(rig.now() - timedelta(days=2), at=rig.now())

    assert [each.external_id for each in seen if each.kind == "invoice"] == [held.external_id]


@needs("alone", "clock", "means")
def test_what_changed_longer_ago_than_events_are_kept_is_listed_too(rig):
    held = owing(rig, "pays")
    rig.gateway.collect(held.external_id, key="pay:1")
    rig.pass_time(until=rig.now() + timedelta(days=50))

    seen = rig.gateway.list_changed(rig.now() - timedelta(days=60), at=rig.now())

    assert {(each.kind, each.state) for each in seen} >= {("customer", "active"), ("invoice", "paid")}


@needs("checkout", "subscriptions", "notices")
def test_a_checkout_that_is_filled_in_is_told_of(rig):
    page = rig.gateway.start_checkout(
        orders.a_checkout(a_subscription(a_customer(rig))), key=f"checkout:{new_id()}"
    )
    rig.notices()

    rig.fill_in(page, "pays")

    told = {(notice.about, notice.object_id) for notice in rig.notices()}
    assert ("checkout", page.external_id) in told
