"""Money that came in by another way counts once a second person agrees."""

import pytest

from billing.actions import hand_payments
from billing.finance import SecondPerson
from billing.models import HandPayment
from motorblok.kernel.errors import NotAllowed
from tests import cast
from tests.billing import paid

EVIDENCE = "Receipt 4711 in the safe"


def fin():
    return cast.staff("Fien Finance", "fien@motorblok.test", "finance").actor


def proposed(invoice, **said) -> HandPayment:
    usual = {
        "amount": 12_100,
        "received_on": paid.ON,
        "evidence": EVIDENCE,
        "actor": cast.olga().actor,
        "at": paid.AT,
    }
    return hand_payments.propose_payment(invoice.pk, **(usual | said))


def test_a_proposal_settles_nothing(acme):
    invoice = paid.owed(paid.debtor(acme))

    proposed(invoice)

    assert paid.settled(invoice) == [0]


def test_a_second_person_makes_it_count(acme):
    invoice = paid.owed(paid.debtor(acme))
    found = proposed(invoice)

    hand_payments.confirm_payment(found.pk, actor=fin(), at=paid.AT)

    assert paid.settled(invoice) == [12_100]


def test_agreeing_twice_is_agreeing_once(acme):
    invoice, by = paid.owed(paid.debtor(acme)), fin()
    found = proposed(invoice)

    for _ in range(2):
        hand_payments.confirm_payment(found.pk, actor=by, at=paid.AT)

    assert paid.settled(invoice) == [12_100]


def test_nobody_agrees_to_what_it_proposed_itself(acme):
    invoice = paid.owed(paid.debtor(acme))
    found = proposed(invoice)

    with pytest.raises(SecondPerson):
        hand_payments.confirm_payment(found.pk, actor=cast.olga().actor, at=paid.AT)

    assert paid.settled(invoice) == [0]


@pytest.mark.parametrize("who", [fin, lambda: cast.olga().actor])
def test_what_was_refused_cannot_be_agreed_to(acme, who):
    found = proposed(paid.owed(paid.debtor(acme)))
    hand_payments.refuse_payment(found.pk, actor=who(), at=paid.AT)

    with pytest.raises(hand_payments.HandPaymentDecided):
        hand_payments.confirm_payment(found.pk, actor=fin(), at=paid.AT)


@pytest.mark.parametrize(
    "said",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 12_101},
        {"evidence": "seen it"},
        {"received_on": paid.ON.replace(day=11)},
    ],
)
def test_it_needs_a_sum_that_is_owed_a_day_that_was_and_evidence(acme, said):
    invoice = paid.owed(paid.debtor(acme))

    with pytest.raises(hand_payments.WrongHandPayment):
        proposed(invoice, **said)


def test_the_same_proposal_again_is_the_same(acme):
    invoice = paid.owed(paid.debtor(acme))

    assert proposed(invoice).pk == proposed(invoice).pk


def test_another_one_waits_for_the_first(acme):
    invoice = paid.owed(paid.debtor(acme))
    proposed(invoice)

    with pytest.raises(hand_payments.HandPaymentDecided):
        proposed(invoice, amount=100)


def test_only_an_owner_or_finance_says_so(acme):
    invoice = paid.owed(paid.debtor(acme))

    with pytest.raises(NotAllowed):
        proposed(invoice, actor=cast.sam(acme).actor)
