"""Credits from the clocks to the paper: proposed with evidence, approved by a second person, posted on a line, taken back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.actions.credits import CreditDecided, approve_credit, reject_credit, reverse_credit
from billing.actions.proposals import CreditDraft, MonthNotOver, propose_credit, propose_credits
from billing.finance import SecondPerson
from billing.models import Credit, Invoice
from billing.rating.metered import NegativeQuantity
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import NotAllowed
from tests import cast
from tests.billing import missed
from tests.billing.billed import DECEMBER, NOVEMBER, OCTOBER, drafted, final, lines, noon, subscription, used
from tests.billing.missed import MIDDLE, OVER, actor, clocks

BOOKS = {"service_line": "finance"}
PAYROLL = {"service_line": "hr"}
REDUCED = BOOKS | {"vat_category": "reduced", "unit_price": Decimal(50)}


def agreed(client, *, prices=None, clause=None, **said):
    """A subscription with a clause on finance, and its final invoice for October."""
    of = subscription(client, prices=prices or {"books": BOOKS, "payroll": PAYROLL}, **said)
    missed.clause(of, **(clause or {}))
    return of, final(of, OCTOBER)


def proposed(of, *, at=OVER, by=SYSTEM):
    return propose_credits(of.id, OCTOBER.key, actor=by, at=at)


def approved(of):
    [credit] = proposed(of)
    return approve_credit(credit.id, actor=missed.fay(), at=OVER)


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


def test_an_approved_credit_is_a_credit_note_on_the_months_invoice(acme):
    of, invoice = agreed(acme)
    clocks(acme, met=98, missed=2)
    credit = approved(of)
    note, line = credit.posted_on, credit.posted_on.lines.get()
    invoice.refresh_from_db()

    assert (credit.state, note.kind, note.corrects, note.total) == ("posted", "credit_note", invoice, -605)
    assert (line.reduces, line.refs) == (1, [f"evidence:credit:{credit.id}/line:1"])
    assert (invoice.settled, invoice.owed) == (605, 24_200 - 605)


def test_an_approved_credit_is_a_line_while_the_invoice_is_a_draft(acme):
    of = subscription(acme, prices={"books": BOOKS}, fees_in="arrears")
    missed.clause(of)
    clocks(acme, met=98, missed=2)
    drafted(of, OCTOBER, at=noon(2026, 11, 1))
    credit = approved(of)
    invoice = final(of, OCTOBER, at=noon(2026, 11, 6))
    credit.refresh_from_db()

    assert lines(invoice) == [("flat", 10_000), ("credit", -500)]
    assert (credit.state, credit.posted_on) == ("posted", invoice)


def test_a_credit_never_takes_off_more_than_was_invoiced_and_the_rest_is_carried(acme):
    of, _ = agreed(acme)
    said = {"service_line": "finance", "period_key": OCTOBER.key, "reason_en": "Sorry", "reason_nl": "Sorry"}
    credit = propose_credit(acme.id, CreditDraft(amount=12_500, **said), actor=actor(cast.olga()), at=OVER)
    credit = approve_credit(credit.id, actor=missed.fay(), at=OVER)
    carried = credit.carried.get()
    november = final(of, NOVEMBER, at=OVER)
    carried.refresh_from_db()

    assert (credit.posted_on.net, carried.amount) == (-10_000, 2_500)
    assert lines(november)[-1] == ("credit", -2_500)
    assert (carried.state, carried.posted_on) == ("posted", november)


def test_two_vat_rates_are_credited_at_their_own(acme):
    of, _ = agreed(acme, prices={"books": BOOKS, "files": REDUCED})
    clocks(acme, missed=4)
    credits = proposed(of)
    notes = [approve_credit(each.id, actor=missed.fay(), at=OVER).posted_on for each in credits]

    assert {each.vat_category: each.amount for each in credits} == {"standard": 2_500, "reduced": 1_250}
    assert sorted((note.net, note.vat) for note in notes) == [(-2_500, -525), (-1_250, -113)]


def test_reversed_vat_stays_reversed_on_the_credit_note(acme):
    reverse = {"treatment": "reverse_charge", "country": "BE", "vat_number": "BE0123456749"}
    of, _ = agreed(acme, debtor=reverse)
    clocks(acme, missed=4)
    note = approved(of).posted_on

    assert (note.net, note.vat, note.lines.get().vat_code) == (-2_500, 0, "AE")


def test_a_paid_invoice_is_credited_and_we_owe_it(acme):
    of, invoice = agreed(acme)
    Invoice.objects.filter(id=invoice.id).update(settled=invoice.total)
    clocks(acme, met=98, missed=2)
    note = approved(of).posted_on

    assert (note.total, note.settled, note.owed) == (-605, 0, -605)


def test_the_fee_of_a_year_is_measured_by_the_month(acme):
    of, _ = agreed(acme, prices={"books": BOOKS | {"interval": "year", "unit_price": Decimal(1_200)}})
    clocks(acme, missed=4)

    assert [each.amount for each in proposed(of)] == [2_500]


def test_usage_and_discounts_are_no_part_of_the_fee(acme):
    pieces = BOOKS | {"model": "piece", "meter": "invoices", "unit_price": Decimal(2)}
    of = subscription(acme, prices={"books": BOOKS, "invoices": pieces}, fees_in="arrears")
    of.prices.update(discount_percent=Decimal(10))
    missed.clause(of)
    used(of, noon(2026, 10, 5), 50)
    final(of, OCTOBER, at=noon(2026, 11, 4))
    clocks(acme, missed=4)

    assert [each.amount for each in proposed(of)] == [2_250]


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
