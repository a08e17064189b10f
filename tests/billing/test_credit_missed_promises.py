"""Credits from the clocks: proposed with their evidence, and decided about by a second person."""

from datetime import date, timedelta

import pytest

from billing.actions.credits import CreditDecided, approve_credit, reject_credit, reverse_credit
from billing.actions.proposals import CreditDraft, MonthNotOver, propose_credit
from billing.finance import SecondPerson
from billing.models import Credit, Invoice
from billing.rating.metered import NegativeQuantity
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import NotAllowed
from tests import cast
from tests.billing import missed
from tests.billing.billed import DECEMBER, NOVEMBER, OCTOBER, final, lines, noon
from tests.billing.missed import MIDDLE, OVER, actor, agreed, approved, clocks, proposed


def test_a_missed_month_is_proposed_with_what_proves_it(acme, book):
    of, _ = agreed(acme)
    clocks(acme, met=98, missed=2)
    [credit] = proposed(of)

    assert (credit.amount, credit.state, credit.evidence["attainment"]) == (500, "proposed", "98.0")
    assert [each["number"] for each in credit.evidence["clocks"]] == ["ACME-100", "ACME-99"]
    assert "98.0 % instead of 99 %" in credit.reason_en
    assert book.kinds()[-1] == "billing.credit.proposed"


@pytest.mark.parametrize(
    ("said", "decided"),
    [
        ({"service_line": "hr"}, 2),
        ({"is_internal": True}, 2),
        ({"at": MIDDLE - timedelta(days=30)}, 2),
        ({"at": MIDDLE + timedelta(days=17)}, 2),
        ({"kind": "first_response"}, 2),
    ],
)
def test_only_the_clocks_of_the_clause_and_the_month_count(acme, said, decided):
    of, _ = agreed(acme, clause={"metric": "resolution"})
    clocks(acme, met=1, missed=1)
    clocks(acme, missed=5, **said)
    [credit] = proposed(of)

    assert credit.evidence["decided"] == decided


def test_excluded_days_count_for_nothing(acme):
    days = {"from_on": "2026-10-15", "until_on": "2026-10-16", "reason": "Maintenance"}
    of, _ = agreed(acme, clause={"excluded": [days]})
    clocks(acme, missed=5)

    assert proposed(of) == []


def test_proposing_again_proposes_the_difference_alone(acme):
    of, _ = agreed(acme)
    clocks(acme, met=98, missed=2)
    first, again = proposed(of), proposed(of)
    clocks(acme, missed=8)
    [more] = proposed(of)

    assert (len(first), again) == (1, [])
    assert (more.amount, more.revision) == (500, 1)


def test_a_month_that_is_not_over_is_not_judged(acme):
    of, _ = agreed(acme)

    with pytest.raises(MonthNotOver):
        proposed(of, at=noon(2026, 10, 31))


def test_who_proposed_may_not_approve(acme):
    agreed(acme)
    olga = actor(cast.olga())
    said = {"service_line": "finance", "period_key": OCTOBER.key, "reason_en": "Sorry", "reason_nl": "Sorry"}
    credit = propose_credit(acme.id, CreditDraft(amount=100, **said), actor=olga, at=OVER)

    with pytest.raises(SecondPerson):
        approve_credit(credit.id, actor=olga, at=OVER)
    with pytest.raises(SecondPerson):
        reject_credit(credit.id, reason="No", actor=olga, at=OVER)


@pytest.mark.parametrize("who", [cast.rita, cast.ann])
def test_only_owner_and_finance_approve(acme, who):
    of, _ = agreed(acme)
    clocks(acme, missed=4)
    [credit] = proposed(of)
    person = who()
    asked = actor(person) if person.client is None else cast.ANN

    with pytest.raises(NotAllowed):
        approve_credit(credit.id, actor=asked, at=OVER)


def test_approving_twice_posts_once(acme):
    of, _ = agreed(acme)
    clocks(acme, missed=4)
    [credit] = proposed(of)
    fay = missed.fay()
    first, again = (approve_credit(credit.id, actor=fay, at=OVER) for _ in range(2))

    assert first.posted_on == again.posted_on
    assert Invoice.objects.filter(kind="credit_note").count() == 1


def test_a_rejected_credit_is_neither_posted_nor_proposed_again(acme):
    of, _ = agreed(acme)
    clocks(acme, missed=4)
    [credit] = proposed(of)
    fay = missed.fay()
    reject_credit(credit.id, reason="The client agreed", actor=fay, at=OVER)

    assert proposed(of) == []
    with pytest.raises(CreditDecided):
        approve_credit(credit.id, actor=fay, at=OVER)


def test_a_credit_that_is_taken_back_is_charged_again_once(acme):
    of, _ = agreed(acme)
    clocks(acme, missed=4)
    credit = approved(of)
    reverse_credit(credit.id, reason="Earned back", actor=missed.fay(), at=OVER)
    november, december = final(of, NOVEMBER, at=OVER), final(of, DECEMBER, at=noon(2026, 12, 4))
    credit.refresh_from_db()

    assert ("credit", 2_500) in lines(november)
    assert [kind for kind, _ in lines(december)] == ["flat", "flat"]
    assert (credit.state, credit.charged_back_on) == ("reversed", november)


def test_a_credit_that_is_taken_back_before_it_was_posted_costs_nothing(acme):
    of, _ = agreed(acme)
    clocks(acme, missed=4)
    [credit] = proposed(of)
    reverse_credit(credit.id, reason="A mistake", actor=missed.fay(), at=OVER)

    assert {kind for kind, _ in lines(final(of, NOVEMBER, at=OVER))} == {"flat"}
    assert Credit.objects.get().state == "reversed"


def test_less_than_nothing_is_no_credit(acme):
    agreed(acme)
    said = {"service_line": "finance", "period_key": OCTOBER.key, "reason_en": "Sorry", "reason_nl": "Sorry"}

    with pytest.raises(NegativeQuantity):
        propose_credit(acme.id, CreditDraft(amount=0, **said), actor=SYSTEM, at=OVER)


def test_a_clause_that_began_later_gives_nothing_for_the_month(acme):
    of, _ = agreed(acme, clause={"from_on": date(2026, 10, 2)})
    clocks(acme, missed=4)

    assert proposed(of) == []
