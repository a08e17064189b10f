"""Every gateway with subscriptions starts them once, charges the flat fee alone, changes them without proration."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from billing.gateways.port import GatewayRefused, Mismatch, NoDraft
from motorblok.kernel.ids import new_id
from tests.billing.gateways import orders
from tests.billing.gateways.orders import (
    BASE,
    SEATS,
    a_change,
    a_customer,
    a_line,
    a_subscription,
    an_invoice,
    flat,
)
from tests.billing.gateways.playing import issued, subscribed, to_next_period
from tests.billing.gateways.rigs import needs


@needs("subscriptions", "means")
def test_subscribing_twice_is_subscribing_once(rig):
    customer = a_customer(rig)
    rig.keep(customer, "pays")
    order = a_subscription(customer)

    started = {rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v{n}") for n in (1, 1, 2)}

    assert len(started) == 1


@needs("subscriptions", "means")
def test_a_subscription_is_active_and_knows_whose_it_is(rig):
    customer = a_customer(rig)
    rig.keep(customer, "pays")
    order = a_subscription(customer)

    seen = rig.gateway.fetch(
        "subscription", rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v1")
    )

    assert (seen.state, seen.customer) == ("active", customer)
    assert seen.ours["subscription_id"] == str(order.subscription_id)


@needs("subscriptions", "means")
def test_a_means_of_payment_that_does_not_pay_starts_nothing(rig):
    customer = a_customer(rig)
    rig.keep(customer, "declines")
    order = a_subscription(customer)

    with pytest.raises(GatewayRefused) as refused:
        rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v1")

    assert refused.value.reason == "card_declined"


@needs("subscriptions", "means")
def test_several_fees_come_to_the_cent_of_vat_that_they_do_on_our_invoice(rig):
    fees = tuple(
        replace(BASE, code=f"fee-{n}", name=f"Fee {n}", amount=amount)
        for n, amount in enumerate((1_003, 2_003, 33))
    )

    subscription = subscribed(rig, *fees, issue_first=False)
    held = issued(rig, an_invoice(subscription.customer, *map(flat, fees), subscription=subscription.id))

    assert (held.net, held.vat) == (3_039, 638)


@needs("subscriptions", "means", "clock")
def test_two_fees_of_one_name_are_both_charged(rig):
    fees = (BASE, BASE, replace(BASE, amount=7_500))
    subscription = subscribed(rig, *fees)
    to_next_period(rig)

    held = issued(rig, an_invoice(subscription.customer, *map(flat, fees), subscription=subscription.id))

    assert held.net == 107_500


@needs("subscriptions", "means", "clock")
def test_fees_of_two_rates_stay_apart(rig):
    low = replace(SEATS, vat_percent=Decimal(9))
    subscription = subscribed(rig, BASE, low)
    to_next_period(rig)
    lines = (flat(BASE), flat(low), a_line("hours", 999))

    held = issued(rig, an_invoice(subscription.customer, *lines, subscription=subscription.id))

    assert (held.net, held.vat) == (55_999, 10_710 + 450)


@needs("subscriptions", "means", "clock")
def test_a_subscription_without_a_flat_fee_is_charged_for_what_was_used(rig):
    customer = a_customer(rig)
    rig.keep(customer, "pays")
    order = replace(a_subscription(customer), prices=())
    started = rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v1")
    to_next_period(rig)

    held = issued(rig, an_invoice(customer, a_line("hours", 4_200), subscription=started))

    assert (held.net, held.vat) == (4_200, 882)


@needs("subscriptions", "means", "clock")
def test_nothing_is_charged_until_a_trial_ends(rig):
    customer = a_customer(rig)
    rig.keep(customer, "pays")
    order = a_subscription(customer, trial_ends_at=rig.now() + timedelta(days=14))
    started = rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v1")
    trial = rig.gateway.fetch("subscription", started).state

    rig.pass_time(until=order.trial_ends_at + timedelta(days=1))
    held = issued(rig, an_invoice(customer, flat(BASE), subscription=started))

    assert (trial, held.net) == ("trialing", 50_000)


@needs("subscriptions", "means", "clock")
def test_the_period_that_runs_is_charged_whole_and_the_next_one_begins_at_its_edge(rig):
    customer = a_customer(rig)
    rig.keep(customer, "pays")
    order = a_subscription(customer, BASE, SEATS, period_ends_at=rig.now() + timedelta(days=9))
    started = rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v1")
    first = issued(rig, an_invoice(customer, flat(BASE), flat(SEATS), subscription=started))

    rig.pass_time(until=order.period_ends_at + timedelta(days=1))
    following = issued(rig, an_invoice(customer, flat(BASE), flat(SEATS), subscription=started))

    assert [(each.net, each.state) for each in (first, following)] == [(55_000, "paid"), (55_000, "open")]


@needs("subscriptions", "means", "clock")
def test_a_fee_of_one_time_is_on_the_first_invoice_alone(rig):
    customer = a_customer(rig)
    rig.keep(customer, "pays")
    set_up = replace(BASE, code="set-up", name="Set-up", amount=33_331)
    order = a_subscription(customer, once=(set_up,), period_ends_at=rig.now() + timedelta(days=9))
    started = rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v1")

    first = issued(rig, an_invoice(customer, flat(BASE), flat(set_up), subscription=started))
    rig.pass_time(until=order.period_ends_at + timedelta(days=1))
    following = issued(rig, an_invoice(customer, flat(BASE), subscription=started))

    assert [(each.net, each.vat) for each in (first, following)] == [(83_331, 17_500), (50_000, 10_500)]


@needs("checkout", "subscriptions", "clock")
def test_a_checkout_within_a_period_charges_it_whole_and_the_next_one_at_its_edge(rig):
    customer = a_customer(rig)
    order = a_subscription(customer, period_ends_at=rig.now() + timedelta(days=9))
    page = rig.gateway.start_checkout(orders.a_checkout(order), key=f"checkout:{new_id()}")
    rig.fill_in(page, "pays")
    started = rig.gateway.fetch("checkout", page.external_id).parent
    rig.gateway.hold_drafts(started, key=f"hold:{started}")
    first = issued(rig, an_invoice(customer, flat(BASE), subscription=started))

    rig.pass_time(until=order.period_ends_at + timedelta(days=1))
    following = issued(rig, an_invoice(customer, flat(BASE), subscription=started))

    assert [each.net for each in (first, following)] == [50_000, 50_000]


@needs("subscriptions", "means", "clock")
def test_a_change_is_charged_from_the_next_period_without_proration(rig):
    subscription = subscribed(rig)
    dearer = replace(BASE, amount=60_000)
    rig.pass_time(until=rig.now() + timedelta(days=10))

    rig.gateway.change_subscription(a_change(subscription.id, dearer, SEATS), key=f"change:{new_id()}")
    to_next_period(rig)
    held = issued(
        rig, an_invoice(subscription.customer, flat(dearer), flat(SEATS), subscription=subscription.id)
    )

    assert held.net == 65_000


@needs("subscriptions", "means", "clock")
def test_what_was_agreed_after_the_draft_takes_the_place_of_what_was_asked_for(rig):
    subscription = subscribed(rig, BASE, SEATS)
    to_next_period(rig)
    lines = (flat(SEATS), a_line("base-new", 61_003), a_line("low", 999, percent=Decimal(9)))
    order = an_invoice(subscription.customer, *lines, subscription=subscription.id)

    held = issued(rig, replace(order, asked=((), (BASE, SEATS)), replaced="No longer holds"))

    assert (held.net, held.vat, held.total) == (order.net, order.vat, order.total)


@needs("subscriptions", "means", "clock")
def test_a_draft_that_nobody_asked_for_is_told_and_left_alone(rig):
    subscription = subscribed(rig, BASE, SEATS)
    to_next_period(rig)
    order = an_invoice(subscription.customer, flat(SEATS), subscription=subscription.id)

    with pytest.raises(Mismatch) as told:
        issued(rig, replace(order, asked=((BASE,), (SEATS,))))

    assert told.value.differences == {"flat base": (0, 50_000)}


@needs("subscriptions", "means", "clock")
def test_the_draft_of_a_subscription_that_has_ended_since_is_filled_all_the_same(rig):
    subscription = subscribed(rig)
    to_next_period(rig)
    rig.gateway.cancel_subscription(subscription.id, key="cancel:1")

    held = issued(rig, an_invoice(subscription.customer, flat(BASE), subscription=subscription.id))

    assert (held.net, held.state) == (50_000, "open")


@needs("subscriptions", "means")
def test_what_has_ended_without_a_draft_says_that_none_will_come(rig):
    subscription = subscribed(rig)
    rig.gateway.cancel_subscription(subscription.id, key="cancel:1")
    order = an_invoice(subscription.customer, flat(BASE), subscription=subscription.id)

    with pytest.raises(NoDraft):
        issued(rig, order)

    assert issued(rig, order.alone()).net == 50_000


@needs("subscriptions", "means", "clock")
def test_another_quantity_is_charged_from_the_next_period(rig):
    subscription = subscribed(rig, SEATS)
    more = replace(SEATS, quantity=9)

    rig.gateway.change_subscription(a_change(subscription.id, more), key=f"change:{new_id()}")
    to_next_period(rig)
    held = issued(rig, an_invoice(subscription.customer, flat(more), subscription=subscription.id))

    assert held.net == 11_250


@needs("subscriptions", "means", "clock")
def test_a_fee_that_was_dropped_is_not_charged_again(rig):
    subscription = subscribed(rig, BASE, SEATS)

    rig.gateway.change_subscription(a_change(subscription.id, SEATS), key=f"change:{new_id()}")
    to_next_period(rig)
    held = issued(rig, an_invoice(subscription.customer, flat(SEATS), subscription=subscription.id))

    assert held.net == 5_000


@needs("subscriptions", "means")
def test_the_same_change_twice_is_the_same_change(rig):
    subscription = subscribed(rig)
    change = a_change(subscription.id, SEATS, ends="at_period_end")

    for _ in range(2):
        rig.gateway.change_subscription(change, key=f"change:{subscription.id}")

    seen = rig.gateway.fetch("subscription", subscription.id)
    assert (seen.state, seen.mirror["ends"]) == ("active", "at_period_end")


@needs("subscriptions", "means")
def test_another_interval_is_refused(rig):
    subscription = subscribed(rig)

    with pytest.raises(GatewayRefused) as refused:
        rig.gateway.change_subscription(a_change(subscription.id, BASE, interval="year"), key="change:1")

    assert refused.value.reason == "other-interval"


@needs("subscriptions", "means", "clock")
def test_a_subscription_ends_at_the_edge_of_its_period(rig):
    subscription = subscribed(rig)

    rig.gateway.change_subscription(a_change(subscription.id, ends="at_period_end"), key="change:1")
    before = rig.gateway.fetch("subscription", subscription.id).state
    to_next_period(rig)

    assert (before, rig.gateway.fetch("subscription", subscription.id).state) == ("active", "ended")


@needs("subscriptions", "means", "clock")
def test_an_ending_can_be_withdrawn(rig):
    subscription = subscribed(rig)
    rig.gateway.change_subscription(a_change(subscription.id, ends="at_period_end"), key="change:1")

    rig.gateway.change_subscription(a_change(subscription.id), key="change:2")
    to_next_period(rig)

    assert rig.gateway.fetch("subscription", subscription.id).state == "active"


@needs("alone", "subscriptions", "means", "clock")
def test_a_paused_subscription_is_charged_for_no_period_until_it_runs_again(rig):
    subscription = subscribed(rig)
    rig.gateway.change_subscription(a_change(subscription.id, running="paused"), key="change:1")
    paused = rig.gateway.fetch("subscription", subscription.id).state
    to_next_period(rig)
    rig.gateway.change_subscription(a_change(subscription.id), key="change:2")
    to_next_period(rig)

    held = issued(rig, an_invoice(subscription.customer, flat(BASE), subscription=subscription.id))

    assert (paused, held.net) == ("paused", 50_000)
    drafts = [seen for seen in rig.gateway.list_changed(rig.now(), at=rig.now()) if seen.state == "draft"]
    assert drafts == []


@needs("subscriptions", "means")
def test_a_subscription_that_was_ended_stays_so(rig):
    subscription = subscribed(rig)

    for _ in range(2):
        rig.gateway.cancel_subscription(subscription.id, key=f"cancel:{subscription.id}")

    assert rig.gateway.fetch("subscription", subscription.id).state == "ended"


@needs("subscriptions", "means")
def test_what_was_ended_can_be_started_anew(rig):
    customer = a_customer(rig)
    rig.keep(customer, "pays")
    order = a_subscription(customer)
    first = rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v1")
    rig.gateway.cancel_subscription(first, key=f"cancel:{first}")

    second = rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v2")

    states = [rig.gateway.fetch("subscription", each).state for each in (first, second)]
    assert states == ["ended", "active"]


@needs("checkout", "subscriptions")
def test_a_checkout_starts_the_subscription_and_takes_the_flat_fee(rig):
    customer = a_customer(rig)
    order = a_subscription(customer)
    page = rig.gateway.start_checkout(orders.a_checkout(order), key=f"checkout:{new_id()}")

    rig.fill_in(page, "pays")

    done = rig.gateway.fetch("checkout", page.external_id)
    started = rig.gateway.fetch("subscription", done.parent)
    assert (done.state, done.amount, started.state) == ("complete", 60_500, "active")
    assert started.ours["subscription_id"] == str(order.subscription_id)


@needs("checkout", "subscriptions", "clock")
def test_drafts_of_a_checkout_wait_once_they_are_held(rig):
    customer = a_customer(rig)
    page = rig.gateway.start_checkout(orders.a_checkout(a_subscription(customer)), key=f"checkout:{new_id()}")
    rig.fill_in(page, "pays")
    started = rig.gateway.fetch("checkout", page.external_id).parent
    rig.gateway.hold_drafts(started, key=f"hold:{started}")
    issued(rig, an_invoice(customer, flat(BASE), subscription=started))
    to_next_period(rig)

    held = issued(rig, an_invoice(customer, flat(BASE), a_line("hours", 1_000), subscription=started))

    assert held.net == 51_000


@needs("checkout", "subscriptions")
def test_what_was_given_at_a_checkout_pays_for_an_invoice_of_its_own_too(rig):
    customer = a_customer(rig)
    page = rig.gateway.start_checkout(orders.a_checkout(a_subscription(customer)), key=f"checkout:{new_id()}")
    rig.fill_in(page, "pays")
    started = rig.gateway.fetch("checkout", page.external_id).parent

    rig.gateway.hold_drafts(started, key=f"hold:{started}")

    held = issued(rig, an_invoice(customer, a_line("hours", 1_000)))
    assert rig.gateway.collect(held.external_id, key="pay:1").state == "paid"


@needs("checkout", "subscriptions", "clock")
def test_a_draft_that_nobody_held_and_the_gateway_made_final_is_never_taken_for_ours(rig):
    customer = a_customer(rig)
    page = rig.gateway.start_checkout(orders.a_checkout(a_subscription(customer)), key=f"checkout:{new_id()}")
    rig.fill_in(page, "pays")
    started = rig.gateway.fetch("checkout", page.external_id).parent
    issued(rig, an_invoice(customer, flat(BASE), subscription=started))
    to_next_period(rig)

    with pytest.raises(Mismatch):
        issued(rig, an_invoice(customer, flat(BASE), a_line("hours", 1_000), subscription=started))


@needs("checkout", "subscriptions", "means", "clock")
def test_a_means_of_payment_given_later_takes_the_place_of_the_one_of_the_checkout(rig):
    customer = a_customer(rig)
    page = rig.gateway.start_checkout(orders.a_checkout(a_subscription(customer)), key=f"checkout:{new_id()}")
    rig.fill_in(page, "pays")
    started = rig.gateway.fetch("checkout", page.external_id).parent
    rig.gateway.hold_drafts(started, key=f"hold:{started}")
    issued(rig, an_invoice(customer, flat(BASE), subscription=started))

    rig.keep(customer, "declines")
    to_next_period(rig)
    held = issued(rig, an_invoice(customer, flat(BASE), subscription=started))

    assert rig.gateway.collect(held.external_id, key="pay:1").state == "declined"


@needs("checkout", "subscriptions")
def test_a_means_of_payment_that_is_declined_leaves_the_page_open(rig):
    page = rig.gateway.start_checkout(
        orders.a_checkout(a_subscription(a_customer(rig))), key=f"checkout:{new_id()}"
    )

    rig.fill_in(page, "declines")

    assert rig.gateway.fetch("checkout", page.external_id).state == "open"


@needs("checkout", "subscriptions")
def test_a_new_page_closes_the_one_before_it(rig):
    order = orders.a_checkout(a_subscription(a_customer(rig)))
    first = rig.gateway.start_checkout(order, key="checkout:1")

    second = rig.gateway.start_checkout(order, key="checkout:2")

    states = [rig.gateway.fetch("checkout", page.external_id).state for page in (first, second)]
    assert states == ["expired", "open"]


@needs("checkout", "subscriptions")
def test_what_is_subscribed_to_cannot_be_subscribed_to_again(rig):
    order = orders.a_checkout(a_subscription(a_customer(rig)))
    rig.fill_in(rig.gateway.start_checkout(order, key="checkout:1"), "pays")

    with pytest.raises(GatewayRefused) as refused:
        rig.gateway.start_checkout(order, key="checkout:2")

    assert refused.value.reason == "already-subscribed"


@needs("portal")
def test_a_portal_is_a_page_of_the_gateways(rig):
    url = rig.gateway.portal_url(a_customer(rig), return_url="https://acme.example/billing/")

    assert url.startswith(("https://", "http://console.localhost"))
