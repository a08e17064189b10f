"""What people of finance do with money that came in: put it on an invoice, take it off again, each for a reason."""

from datetime import date

import pytest

from billing.actions.allocations import (
    GatewayKnowsItPaid,
    MoreThanFree,
    NothingToTakeOff,
    allocate,
    undo_allocation,
)
from billing.models import Allocation, Debtor
from billing.money import OtherCurrency
from billing.reasons import NoReasonGiven
from billing.settling import kept_for
from motorblok.kernel.errors import NotAllowed, NotFound
from tests import cast
from tests.billing import paid

WHY = "It was meant for the other one"


@pytest.fixture
def by(acme):
    return {"actor": cast.olga().actor, "at": paid.AT}


@pytest.fixture
def debtor(acme):
    return paid.debtor(acme)


def test_money_is_moved_from_one_invoice_to_another(debtor, by, book):
    wrong, right = paid.owed(debtor), paid.owed(debtor, due_on=date(2026, 12, 20))
    money = paid.paid(debtor, 12_100, invoice=wrong)
    undo_allocation(money.allocations.get().id, reason=WHY, **by)

    allocate(money.id, invoice_id=right.id, amount=12_100, reason=WHY, **by)

    assert paid.settled(wrong, right) == [0, 12_100]
    assert book.kinds()[1:] == ["billing.allocation.undone", "billing.allocation.made"]


def test_taking_it_off_twice_is_taking_it_off_once(debtor, by):
    invoice = paid.owed(debtor)
    made = paid.paid(debtor, 12_100, invoice=invoice).allocations.get()

    first, again = (undo_allocation(made.id, reason=WHY, **by) for _ in range(2))

    assert (first, paid.settled(invoice), Allocation.objects.count()) == (again, [0], 2)


@pytest.mark.parametrize("amount", [0, -1, 2_901])
def test_no_more_is_put_on_an_invoice_than_is_left(debtor, by, amount):
    money = paid.paid(debtor, 2_900)
    invoice = paid.owed(debtor)

    with pytest.raises(MoreThanFree):
        allocate(money.id, invoice_id=invoice.id, amount=amount, reason=WHY, **by)


def test_who_owes_nothing_late_any_more_is_active_at_once(acme, by):
    late = paid.debtor(acme, life="past_due")
    money = paid.paid(late, 12_100)
    invoice = paid.owed(late, due_on=date(2026, 11, 1))

    allocate(money.id, invoice_id=invoice.id, amount=12_100, reason=WHY, **by)

    assert Debtor.objects.get(pk=late.pk).life == "active"


def test_only_what_did_not_go_back_since_is_taken_off(debtor, by):
    invoice = paid.owed(debtor)
    made = paid.paid(debtor, 12_100, invoice=invoice).allocations.get()
    paid.paid(debtor, -5_000, by="re-1", invoice=invoice)

    undo_allocation(made.id, reason=WHY, **by)

    assert (paid.settled(invoice), kept_for(debtor.pk, currency="EUR")) == ([0], 7_100)


def test_what_all_went_back_is_not_taken_off_once_more(debtor, by):
    invoice = paid.owed(debtor)
    made = paid.paid(debtor, 12_100, invoice=invoice).allocations.get()
    paid.paid(debtor, -12_100, by="re-1", invoice=invoice)

    with pytest.raises(NothingToTakeOff):
        undo_allocation(made.id, reason=WHY, **by)


def test_what_a_gateway_holds_as_paid_is_not_taken_off_here(acme, by):
    debtor = paid.debtor(acme, gateway="stripe")
    invoice = paid.owed(debtor)
    made = paid.paid(debtor, 12_100, invoice=invoice, gateway="stripe").allocations.get()

    with pytest.raises(GatewayKnowsItPaid):
        undo_allocation(made.id, reason=WHY, **by)


@pytest.mark.parametrize("reason", ["", "  \x00 ", "x" * 301])
def test_money_is_moved_for_a_reason(debtor, by, reason):
    invoice = paid.owed(debtor)
    made = paid.paid(debtor, 12_100, invoice=invoice).allocations.get()

    with pytest.raises(NoReasonGiven):
        undo_allocation(made.id, reason=reason, **by)


def test_money_in_another_currency_is_put_on_no_invoice(debtor, by):
    money = paid.paid(debtor, 2_900)
    invoice = paid.owed(debtor, currency="USD")

    with pytest.raises(OtherCurrency):
        allocate(money.id, invoice_id=invoice.id, amount=100, reason=WHY, **by)


def test_what_undoes_something_is_not_undone_itself(debtor, by):
    made = paid.paid(debtor, 12_100, invoice=paid.owed(debtor)).allocations.get()
    undone = undo_allocation(made.id, reason=WHY, **by)

    with pytest.raises(NotFound):
        undo_allocation(undone.id, reason=WHY, **by)


def test_only_finance_moves_money(debtor):
    made = paid.paid(debtor, 12_100, invoice=paid.owed(debtor)).allocations.get()

    with pytest.raises(NotAllowed):
        undo_allocation(made.id, reason=WHY, actor=cast.RITA, at=paid.AT)
