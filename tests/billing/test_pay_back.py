"""Money goes back when two people of finance say so, never more than is kept, and counts when the other side tells it."""

import pytest

from billing.actions.bank_entries import unmatch_entry
from billing.actions.refund_transfers import OtherTransfer, match_refund
from billing.actions.refunds import MoreThanKept, approve_refund, propose_refund, refuse_refund
from billing.actions.statements import import_statement
from billing.finance import SecondPerson
from billing.models import GatewayCall, Payment, Refund, StatementEntry
from billing.paying_back import RefundDecided
from billing.queries.refunds import room_of
from billing.settling import kept_for
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import NotAllowed
from motorblok.kernel.ids import new_id
from tests import cast
from tests.billing import agreed, paid
from tests.billing.statements import booking, file, statement, transfer


@pytest.fixture
def money(acme):
    """29.00 of a transfer of 150.00 are kept for Acme."""
    debtor = paid.debtor(acme)
    return paid.paid(debtor, 15_000, invoice=paid.owed(debtor))


@pytest.fixture
def carded(acme):
    """The same, but it came through Stripe."""
    debtor = paid.debtor(acme, gateway="stripe")
    return paid.paid(debtor, 15_000, invoice=paid.owed(debtor), gateway="stripe", by="py_1")


def by(person):
    return {"actor": person.actor, "at": paid.AT}


def proposed(money, amount=2_900, **said):
    return propose_refund(money.pk, amount=amount, reason="It was paid twice", **by(cast.olga()), **said)


def ordered(money, amount=2_900):
    return approve_refund(proposed(money, amount).pk, **by(cast.fay()))


def went(amount="29.00"):
    """A transfer that went out, as the statement tells it."""
    told = booking(transfer(name="Acme Bakeries B.V.", side="Cdtr"), amount=amount, direction="DBIT")
    import_statement(file(statement(told)), actor=SYSTEM, at=paid.AT)
    return StatementEntry.objects.get()


def test_a_proposal_asks_nobody_for_money_yet(carded):
    made = proposed(carded)

    assert (made.state, GatewayCall.objects.exists()) == ("proposed", False)


def test_the_second_person_orders_it_of_the_gateway_once(carded):
    made = proposed(carded)

    for _ in range(2):
        approve_refund(made.pk, **by(cast.fay()))

    call = GatewayCall.objects.get()
    assert (call.key, call.payload["payment"], call.payload["amount"]) == (made.call_key, "py_1", "2900")


def test_who_proposed_it_does_not_agree_to_it(carded):
    made = proposed(carded)

    with pytest.raises(SecondPerson):
        approve_refund(made.pk, **by(cast.olga()))

    assert not GatewayCall.objects.exists()


def test_it_is_withdrawn_by_who_proposed_it_and_then_stays_so(money):
    made = proposed(money)
    refuse_refund(made.pk, **by(cast.olga()))

    with pytest.raises(RefundDecided):
        approve_refund(made.pk, **by(cast.fay()))


def test_what_is_ordered_is_not_refused_any_more(money):
    made = ordered(money)

    with pytest.raises(RefundDecided):
        refuse_refund(made.pk, **by(cast.fay()))


@pytest.mark.parametrize("amount", [0, -1, 2_901, 15_000])
def test_no_more_goes_back_than_is_kept(money, amount):
    with pytest.raises(MoreThanKept):
        proposed(money, amount)


def test_two_proposals_share_what_is_kept(money):
    proposed(money, 2_000)

    with pytest.raises(MoreThanKept):
        proposed(money, 901)


def test_what_was_spent_meanwhile_is_not_ordered(money):
    made = proposed(money)
    paid.paid(money.debtor, -2_900, by="re-1")

    with pytest.raises(MoreThanKept):
        approve_refund(made.pk, **by(cast.fay()))

    assert Refund.objects.get().state == "proposed"


def test_a_form_that_is_sent_twice_proposes_once(money):
    named = new_id()

    first, again = (proposed(money, 1_000, refund_id=named) for _ in range(2))

    assert (first, Refund.objects.count()) == (again, 1)


def test_what_came_by_bank_is_transferred_by_a_person(money):
    ordered(money)

    assert not GatewayCall.objects.exists()
    assert room_of(money.debtor_id, currency="EUR").of(money) == 0


def test_the_transfer_that_went_out_is_the_refund(money):
    made, entry = ordered(money), went()

    for _ in range(2):
        match_refund(made.pk, entry_id=entry.pk, **by(cast.fay()))

    assert sorted(Payment.objects.values_list("amount", flat=True)) == [-2_900, 15_000]
    assert kept_for(money.debtor_id, currency="EUR") == 0


def test_a_match_that_is_undone_lets_the_refund_wait_again(money):
    made, entry = ordered(money), went()
    match_refund(made.pk, entry_id=entry.pk, **by(cast.fay()))

    unmatch_entry(entry.pk, **by(cast.fay()))

    [standing] = room_of(money.debtor_id, currency="EUR").refunds
    assert (standing.has_gone, kept_for(money.debtor_id, currency="EUR")) == (False, 2_900)


def test_another_sum_is_not_the_refund(money):
    made, entry = ordered(money), went("30.00")

    with pytest.raises(OtherTransfer):
        match_refund(made.pk, entry_id=entry.pk, **by(cast.fay()))


def test_one_refund_is_one_transfer(money):
    made = ordered(money)
    twice = [
        booking(transfer(side="Cdtr", text=text), amount="29.00", direction="DBIT", bank=text)
        for text in ("one", "two")
    ]
    import_statement(file(statement(*twice)), actor=SYSTEM, at=paid.AT)
    first, second = StatementEntry.objects.all()
    match_refund(made.pk, entry_id=first.pk, **by(cast.fay()))

    with pytest.raises(RefundDecided):
        match_refund(made.pk, entry_id=second.pk, **by(cast.fay()))

    assert Payment.objects.filter(amount__lt=0).count() == 1


def test_what_the_gateway_says_has_gone_back_is_counted_once(carded):
    ordered(carded, 2_000)
    GatewayCall.objects.update(answer={"refund": "re-1"})

    paid.paid(carded.debtor, -2_000, gateway="stripe", by="re-1")

    assert room_of(carded.debtor_id, currency="EUR").of(carded) == 900


def test_a_proposal_sent_again_with_another_sum_is_no_repetition(money):
    key = new_id()
    proposed(money, 100, refund_id=key)

    with pytest.raises(RefundDecided):
        proposed(money, 200, refund_id=key)


def test_a_transfer_from_an_account_that_two_companies_share_is_found(acme):
    old, new = agreed.legal_entity(prefix="OLD-", is_default=False), agreed.legal_entity()
    made = ordered(paid.paid(paid.debtor(acme, legal_entity=old), 15_000))
    assert old.iban == new.iban

    match_refund(made.pk, entry_id=went().pk, **by(cast.fay()))

    assert Payment.objects.filter(amount=-2_900).exists()


def test_what_is_only_proposed_has_not_gone(money):
    made, entry = proposed(money), went()

    with pytest.raises(RefundDecided):
        match_refund(made.pk, entry_id=entry.pk, **by(cast.fay()))


def test_only_finance_pays_back(money):
    with pytest.raises(NotAllowed):
        propose_refund(money.pk, amount=100, reason="Why not", actor=cast.RITA, at=paid.AT)
