"""A credit note settles like money: who owes nothing overdue by it goes on at once, and a balance is used up once."""

from datetime import date

import pytest

from billing.actions.balances import use_balance, use_payments
from billing.actions.credit_notes import credit_invoice
from billing.models import Debtor, Invoice
from motorblok.kernel import schema
from tenants.models import Client
from tests.billing import billed, paid
from tests.billing.missed import fay

LATE = billed.noon(2026, 11, 25)


@pytest.fixture(autouse=True)
def _public(acme):
    with schema.entered(schema.PUBLIC):
        yield


def credit(invoice, amount, *, at=LATE):
    words = {"reason_en": "Agreed", "reason_nl": "Afgesproken"}
    return credit_invoice(invoice.id, amounts={1: amount}, **words, actor=fay(), at=at)


def suspended(client):
    """Who owes 121.00 since October and was suspended for it."""
    of = billed.subscription(client)
    invoice = billed.final(of, billed.OCTOBER)
    Debtor.objects.update(life="suspended", holds_client=True, must_pay_by_on=date(2026, 10, 18))
    Client.objects.filter(pk=client.pk).update(state="suspended")
    return invoice


def test_who_owes_nothing_any_more_by_a_credit_is_open_again_at_once(acme):
    credit(suspended(acme), 10_000)

    assert Debtor.objects.get().life == "active"
    assert Client.objects.get(pk=acme.pk).state == "open"


def test_who_still_owes_something_overdue_stays_where_it_is(acme):
    credit(suspended(acme), 9_999)

    assert (Debtor.objects.get().life, Client.objects.get(pk=acme.pk).state) == ("suspended", "suspended")


def test_a_balance_is_used_up_once_however_often_it_is_told(acme):
    of = paid.debtor(acme, gateway="stripe")
    note, invoice = paid.owed(of, total=-2_420), paid.owed(of)

    moved = [use_balance(invoice, used=2_000, at=LATE) for _ in range(3)]

    assert (moved, paid.settled(note, invoice)) == ([2_000, 0, 0], [-2_000, 2_000])


def test_what_is_no_credit_note_of_ours_settles_nothing(acme):
    invoice = paid.owed(paid.debtor(acme, gateway="stripe"))

    assert (use_balance(invoice, used=2_000, at=LATE), paid.settled(invoice)) == (0, [0])


def test_money_for_another_invoice_of_the_gateway_is_left_alone(acme):
    of = paid.debtor(acme, gateway="stripe")
    paid.paid(of, 5_000, by="inpay_1", gateway="stripe")
    paid.paid(of, 7_100, by="inpay_2", gateway="stripe")
    invoice = paid.owed(of)

    moved = [use_payments(invoice, ["inpay_2"], at=LATE) for _ in range(2)]

    assert (moved, Invoice.objects.get().owed) == ([7_100, 0], 5_000)
