"""Credit that is paid back leaves the customer's balance with it, once, wherever we fall over."""

from dataclasses import replace

import pytest

from billing.gateways.port import GatewayAway, GatewayRefused
from tests.billing.gateways.orders import a_credit, a_line, a_refund
from tests.billing.gateways.playing import owing


@pytest.fixture
def credited(rig):
    """A refund of 24.20 that a credit note has put on the balance of somebody who had paid."""
    held = owing(rig, "pays")
    paid = rig.gateway.collect(held.external_id, key="collect")
    rig.gateway.credit(a_credit(held.external_id, a_line("hours", 2_000)), key="credit")
    customer = rig.account.get("invoice", held.external_id)["customer"]
    return replace(a_refund(paid.payment_id, 2_420), customer=customer, from_balance=2_420)


def balance(rig, order):
    return rig.account.get("customer", order.customer)["balance"]


def test_it_goes_off_the_balance_once(rig, credited):
    before = balance(rig, credited)

    for key in ("one", "one", "another, when the first is forgotten"):
        rig.gateway.refund(credited, key=key)

    assert (before, balance(rig, credited)) == (-2_420, 0)
    assert len(list(rig.account.every("refund"))) == 1


def test_who_falls_over_in_between_comes_back_to_it(rig, credited):
    rig.account.fail("error_before", path=".*/balance_transactions", times=3)
    with pytest.raises(GatewayAway):
        rig.gateway.refund(credited, key="one")
    between = balance(rig, credited)

    rig.gateway.refund(credited, key="one")

    assert (between, balance(rig, credited), len(list(rig.account.every("refund")))) == (-2_420, 0, 1)


def test_what_an_invoice_has_used_already_is_not_paid_back(rig, credited):
    rig.account.get("customer", credited.customer)["balance"] = -2_419

    with pytest.raises(GatewayRefused):
        rig.gateway.refund(credited, key="one")

    assert list(rig.account.every("refund")) == []
