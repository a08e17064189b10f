"""A client claims what it thinks was missed; staff takes it up as proposed credits or declines it, a second person decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from billing.actions.claim_answers import NothingDue, decline_claim, take_up_by_clause, take_up_with_sum
from billing.actions.claims import ClaimKnown, withdraw_claim
from billing.actions.credits import approve_credit, reject_credit
from billing.actions.proposals import MonthNotOver
from billing.answering import ClaimDecided
from billing.finance import SecondPerson
from billing.models import Claim, Credit
from billing.periods import WrongPeriod
from billing.queries.claim_list import claim_page, claim_shown
from billing.queries.claiming import ClaimTooLate, months
from billing.rating.checking import WrongTerms
from billing.rating.metered import NegativeQuantity
from motorblok.kernel.errors import NotAllowed
from tests import cast
from tests.billing import missed
from tests.billing.billed import NOVEMBER, OCTOBER
from tests.billing.claimed import ann, claim, contact
from tests.billing.missed import OVER, actor, agreed, clocks, fay, proposed

LATER = OVER + timedelta(hours=2)
ON_REQUEST = {"claim_days": 30}


def olga():
    return actor(cast.olga())


def row(made: Claim):
    return claim_shown(made.id).row


def test_a_director_claims_and_it_waits_for_an_answer(acme, book):
    of, _ = agreed(acme)

    made = claim(of, number="ACME-7")

    assert (row(made).state, row(made).number, row(made).claimed_by) == ("open", "ACME-7", "Ann Director")
    assert book.kinds()[-1] == "billing.claim.made"


def test_only_a_director_of_the_client_itself_claims(acme, globex_schema):
    of, _ = agreed(acme)

    for person in (contact(cast.bob()), contact(cast.cleo()), olga()):
        with pytest.raises(NotAllowed):
            claim(of, by=person)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"words": "  "}, WrongTerms),
        ({"words": "x" * 2001}, WrongTerms),
        ({"service_line": "nonsense"}, WrongTerms),
        ({"period_key": "soon"}, WrongPeriod),
    ],
)
def test_a_claim_says_what_of_what_and_when(acme, said, error):
    of, _ = agreed(acme)

    with pytest.raises(error):
        claim(of, **said)


def test_the_same_is_claimed_once_until_it_is_answered(acme):
    of, _ = agreed(acme)
    made = claim(of)
    with pytest.raises(ClaimKnown):
        claim(of)

    decline_claim(made.id, reason="It was paid on time", actor=olga(), at=LATER)

    assert claim(of).state == "open"


def test_a_claim_comes_too_late_when_the_days_of_the_clause_are_over(acme):
    of, _ = agreed(acme, clause=ON_REQUEST)

    claim(of, at=OVER + timedelta(days=25))
    with pytest.raises(ClaimTooLate):
        claim(of, number="ACME-1", at=OVER + timedelta(days=26))


def test_a_clause_on_request_gives_nothing_by_itself_and_what_is_due_when_claimed(acme):
    of, _ = agreed(acme, clause=ON_REQUEST)
    clocks(acme, met=98, missed=2)
    assert proposed(of) == []
    made = claim(of)

    [credit] = take_up_by_clause(made.id, actor=olga(), at=LATER)

    assert (credit.amount, credit.state, credit.claim_id) == (500, "proposed", made.id)
    assert credit.evidence["attainment"] == "98.0"
    assert row(made).state == "taken_up"


def test_whoever_took_it_up_does_not_approve_it(acme):
    of, _ = agreed(acme)
    credit = take_up_with_sum(claim(of).id, amount=2_500, actor=olga(), at=LATER)

    with pytest.raises(SecondPerson):
        approve_credit(credit.id, actor=olga(), at=LATER)


def test_what_is_approved_ends_on_a_credit_note_that_the_claim_names(acme):
    of, _ = agreed(acme)
    made = claim(of, number="ACME-7")
    credit = take_up_with_sum(made.id, amount=2_500, actor=olga(), at=LATER)
    assert claim_shown(made.id).agreed == ()

    approve_credit(credit.id, actor=fay(), at=LATER)

    shown = claim_shown(made.id)
    assert (shown.row.state, [each.amount for each in shown.agreed]) == ("credited", [2_500])
    assert shown.credits[0].stands_on.kind == "credit_note"
    assert "ACME-7" in credit.reason_en
    assert "ACME-7" in credit.reason_nl


def test_what_the_second_person_rejects_must_be_answered_after_all(acme, book):
    of, _ = agreed(acme)
    made = claim(of)
    credit = take_up_with_sum(made.id, amount=2_500, actor=olga(), at=LATER)

    reject_credit(credit.id, reason="Too much", actor=fay(), at=LATER)

    assert row(made).state == "open"
    assert book.kinds()[-2:] == ["billing.credit.rejected", "billing.claim.reopened"]


def test_what_was_carried_over_belongs_to_the_claim_too(acme):
    of, invoice = agreed(acme)
    made = claim(of)
    credit = take_up_with_sum(made.id, amount=invoice.net + 1_000, actor=olga(), at=LATER)

    approve_credit(credit.id, actor=fay(), at=LATER)

    assert {each.state for each in claim_shown(made.id).agreed} == {"posted", "approved"}


def test_declining_tells_the_client_why(acme):
    made = claim(agreed(acme)[0])

    decline_claim(made.id, reason=" It was paid on time ", actor=olga(), at=LATER)

    shown = claim_shown(made.id)
    assert (shown.row.state, shown.answer, shown.decided_by) == (
        "declined",
        "It was paid on time",
        "Olga Owner",
    )


def test_declining_takes_a_reason(acme):
    made = claim(agreed(acme)[0])

    with pytest.raises(WrongTerms):
        decline_claim(made.id, reason=" ", actor=olga(), at=LATER)


def test_only_finance_answers(acme):
    made = claim(agreed(acme)[0])

    for person in (actor(cast.rita()), actor(cast.sam(acme)), ann()):
        with pytest.raises(NotAllowed):
            decline_claim(made.id, reason="No", actor=person, at=LATER)
        with pytest.raises(NotAllowed):
            take_up_with_sum(made.id, amount=1, actor=person, at=LATER)
        with pytest.raises(NotAllowed):
            take_up_by_clause(made.id, actor=person, at=LATER)


def test_a_claim_is_decided_about_once(acme):
    made = claim(agreed(acme)[0])
    decline_claim(made.id, reason="No", actor=olga(), at=LATER)

    with pytest.raises(ClaimDecided):
        take_up_with_sum(made.id, amount=100, actor=olga(), at=LATER)
    with pytest.raises(ClaimDecided):
        withdraw_claim(made.id, actor=ann(), at=LATER)


def test_the_client_withdraws_what_nobody_has_answered_and_twice_is_once(acme, book):
    made = claim(agreed(acme)[0])

    withdraw_claim(made.id, actor=ann(), at=LATER)
    withdraw_claim(made.id, actor=ann(), at=LATER)

    assert row(made).state == "withdrawn"
    assert book.kinds().count("billing.claim.withdrawn") == 1


def test_without_anything_due_a_sum_is_asked_for(acme):
    of, _ = agreed(acme)
    clocks(acme, met=100)
    made = claim(of)

    with pytest.raises(NothingDue):
        take_up_by_clause(made.id, actor=olga(), at=LATER)
    with pytest.raises(NegativeQuantity):
        take_up_with_sum(made.id, amount=0, actor=olga(), at=LATER)


def test_the_clauses_of_a_month_that_runs_give_nothing_yet(acme):
    of, _ = agreed(acme)
    made = claim(of, period_key=NOVEMBER.key)

    with pytest.raises(MonthNotOver):
        take_up_by_clause(made.id, actor=olga(), at=LATER)


def test_what_is_claimed_never_passes_the_cap_with_what_came_by_itself(acme):
    of, _ = agreed(acme, clause={"metric": "resolution", "cap_percent": 25})
    missed.clause(of, metric="first_response", cap_percent=25, **ON_REQUEST)
    clocks(acme, missed=10)
    [first] = proposed(of)
    clocks_of_first_response = {"kind": "first_response"}
    clocks(acme, missed=10, **clocks_of_first_response)

    with pytest.raises(NothingDue):
        take_up_by_clause(claim(of).id, actor=olga(), at=LATER)

    assert Credit.objects.get() == first


def test_the_database_keeps_one_claim_about_one_thing(acme):
    made = claim(agreed(acme)[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(
            debtor=made.debtor, service_line="finance", period_key=OCTOBER.key, words="x",
            claimed_by=str(ann()), claimed_at=LATER,
        )  # fmt: skip


def test_those_that_wait_come_first_and_page_on(acme):
    of, _ = agreed(acme)
    made = [claim(of, number=f"ACME-{n}", at=OVER + timedelta(minutes=n)) for n in range(4)]
    decline_claim(made[3].id, reason="No", actor=olga(), at=LATER)

    first = claim_page(size=2)
    then = claim_page(size=2, after=first.after)

    assert [each.number for each in (*first.rows, *then.rows)] == ["ACME-2", "ACME-1", "ACME-0", "ACME-3"]
    assert then.after is None


def test_the_months_that_may_be_claimed_are_those_since_the_beginning(acme):
    of, _ = agreed(acme)

    assert months(of.debtor, at=OVER) == [NOVEMBER, OCTOBER]
