"""What we ask Stripe for, word by word: nothing that it would decide by itself, no key twice, no wait without an end."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import stripe

from billing.gateways.port import GatewayAway, GatewayRefused, KeyReused
from billing.gateways.stripe.adapter import StripeGateway
from billing.gateways.stripe.asking import API_VERSION, RETRIES, TIMEOUT, client_for
from billing.gateways.stripe.catalogue import MOST_ITEMS, as_charged
from billing.gateways.stripe.subscriptions import noon
from tests.billing.gateways import orders
from tests.billing.gateways.orders import BASE, SEATS, a_customer, a_line, a_party, a_subscription, an_invoice
from tests.billing.gateways.playing import issued, owing, subscribed
from tests.billing.gateways.stripe_stand_in.account import KEY, Account
from tests.billing.gateways.stripe_stand_in.wire import served


def asked(rig, path, *, method="POST"):
    return [each for each in rig.account.asked if each.method == method and each.path == path]


def test_the_version_is_the_one_that_the_library_is_made_for():
    assert stripe.api_version == API_VERSION


def test_every_request_names_the_version(rig):
    subscribed(rig)

    assert {each.headers["Stripe-Version"] for each in rig.account.asked} == {API_VERSION}


def test_a_subscription_leaves_nothing_to_stripe(rig):
    subscribed(rig, BASE)

    form = asked(rig, "/v1/subscriptions")[0].form
    assert (form["billing_mode"], form["proration_behavior"]) == ({"type": "flexible"}, "none")
    assert (form["collection_method"], form["automatic_tax"]) == (
        "charge_automatically",
        {"enabled": "false"},
    )
    assert [len(item["tax_rates"]) for item in form["items"]] == [1]


def test_a_checkout_says_how_it_is_billed_and_in_which_language(rig):
    order = a_subscription(a_customer(rig), BASE, SEATS)

    rig.gateway.start_checkout(orders.a_checkout(order), key="checkout:1")

    form = asked(rig, "/v1/checkout/sessions")[0].form
    assert (form["mode"], form["locale"], form["adaptive_pricing"]) == (
        "subscription",
        "nl",
        {"enabled": "false"},
    )
    assert form["subscription_data"]["billing_mode"] == {"type": "flexible"}
    assert "proration_behavior" not in form["subscription_data"]


def test_a_checkout_that_starts_later_charges_nothing_before_and_prorates_nothing(rig):
    order = a_subscription(a_customer(rig), anchor_at=rig.now() + timedelta(days=5))
    page = rig.gateway.start_checkout(orders.a_checkout(order), key="checkout:1")

    rig.fill_in(page, "pays")

    assert rig.gateway.fetch("checkout", page.external_id).amount == 0
    assert asked(rig, "/v1/checkout/sessions")[0].form["subscription_data"]["proration_behavior"] == "none"


@pytest.mark.parametrize(
    ("edge", "anchor"),
    [
        ("2026-11-30T23:00:00+00:00", "2026-12-01T12:00:00+00:00"),  # midnight in Amsterdam, in winter
        ("2027-06-30T22:00:00+00:00", "2027-07-01T12:00:00+00:00"),  # and in summer
        ("2026-12-01T05:00:00+00:00", "2026-12-01T12:00:00+00:00"),  # in New York
        ("2026-11-30T15:00:00+00:00", "2026-12-01T12:00:00+00:00"),  # in Tokyo
        ("2026-12-01T12:00:00+00:00", "2026-12-01T12:00:00+00:00"),
    ],
)
def test_an_edge_is_on_the_same_day_of_the_month_at_stripe(edge, anchor):
    assert noon(datetime.fromisoformat(edge)) == datetime.fromisoformat(anchor).timestamp()


def test_equal_fees_share_a_price_and_a_rate_of_vat(rig):
    for _ in range(3):
        subscribed(rig, BASE)

    made = {path: rig.account.count("POST", path) for path in ("/v1/prices", "/v1/products", "/v1/tax_rates")}
    assert made == {"/v1/prices": 1, "/v1/products": 1, "/v1/tax_rates": 1}


def test_a_dearer_fee_is_another_price_of_the_same_product(rig):
    subscribed(rig, BASE)
    subscribed(rig, replace(BASE, amount=60_000))

    assert len(list(rig.account.every("price"))) == 2
    assert len(list(rig.account.every("product"))) == 1


def test_a_price_stays_known_when_the_keys_are_forgotten(rig):
    subscribed(rig, BASE)
    rig.pass_time(until=rig.now() + timedelta(days=2))

    subscribed(rig, BASE)

    assert len(list(rig.account.every("price"))) == 1


def test_the_portal_shows_means_of_payment_and_invoices_alone_and_is_set_up_once(rig):
    customer = a_customer(rig)

    for _ in range(2):
        rig.gateway.portal_url(customer, return_url="https://acme.example/billing/")

    made = asked(rig, "/v1/billing_portal/configurations")
    features = {name: each["enabled"] for name, each in made[0].form["features"].items()}
    assert len(made) == 1
    assert {name for name, is_on in features.items() if is_on == "true"} == {
        "payment_method_update",
        "invoice_history",
    }


def test_a_customer_has_its_vat_number_and_language(rig):
    customer = a_customer(rig)

    held = rig.account.get("customer", customer)
    assert (held["preferred_locales"], held["tax_exempt"]) == (["nl"], "none")
    assert [(each["type"], each["value"]) for each in rig.account.every("tax_id")] == [
        ("eu_vat", "NL001234567B01")
    ]


def test_a_vat_number_that_changed_takes_the_place_of_the_old_one(rig):
    party = a_party()
    customer = a_customer(rig, party)

    moved = replace(party, external_id=customer, country="GB", vat_number="GB123456789")
    rig.gateway.ensure_customer(moved, key="debtor:2")

    assert [(each["type"], each["value"]) for each in rig.account.every("tax_id")] == [
        ("gb_vat", "GB123456789")
    ]


def test_a_vat_number_that_stripe_cannot_take_names_the_field(rig):
    with pytest.raises(GatewayRefused) as refused:
        rig.gateway.ensure_customer(a_party(vat_number="NL!"), key="debtor:1")

    assert (refused.value.reason, refused.value.field) == ("tax_id_invalid", "value")


def test_a_customer_is_found_again_when_the_keys_are_forgotten(rig):
    party = a_party()
    customer = rig.gateway.ensure_customer(party, key="debtor:1")
    rig.pass_time(until=rig.now() + timedelta(days=2))

    assert rig.gateway.ensure_customer(party, key="debtor:1") == customer


def test_one_key_for_two_orders_is_refused(rig):
    rig.gateway.ensure_customer(a_party(), key="debtor:1")

    with pytest.raises(KeyReused):
        rig.gateway.ensure_customer(a_party(), key="debtor:1")


def test_what_stripe_refuses_is_told_in_its_own_words(rig):
    customer = a_customer(rig)
    rig.keep(customer, "declines")

    with pytest.raises(GatewayRefused) as refused:
        rig.gateway.subscribe(a_subscription(customer), key="sub:1")

    assert str(refused.value) == "Stripe refuses this: Your card was declined."


def test_a_hiccup_is_tried_again_twice_and_made_once(rig):
    rig.account.fail("error_after", path="/v1/customers$", times=2)

    customer = a_customer(rig)

    assert [each["id"] for each in rig.account.every("customer")] == [customer]
    assert rig.account.count("POST", "/v1/customers") == 1 + RETRIES


def test_too_many_requests_is_being_away(rig):
    rig.account.fail("rate_limit", path="/v1/customers$", times=3)

    with pytest.raises(GatewayAway):
        a_customer(rig)


def test_fees_that_would_drift_by_a_cent_go_in_as_one():
    fees = [replace(BASE, code=f"fee-{n}", amount=31) for n in range(3)]

    charged = as_charged(fees)

    assert [(fee.code, fee.amount, fee.quantity) for fee in charged] == [("fee-0+fee-1+fee-2", 93, 1)]


def test_more_fees_than_stripe_takes_go_in_as_one():
    fees = [replace(BASE, code=f"fee-{n}") for n in range(MOST_ITEMS + 1)]

    assert [fee.amount for fee in as_charged(fees)] == [(MOST_ITEMS + 1) * BASE.amount]


def test_fees_that_do_not_drift_stay_apart():
    assert as_charged([BASE, SEATS]) == (BASE, SEATS)


def test_a_price_that_went_in_for_several_is_found_to_be_ours(rig):
    fees = [replace(BASE, code=f"fee-{n}", name=f"Fee {n}", amount=31) for n in range(3)]
    subscription = subscribed(rig, *fees)

    with pytest.raises(GatewayAway):  # the first was taken over; the next has no draft yet
        issued(rig, an_invoice(subscription.customer, *map(orders.flat, fees), subscription=subscription.id))


def test_stripe_asks_again_for_what_is_not_paid_and_the_subscription_falls_past_due(rig):
    subscription = subscribed(rig)
    rig.pass_time(until=rig.now() + timedelta(days=32))
    rig.keep(subscription.customer, "declines")
    order = an_invoice(subscription.customer, orders.flat(BASE), subscription=subscription.id)
    held = issued(rig, order)

    rig.pass_time(until=rig.now() + timedelta(days=20))

    seen = rig.gateway.fetch("invoice", held.external_id)
    assert (seen.state, seen.mirror["attempts"]) == ("open", 4)
    assert rig.gateway.fetch("subscription", subscription.id).state == "past_due"


def test_a_direct_debit_is_on_its_way_for_days(rig):
    customer = a_customer(rig)
    rig.keep(customer, "waits")
    held = issued(rig, an_invoice(customer, a_line("hours", 10_000)))

    assert rig.gateway.collect(held.external_id, key="pay:1").state == "pending"


def test_a_means_of_payment_is_shown_by_its_last_digits(rig):
    customer = a_customer(rig)
    rig.keep(customer, "pays")

    assert rig.gateway.fetch("customer", customer).mirror["method"] == {
        "type": "card", "name": "visa", "last4": "4242", "expires": "2030-04",
    }  # fmt: skip


def test_a_customer_that_was_removed_at_stripe_is_gone(rig):
    customer = a_customer(rig)

    rig.gateway.client.v1.customers.delete(customer)

    assert rig.gateway.fetch("customer", customer).state == "gone"


def test_a_credit_goes_on_the_balance_and_lowers_what_the_next_invoice_asks_for(rig):
    held = owing(rig, "pays")
    rig.gateway.collect(held.external_id, key="pay:1")
    customer = rig.gateway.fetch("invoice", held.external_id).customer
    rig.gateway.credit(orders.a_credit(held.external_id, a_line("sla", 1_000)), key="credit:1")

    following = issued(rig, an_invoice(customer, a_line("hours", 10_000)))

    seen = rig.gateway.fetch("invoice", following.external_id)
    assert (following.total, seen.owed, seen.mirror["balance_used"]) == (12_100, 10_890, 1_210)


def test_a_stripe_that_does_not_answer_is_given_up(monkeypatch):
    monkeypatch.setattr("billing.gateways.stripe.asking.TIMEOUT", 0.05)
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.0)
    account = Account()
    with served(account, delay=1) as address:
        gateway = StripeGateway(client_for(KEY, address=address), secrets=["whsec"], livemode=False)
        begun = time.monotonic()

        with pytest.raises(GatewayAway):
            gateway.fetch("customer", "cus_1")

    assert time.monotonic() - begun < 3
    assert TIMEOUT == 10


def test_the_stand_in_can_be_reached_through_a_socket_too():
    account = Account()
    with served(account) as address:
        gateway = StripeGateway(client_for(KEY, address=address), secrets=["whsec"], livemode=False)

        customer = gateway.ensure_customer(a_party(), key="debtor:1")

    assert account.get("customer", customer)["name"] == "Acme B.V."
