"""The pages of one client's money: put on an invoice, taken off again, and paid back when two people say so."""

from uuid import uuid4

import pytest
from django.urls import reverse

from billing.actions.statements import import_statement
from billing.models import Refund, StatementEntry
from billing.settling import kept_for
from motorblok.kernel.actors import SYSTEM
from tests import cast, world
from tests.billing import paid
from tests.billing.statements import booking, file, statement, transfer
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


def at(name, *place):
    return reverse(f"console:{name}", args=("acme", *place), urlconf="motorblok.config.urls_console")


@pytest.fixture
def debtor():
    return paid.debtor(world.client("acme"))


@pytest.fixture
def money(debtor):
    """29.00 of a transfer of 150.00 are kept for Acme."""
    return paid.paid(debtor, 15_000, invoice=paid.owed(debtor))


@pytest.fixture
def olga():
    return cast.browser(cast.olga())


@pytest.fixture
def fay():
    return cast.browser(cast.fay())


def asked(**said):
    return {"amount": "29,00", "reason": "It was paid twice", "token": str(uuid4())} | said


def proposed(olga, money):
    olga.post(at("refund", money.pk), asked())
    return Refund.objects.get()


def test_the_page_tells_on_what_money_stands_and_what_is_kept(olga, money):
    page = text(olga.get(at("client-money")))

    assert "kept for the client €29.00" in page
    assert "€121.00" in page
    assert "Pay back" in page


def test_what_is_kept_is_put_on_an_invoice_and_taken_off_by_the_toast(olga, debtor, money):
    other = paid.owed(debtor, total=2_000)
    answer = olga.post(
        at("allocation", money.pk),
        {"invoice": str(other.pk), "amount": "20", "reason": "They asked"},
        follow=True,
    )
    assert paid.settled(other) == [2_000]

    made = other.allocations.get()
    assert at("allocation-undoing", made.pk) in answer.content.decode()
    olga.post(at("allocation-undoing", made.pk), {"reason": "Taken back at once"})

    assert (paid.settled(other), kept_for(debtor.pk, currency="EUR")) == ([0], 2_900)


def test_more_than_is_left_is_refused_beside_the_sum(olga, debtor, money):
    other = paid.owed(debtor)

    answer = olga.post(
        at("allocation", money.pk), {"invoice": str(other.pk), "amount": "30", "reason": "They asked"}
    )

    assert (answer.status_code, paid.settled(other)) == (422, [0])
    assert "This is more than the payment has left" in text(answer)


@pytest.mark.parametrize("name", ["allocation", "refund"])
def test_each_needs_a_reason(olga, debtor, money, name):
    paid.owed(debtor)

    answer = olga.post(at(name, money.pk), asked(reason=" "))

    assert answer.status_code == 422
    assert "This field is required." in text(answer)


def test_a_refund_waits_for_the_second_person(olga, fay, money):
    made = proposed(olga, money)
    own = text(olga.post(at("refund-approval", made.pk), follow=True))

    other = text(fay.post(at("refund-approval", made.pk), follow=True))

    assert "Somebody else must decide about what you proposed yourself." in own
    assert "To be transferred by us" in other
    assert Refund.objects.get().state == "ordered"


def test_more_than_is_kept_is_refused_beside_the_sum(olga, money):
    answer = olga.post(at("refund", money.pk), asked(amount="29.01"))

    assert (answer.status_code, Refund.objects.count()) == (422, 0)
    assert "credit the invoice first" in text(answer)


def test_a_form_sent_twice_proposes_once(olga, money):
    form = asked(amount="10")

    for _ in range(2):
        olga.post(at("refund", money.pk), form)

    assert Refund.objects.count() == 1


def test_whoever_proposed_it_withdraws_it(olga, money):
    made = proposed(olga, money)

    page = text(olga.post(at("refund-refusal", made.pk), follow=True))

    assert "The money is kept for the client." in page
    assert Refund.objects.get().state == "refused"


def test_the_transfer_on_the_statement_is_matched_with_the_refund(olga, fay, debtor, money):
    made = proposed(olga, money)
    fay.post(at("refund-approval", made.pk))
    went = booking(transfer(name="Acme", side="Cdtr"), direction="DBIT", amount="29.00")
    import_statement(file(statement(went)), actor=SYSTEM, at=paid.AT)
    bank = reverse("console:bank", urlconf="motorblok.config.urls_console")
    assert "was to be paid back to Acme Bakeries: It was paid twice" in text(fay.get(bank))

    entry = StatementEntry.objects.get()
    fay.post(f"{bank}{entry.pk}/refund/", {"refund": str(made.pk)})

    assert "Paid back" in text(fay.get(at("client-money")))
    assert kept_for(debtor.pk, currency="EUR") == 0


def test_what_waits_for_a_second_person_stands_on_one_page_and_on_the_first(olga, fay, money):
    proposed(olga, money)

    waiting = text(fay.get(reverse("console:refunds", urlconf="motorblok.config.urls_console")))
    home = text(fay.get(reverse("console:billing-home", urlconf="motorblok.config.urls_console")))

    assert "Acme Bakeries · €29.00 It was paid twice" in waiting
    assert "Refunds to approve 1" in home


def test_money_of_another_client_is_not_found(olga, money):
    other = paid.debtor(world.client("globex"))
    theirs = paid.paid(other, 1_000, by="tr-2")

    for name in ("allocation", "refund"):
        assert olga.get(at(name, theirs.pk)).status_code == 404
        assert olga.post(at(name, theirs.pk), asked()).status_code == 404


def test_what_cannot_be_done_says_why(olga, debtor):
    spent = paid.paid(debtor, 12_100, invoice=paid.owed(debtor))

    assert "Nothing of this payment can go back" in text(olga.get(at("refund", spent.pk)))
    assert "Nothing to put on an invoice" in text(olga.get(at("allocation", spent.pk)))


def test_only_owners_and_finance_see_it(money):
    assert cast.browser(cast.rita()).get(at("client-money")).status_code == 404
