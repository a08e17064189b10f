"""The stand-in behaves as Stripe does where it would be easy to be kinder."""

from datetime import UTC, datetime, timedelta

import pytest
import stripe

from billing.gateways.stripe.asking import client_for
from tests.billing.gateways import orders
from tests.billing.gateways.orders import BASE, a_customer, a_subscription
from tests.billing.gateways.playing import issued, owing, subscribed, to_next_period
from tests.billing.gateways.stripe_rig import TestModeRig
from tests.billing.gateways.stripe_stand_in.account import KEY, Account
from tests.billing.gateways.stripe_stand_in.clock import advance
from tests.billing.gateways.stripe_stand_in.deliveries import undelivered
from tests.billing.gateways.stripe_stand_in.subscriptions import later
from tests.billing.gateways.stripe_stand_in.wire import Wire


def instant(*given):
    return int(datetime(*given, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("anchor", "months", "edge"),
    [
        ((2027, 1, 31), 1, (2027, 2, 28)),
        ((2027, 1, 31), 2, (2027, 3, 31)),
        ((2027, 12, 31), 2, (2028, 2, 29)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2028, 2, 29), 48, (2032, 2, 29)),
    ],
)
def test_edges_are_reckoned_from_the_anchor(anchor, months, edge):
    assert later(instant(*anchor), months) == instant(*edge)


def test_periods_meet_without_gap_or_overlap(rig):
    advance(rig.account, instant(2027, 1, 31, 10))
    subscription = subscribed(rig)
    edges = []
    for _ in range(14):
        seen = rig.gateway.fetch("subscription", subscription.id)
        edges.append((seen.mirror["period_starts_at"], seen.mirror["period_ends_at"]))
        advance(rig.account, edges[-1][1])

    assert [end for _, end in edges[:-1]] == [start for start, _ in edges[1:]]
    assert datetime.fromtimestamp(edges[-1][1], UTC).day == 31


def test_a_draft_that_nobody_holds_is_final_within_the_hour_and_charged(rig):
    page = rig.gateway.start_checkout(orders.a_checkout(a_subscription(a_customer(rig))), key="checkout:1")
    rig.fill_in(page, "pays")

    to_next_period(rig)

    assert [each["status"] for each in rig.account.every("invoice")] == ["paid", "paid"]


def test_sums_of_tax_are_refused_while_a_line_has_a_rate(rig):
    subscribed(rig)
    to_next_period(rig)
    draft = next(rig.account.every("invoice"))
    tax = {
        "amount": 21,
        "taxable_amount": 100,
        "tax_rate_data": {"display_name": "VAT", "percentage": 21.0, "inclusive": False},
    }

    with pytest.raises(stripe.InvalidRequestError, match="cannot set tax amounts"):
        rig.gateway.client.v1.invoices.add_lines(
            draft["id"], {"lines": [{"amount": 100, "tax_amounts": [tax]}]}
        )


def test_what_is_final_is_not_changed(rig):
    held = owing(rig)

    with pytest.raises(stripe.InvalidRequestError, match="Finalized invoices"):
        rig.gateway.client.v1.invoices.update(held.external_id, {"number": "MB2026-1"})


@pytest.mark.parametrize("kind", ["lost_after", "error_after"])
def test_one_key_has_one_effect_whatever_becomes_of_the_answer(rig, kind):
    rig.account.fail(kind, path="/v1/customers$")

    a_customer(rig)

    assert len(list(rig.account.every("customer"))) == 1
    assert rig.account.count("POST", "/v1/customers") == 2


def test_a_key_is_forgotten_after_a_day(rig):
    options = {"idempotency_key": "once"}
    first = rig.gateway.client.v1.customers.create({"name": "Acme"}, options)
    rig.pass_time(until=rig.now() + timedelta(hours=25))

    second = rig.gateway.client.v1.customers.create({"name": "Acme"}, options)

    assert first.id != second.id


def test_a_payment_that_is_declined_under_a_key_is_declined_again(rig):
    held = owing(rig, "declines")
    client = rig.gateway.client.v1
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            client.invoices.pay(held.external_id, options={"idempotency_key": "pay:1"})

    assert rig.account.get("invoice", held.external_id)["attempt_count"] == 1


def test_each_change_is_told_once_and_in_its_order(rig):
    held = owing(rig, "pays")
    rig.gateway.collect(held.external_id, key="pay:1")

    sent = list(undelivered(rig.account))

    assert len(sent) == len(rig.account.events)
    assert list(undelivered(rig.account)) == []


def test_answers_have_the_shapes_of_the_version_that_we_speak(rig):
    subscription = subscribed(rig, BASE)
    client = rig.gateway.client.v1
    invoice = client.invoices.list({"subscription": subscription.id}).data[0]
    line = invoice.lines.data[0]

    assert invoice.parent.subscription_details.subscription == subscription.id
    assert line.parent.subscription_item_details.subscription == subscription.id
    assert line.pricing.price_details.product.startswith("mb_")
    assert line.taxes[0].tax_rate_details.tax_rate == invoice.total_taxes[0].tax_rate_details.tax_rate
    assert (
        client.subscriptions.retrieve(subscription.id)["items"].data[0].current_period_end > rig.account.now
    )
    for gone in ("payment_intent", "charge", "paid", "subscription", "tax"):
        assert not hasattr(invoice, gone)


def test_a_page_that_nobody_fills_in_expires_after_a_day(rig):
    page = rig.gateway.start_checkout(orders.a_checkout(a_subscription(a_customer(rig))), key="checkout:1")

    rig.pass_time(until=rig.now() + timedelta(hours=25))

    assert rig.gateway.fetch("checkout", page.external_id).state == "expired"


def test_the_rig_of_stripes_test_mode_can_be_played_here():
    account = Account()
    rig = TestModeRig(client_for(KEY, http=Wire(account)))
    subscription = subscribed(rig)

    to_next_period(rig)
    held = issued(
        rig, orders.an_invoice(subscription.customer, orders.flat(BASE), subscription=subscription.id)
    )
    got = rig.gateway.collect(held.external_id, key="pay:1")

    assert (held.net, got.state) == (50_000, "paid")
    assert {each.path for each in account.asked} >= {f"/v1/test_helpers/test_clocks/{rig.clock.id}/advance"}
