"""What is credited of an invoice that was paid is kept for its debtor by every gateway, and used once: for the next invoice, or paid back."""

from dataclasses import replace

import pytest

from billing.gateways.port import GatewayRefused
from tests.billing.gateways.orders import a_credit, a_customer, a_line, a_refund, an_invoice
from tests.billing.gateways.playing import issued
from tests.billing.gateways.rigs import needs


def paid_and_credited(rig, net):
    """The customer of an invoice over 121.00 that was paid, and of which so much (net) was credited since."""
    customer = a_customer(rig)
    held = issued(rig, an_invoice(customer, a_line("hours", 10_000)))
    rig.pay(held.external_id)
    rig.gateway.credit(a_credit(held.external_id, a_line("sla", net)), key=f"credit:{held.external_id}")
    return customer, held


def next_one(rig, customer, net=10_000):
    """Another invoice as the gateway sees it."""
    return rig.gateway.fetch("invoice", issued(rig, an_invoice(customer, a_line("hours", net))).external_id)


@needs("balance")
def test_it_comes_off_the_next_invoice(rig):
    customer, _ = paid_and_credited(rig, 1_000)

    seen = next_one(rig, customer)

    assert (seen.state, seen.amount, seen.owed) == ("open", 12_100, 12_100 - 1_210)


@needs("balance")
def test_an_invoice_of_less_is_paid_by_it_and_the_rest_is_kept_for_the_one_after(rig):
    customer, _ = paid_and_credited(rig, 10_000)

    found = [next_one(rig, customer, net) for net in (2_000, 10_000, 10_000)]

    assert [(each.state, each.owed) for each in found] == [("paid", 0), ("open", 2_420), ("open", 12_100)]


@needs("balance")
def test_issuing_twice_uses_it_once(rig):
    customer, _ = paid_and_credited(rig, 1_000)
    order = an_invoice(customer, a_line("hours", 10_000))

    found = [rig.gateway.fetch("invoice", issued(rig, order).external_id).owed for _ in range(2)]

    assert [*found, next_one(rig, customer).owed] == [10_890, 10_890, 12_100]


@needs("balance")
def test_crediting_twice_keeps_it_once(rig):
    customer, held = paid_and_credited(rig, 1_000)
    order = a_credit(held.external_id, a_line("more", 500), number="MBC2026-000002")

    for key in ("credit:1", "credit:1", "credit:2"):
        rig.gateway.credit(order, key=key)

    assert next_one(rig, customer).owed == 12_100 - 1_210 - 605


@needs("balance")
def test_it_is_another_customers_in_no_case(rig):
    paid_and_credited(rig, 1_000)

    assert next_one(rig, a_customer(rig)).owed == 12_100


@needs("balance", "means")
def test_only_the_rest_is_charged(rig):
    customer, _ = paid_and_credited(rig, 1_000)
    seen = next_one(rig, customer)

    rig.gateway.collect(seen.external_id, key="pay:next")

    charged = rig.gateway.fetch("invoice", seen.external_id)
    assert [each.amount for each in charged.payments] == [10_890]
    assert charged.mirror["balance_used"] == 1_210


@needs("balance", "refunds")
def test_what_is_paid_back_of_it_is_used_for_nothing_else(rig):
    customer, held = paid_and_credited(rig, 1_000)
    paid = rig.gateway.fetch("invoice", held.external_id).payments[0].external_id
    order = replace(a_refund(paid, 1_210), customer=customer, from_balance=1_210)

    for key in ("refund:1", "refund:2"):
        rig.gateway.refund(order, key=key)

    assert next_one(rig, customer).owed == 12_100


@needs("balance", "refunds")
def test_what_an_invoice_has_used_is_not_paid_back_as_well(rig):
    customer, held = paid_and_credited(rig, 1_000)
    next_one(rig, customer)
    paid = rig.gateway.fetch("invoice", held.external_id).payments[0].external_id

    with pytest.raises(GatewayRefused) as refused:
        order = replace(a_refund(paid, 1_210), customer=customer, from_balance=1_210)
        rig.gateway.refund(order, key="refund:1")

    assert refused.value.reason == "balance-used"
