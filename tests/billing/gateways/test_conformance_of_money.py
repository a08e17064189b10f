"""Every gateway collects once, tells how it went, and gives back no more than came in."""

from decimal import Decimal

import pytest

from billing.gateways.port import GatewayRefused, Mismatch
from motorblok.kernel.ids import new_id
from tests.billing.gateways.orders import BASE, a_credit, a_customer, a_line, a_refund, an_invoice, flat
from tests.billing.gateways.playing import issued, owing, subscribed
from tests.billing.gateways.rigs import needs


@needs("means")
def test_a_means_of_payment_that_pays_settles_the_invoice(rig):
    held = owing(rig, "pays")

    got = rig.gateway.collect(held.external_id, key="pay:1")

    seen = rig.gateway.fetch("invoice", held.external_id)
    assert (got.state, seen.state, seen.owed) == ("paid", "paid", 0)
    assert [(paid.external_id, paid.amount, paid.currency) for paid in seen.payments] == [
        (got.payment_id, 12_100, "EUR")
    ]


@needs("means")
def test_collecting_twice_takes_the_money_once(rig):
    held = owing(rig, "pays")

    got = [rig.gateway.collect(held.external_id, key=key) for key in ("pay:1", "pay:1", "pay:2")]

    assert {each.payment_id for each in got} == {got[0].payment_id}
    assert len(rig.gateway.fetch("invoice", held.external_id).payments) == 1


@needs("means")
def test_a_means_of_payment_that_is_declined_leaves_it_owed_and_a_page_to_pay_on(rig):
    held = owing(rig, "declines")

    got = rig.gateway.collect(held.external_id, key="pay:1")

    assert (got.state, bool(got.page_url), bool(got.words)) == ("declined", True, True)
    assert rig.gateway.fetch("invoice", held.external_id).owed == 12_100


@needs("means")
def test_a_new_means_of_payment_can_be_tried_under_a_new_key(rig):
    held = owing(rig, "declines")
    rig.gateway.collect(held.external_id, key="pay:1")
    rig.keep(rig.gateway.fetch("invoice", held.external_id).customer, "pays")

    assert rig.gateway.collect(held.external_id, key="pay:2").state == "paid"


@needs("means")
def test_a_means_of_payment_that_asks_its_owner_names_the_page(rig):
    got = rig.gateway.collect(owing(rig, "asks").external_id, key="pay:1")

    assert (got.state, bool(got.page_url)) == ("action_needed", True)


@needs("means")
def test_without_a_means_of_payment_a_person_is_asked_for_one(rig):
    got = rig.gateway.collect(owing(rig).external_id, key="pay:1")

    assert (got.state, bool(got.page_url)) == ("action_needed", True)


@needs("refunds", "means")
def test_a_payment_can_be_paid_back_in_part(rig):
    held = owing(rig, "pays")
    paid = rig.gateway.collect(held.external_id, key="pay:1").payment_id

    refund = rig.gateway.refund(a_refund(paid, 2_100), key="refund:1")

    seen = rig.gateway.fetch("refund", refund)
    assert (seen.state, seen.amount, seen.parent) == ("paid", 2_100, paid)
    assert [each.refunded for each in rig.gateway.fetch("invoice", held.external_id).payments] == [2_100]


@needs("refunds", "means")
def test_paying_back_twice_is_paying_back_once(rig):
    paid = rig.gateway.collect(owing(rig, "pays").external_id, key="pay:1").payment_id
    order = a_refund(paid, 2_100)

    made = {rig.gateway.refund(order, key=f"refund:{n}") for n in (1, 1, 2)}

    assert len(made) == 1


@needs("refunds", "means")
def test_no_more_is_paid_back_than_came_in(rig):
    paid = rig.gateway.collect(owing(rig, "pays").external_id, key="pay:1").payment_id
    rig.gateway.refund(a_refund(paid, 12_000), key="refund:1")

    with pytest.raises(GatewayRefused):
        rig.gateway.refund(a_refund(paid, 101), key="refund:2")


@needs("credits")
def test_a_credit_lowers_what_is_owed(rig):
    held = owing(rig)

    note = rig.gateway.credit(a_credit(held.external_id, a_line("sla", 2_501)), key="credit:1")

    seen = rig.gateway.fetch("credit_note", note)
    assert (seen.amount, seen.parent) == (3_026, held.external_id)
    assert rig.gateway.fetch("invoice", held.external_id).owed == 12_100 - 3_026


@needs("credits")
def test_crediting_twice_is_crediting_once(rig):
    order = a_credit(owing(rig).external_id, a_line("sla", 2_501))

    made = {rig.gateway.credit(order, key=f"credit:{n}") for n in (1, 1, 2)}

    assert len(made) == 1


@needs("credits")
def test_a_credit_of_all_settles_the_invoice(rig):
    held = owing(rig)

    rig.gateway.credit(a_credit(held.external_id, a_line("sla", 10_000)), key="credit:1")

    assert rig.gateway.fetch("invoice", held.external_id).owed == 0


@needs("credits", "means")
@pytest.mark.parametrize("payback", ["balance", "elsewhere"])
def test_what_was_paid_already_is_credited_to_the_balance_or_elsewhere(rig, payback):
    held = owing(rig, "pays")
    rig.gateway.collect(held.external_id, key="pay:1")

    note = rig.gateway.credit(
        a_credit(held.external_id, a_line("sla", 1_000), payback=payback), key="credit:1"
    )

    assert rig.gateway.fetch("credit_note", note).mirror == {"off_the_invoice": 0, "paid_back": 1_210}


@needs("credits", "means", "refunds")
def test_what_was_paid_already_can_be_credited_by_refund(rig):
    held = owing(rig, "pays")
    rig.gateway.collect(held.external_id, key="pay:1")

    rig.gateway.credit(a_credit(held.external_id, a_line("sla", 1_000), payback="refund"), key="credit:1")

    assert [each.refunded for each in rig.gateway.fetch("invoice", held.external_id).payments] == [1_210]


@needs("credits")
def test_a_credit_of_two_rates_comes_to_the_vat_of_each(rig):
    low = Decimal(9)
    held = issued(rig, an_invoice(a_customer(rig), a_line("a", 5_003), a_line("b", 5_003, percent=low)))

    order = a_credit(held.external_id, a_line("a", 103), a_line("a2", 104), a_line("b", 333, percent=low))
    note = rig.gateway.credit(order, key="credit:1")

    assert rig.gateway.fetch("credit_note", note).amount == 540 + 43 + 30


@needs("credits", "subscriptions", "means")
def test_a_first_invoice_can_be_credited_too(rig):
    subscription = subscribed(rig, issue_first=False)
    held = issued(rig, an_invoice(subscription.customer, flat(BASE), subscription=subscription.id))

    note = rig.gateway.credit(a_credit(held.external_id, a_line("sla", 1_003)), key="credit:1")

    assert rig.gateway.fetch("credit_note", note).amount == 1_214


@needs("credits")
def test_more_than_the_invoice_is_not_credited(rig):
    held = owing(rig)

    with pytest.raises(GatewayRefused):
        rig.gateway.credit(a_credit(held.external_id, a_line("sla", 10_001)), key="credit:1")


@needs("credits")
def test_a_rate_that_the_invoice_does_not_bear_is_not_credited(rig):
    held = owing(rig)

    with pytest.raises(GatewayRefused):
        rig.gateway.credit(a_credit(held.external_id, a_line("sla", 100, percent=Decimal(9))), key="credit:1")


@needs("credits")
def test_a_credit_whose_sums_do_not_add_up_is_not_made(rig):
    held = owing(rig)
    order = a_credit(held.external_id, a_line("sla", 1_000), total=1_211)

    with pytest.raises(Mismatch):
        rig.gateway.credit(order, key=f"credit:{new_id()}")

    assert rig.gateway.fetch("invoice", held.external_id).owed == 12_100
