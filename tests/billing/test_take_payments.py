"""Money that comes in settles what it is for, then what is due first; the rest is kept, and nothing counts twice."""

from datetime import date

import pytest

from billing.actions.payments import PaymentDiffers
from billing.models import Payment
from billing.money import OtherCurrency
from billing.settling import kept_for, spend_on
from motorblok.audit.queries import entries
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from tests.billing import paid

OCTOBER, NOVEMBER = date(2026, 10, 15), date(2026, 11, 15)


def test_a_payment_settles_the_invoice_that_it_is_for_first(acme):
    debtor = paid.debtor(acme)
    older, meant = paid.owed(debtor, due_on=OCTOBER), paid.owed(debtor, due_on=NOVEMBER)

    paid.paid(debtor, 12_100, invoice=meant)

    assert paid.settled(older, meant) == [0, 12_100]


def test_what_is_left_settles_what_is_due_first(acme):
    debtor = paid.debtor(acme)
    newest, oldest, meant = (paid.owed(debtor, due_on=day) for day in (paid.ON, OCTOBER, NOVEMBER))

    paid.paid(debtor, 12_100 + 2_000, invoice=meant)

    assert paid.settled(newest, oldest, meant) == [0, 2_000, 12_100]


def test_a_payment_without_an_invoice_settles_what_is_due_first(acme):
    debtor = paid.debtor(acme)
    newer, older = paid.owed(debtor, due_on=NOVEMBER), paid.owed(debtor, due_on=OCTOBER)

    paid.paid(debtor, 20_000)

    assert paid.settled(newer, older) == [7_900, 12_100]


def test_what_is_too_much_is_kept(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)

    paid.paid(debtor, 15_000, invoice=invoice)

    assert (paid.settled(invoice), kept_for(debtor.pk, currency="EUR")) == ([12_100], 2_900)


def test_what_is_kept_settles_the_next_invoice(acme):
    debtor = paid.debtor(acme)
    paid.paid(debtor, 2_900, by="too-much")
    invoice = paid.owed(debtor)

    spend_on(invoice, at=paid.AT)

    assert (paid.settled(invoice), kept_for(debtor.pk, currency="EUR")) == ([2_900], 0)


def test_the_same_payment_again_changes_nothing(acme, book):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)

    first, again = (paid.paid(debtor, 12_100, invoice=invoice) for _ in range(2))

    assert (first, paid.settled(invoice), book.kinds()) == (again, [12_100], ["billing.payment.received"])


def test_an_id_that_is_known_with_another_sum_is_refused(acme):
    debtor = paid.debtor(acme)
    paid.paid(debtor, 100, by="tr-1")

    with pytest.raises(PaymentDiffers):
        paid.paid(debtor, 200, by="tr-1")

    assert Payment.objects.count() == 1


def test_another_currency_is_refused(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)

    with pytest.raises(OtherCurrency):
        paid.paid(debtor, 12_100, currency="USD", invoice=invoice)

    assert Payment.objects.count() == 0


def test_an_invoice_of_another_client_is_not_found(acme, globex):
    debtor, other = paid.debtor(acme), paid.debtor(globex)
    invoice = paid.owed(other)

    with pytest.raises(NotFound):
        paid.paid(debtor, 12_100, invoice=invoice)


def test_the_clients_book_tells_what_a_payment_settled(acme, book):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)

    with schema.entered(schema.PUBLIC):
        paid.paid(debtor, 12_500, invoice=invoice)

    (entry,) = entries(each.id for each in book.events())
    facts = entry.facts
    assert (facts["amount"], facts["balance"]) == ("12500", "400")
    assert facts["settles"] == [{"number": invoice.number, "amount": "12100"}]


def test_money_that_goes_back_is_taken_from_what_is_kept_first(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)
    paid.paid(debtor, 15_000, invoice=invoice)

    paid.paid(debtor, -2_900, by="re-1")

    assert (paid.settled(invoice), kept_for(debtor.pk, currency="EUR")) == ([12_100], 0)


def test_a_payment_that_is_returned_opens_its_invoice_again(acme):
    debtor = paid.debtor(acme)
    invoice, other = paid.owed(debtor), paid.owed(debtor)
    paid.paid(debtor, 24_200)

    paid.paid(debtor, -12_100, by="re-1", invoice=invoice)

    assert paid.settled(invoice, other) == [0, 12_100]


def test_a_refund_after_a_credit_note_uses_up_the_note(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)
    paid.paid(debtor, 12_100)
    note = paid.owed(debtor, total=-5_000, corrects=invoice)

    paid.paid(debtor, -5_000, by="re-1", invoice=invoice)

    assert (paid.settled(invoice, note), kept_for(debtor.pk, currency="EUR")) == ([12_100, -5_000], 0)


def test_a_credit_note_that_was_not_used_settles_another_invoice(acme):
    debtor = paid.debtor(acme)
    note, invoice = paid.owed(debtor, total=-5_000), paid.owed(debtor)

    spend_on(invoice, at=paid.AT)

    assert paid.settled(note, invoice) == [-5_000, 5_000]
