"""Every gateway makes our invoice its own, equal to the cent, once, or says why not: the same scenarios for all."""

from dataclasses import replace
from decimal import Decimal

import pytest

from billing.gateways.port import GatewayAway, GatewayCannot, GatewayRefused, Mismatch
from motorblok.kernel.ids import new_id
from tests.billing.gateways import orders
from tests.billing.gateways.orders import BASE, a_customer, a_line, an_invoice, flat
from tests.billing.gateways.playing import issued, subscribed, to_next_period
from tests.billing.gateways.rigs import lacks, needs


@needs()
def test_a_debtor_is_one_customer_however_often_it_is_asked_for(rig):
    party = orders.a_party()

    first = rig.gateway.ensure_customer(party, key=f"debtor:{party.debtor_id}")
    second = rig.gateway.ensure_customer(party, key=f"debtor:{party.debtor_id}")

    assert first == second


@needs()
def test_another_debtor_is_another_customer(rig):
    first, second = a_customer(rig), a_customer(rig)

    assert first != second


@needs()
def test_a_customer_knows_whose_it_is(rig):
    party = orders.a_party()

    customer = a_customer(rig, party)

    assert rig.gateway.fetch("customer", customer).ours["debtor_id"] == str(party.debtor_id)


@needs()
def test_a_debtor_that_moved_stays_the_same_customer(rig):
    party = orders.a_party()
    customer = a_customer(rig, party)
    moved = replace(party, city="Den Haag", vat_number="", external_id=customer)

    again = rig.gateway.ensure_customer(moved, key=f"debtor:{party.debtor_id}:moved")

    assert again == customer


@needs()
def test_an_invoice_of_its_own_is_issued_as_it_is(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 12_345), a_line("pieces", 6_789))

    held = rig.gateway.issue(order, key=f"inv:{order.invoice_id}:issue:v1")

    assert (held.number, held.net, held.vat, held.total, held.currency, held.state) == (
        order.number, 19_134, 4_018, 23_152, "EUR", "open",
    )  # fmt: skip


@needs()
def test_issuing_twice_is_issuing_once(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 12_345))

    first, second = issued(rig, order), issued(rig, order)

    assert first.external_id == second.external_id


@needs()
def test_issuing_again_under_another_key_finds_what_was_issued(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 12_345))
    first = issued(rig, order)

    second = rig.gateway.issue(order, key=f"inv:{order.invoice_id}:issue:v2")

    assert first.external_id == second.external_id


@needs()
def test_vat_of_many_lines_is_that_of_their_sum(rig):
    lines = tuple(a_line(f"line-{n}", 33) for n in range(7))
    order = an_invoice(a_customer(rig), *lines)

    held = issued(rig, order)

    assert (held.net, held.vat, held.total) == (231, 49, 280)


@needs()
def test_an_invoice_may_have_more_lines_than_one_page_of_them(rig):
    order = an_invoice(a_customer(rig), *(a_line(f"line-{n}", 100 + n) for n in range(130)))

    held = issued(rig, order)

    assert (held.net, held.vat) == (order.net, order.vat)


@needs()
def test_lines_that_lower_the_sum_lower_its_vat(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 10_000), a_line("credit", -2_501))

    held = issued(rig, order)

    assert (held.net, held.vat) == (7_499, 1_575)


@needs()
def test_each_rate_of_vat_comes_to_what_it_does_on_our_invoice(rig):
    low, none = Decimal(9), Decimal(0)
    order = an_invoice(
        a_customer(rig),
        a_line("a", 1_003),
        a_line("b", 1_004, percent=low),
        a_line("c", 1_006, percent=low),
        a_line("d", 500, percent=none, vat_code="Z"),
    )

    held = issued(rig, order)

    assert (held.net, held.vat) == (3_513, 211 + 181)


@needs()
def test_an_invoice_whose_vat_the_buyer_owes_bears_none(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 10_000, percent=Decimal(0), vat_code="AE"))

    held = issued(rig, order)

    assert (held.net, held.vat, held.total) == (10_000, 0, 10_000)


@needs()
@pytest.mark.parametrize("currency", ["EUR", "GBP", "USD"])
def test_every_currency_offered_can_be_issued_in(rig, currency):
    order = an_invoice(a_customer(rig), a_line("hours", 10_000), currency=currency)

    assert issued(rig, order).currency == currency


@needs()
def test_an_invoice_of_nothing_is_paid_when_it_is_issued(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 10_000), a_line("discount", -10_000))

    held = issued(rig, order)

    assert (held.total, held.state) == (0, "paid")


@needs()
def test_an_invoice_that_is_issued_tells_whose_it_is_and_what_is_owed(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 10_000))
    held = issued(rig, order)

    seen = rig.gateway.fetch("invoice", held.external_id)

    assert (seen.state, seen.amount, seen.owed, seen.currency) == ("open", 12_100, 12_100, "EUR")
    assert seen.ours["invoice_id"] == str(order.invoice_id)


@needs()
def test_an_invoice_whose_sums_do_not_add_up_is_not_issued(rig):
    order = an_invoice(a_customer(rig), a_line("hours", 10_000), total=12_101)

    with pytest.raises(Mismatch) as stopped:
        issued(rig, order)

    assert stopped.value.differences["total"] == (12_101, 12_100)


@needs()
def test_two_invoices_cannot_have_one_number(rig):
    customer = a_customer(rig)
    first = an_invoice(customer, a_line("hours", 10_000))
    issued(rig, first)

    with pytest.raises(GatewayRefused):
        issued(rig, an_invoice(customer, a_line("hours", 10_000), number=first.number))


@needs("subscriptions", "means", "clock")
def test_an_invoice_goes_on_the_gateways_own_draft_of_the_period(rig):
    subscription = subscribed(rig)
    to_next_period(rig)
    order = an_invoice(
        subscription.customer, flat(BASE), a_line("hours", 7_777), subscription=subscription.id
    )

    held = issued(rig, order)

    assert (held.number, held.net, held.vat) == (order.number, 57_777, 12_133)
    assert rig.gateway.fetch("invoice", held.external_id).parent == subscription.id


@needs("alone", "subscriptions", "means", "clock")
def test_a_draft_whose_flat_fee_is_not_ours_is_not_made_final(rig):
    subscription = subscribed(rig)
    to_next_period(rig)
    dearer = replace(flat(BASE), amount=60_000)

    with pytest.raises(Mismatch) as stopped:
        issued(rig, an_invoice(subscription.customer, dearer, subscription=subscription.id))

    assert stopped.value.differences == {"flat base": (60_000, 50_000)}
    assert "draft" in {seen.state for seen in rig.gateway.list_changed(rig.now(), at=rig.now())}


@needs("subscriptions", "means", "clock")
def test_a_period_that_has_not_ended_has_no_draft_yet(rig):
    subscription = subscribed(rig)

    with pytest.raises(GatewayAway):
        issued(rig, an_invoice(subscription.customer, flat(BASE), subscription=subscription.id))


@needs("subscriptions", "means", "clock")
def test_drafts_wait_for_us_however_long_we_are_away(rig):
    subscription = subscribed(rig)
    to_next_period(rig)
    to_next_period(rig)
    first, second = (
        an_invoice(subscription.customer, flat(BASE), a_line("hours", hours), subscription=subscription.id)
        for hours in (1_000, 2_000)
    )

    held = [issued(rig, first), issued(rig, second)]

    assert [each.net for each in held] == [51_000, 52_000]


@needs("subscriptions", "means")
def test_the_first_invoice_carries_the_flat_fee_alone_and_is_taken_over(rig):
    subscription = subscribed(rig, issue_first=False)
    order = an_invoice(subscription.customer, flat(BASE), subscription=subscription.id)

    held = issued(rig, order)

    assert (held.net, held.vat, held.state) == (50_000, 10_500, "paid")
    assert rig.gateway.fetch("invoice", held.external_id).ours["number"] == order.number


@lacks("subscriptions")
def test_a_gateway_without_subscriptions_says_so(rig):
    with pytest.raises(GatewayCannot):
        rig.gateway.subscribe(orders.a_subscription(a_customer(rig)), key=f"sub:{new_id()}")
