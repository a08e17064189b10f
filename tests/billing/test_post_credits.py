"""Credits on paper: on a draft or a credit note, each line at its rate, and never more than was invoiced."""

from datetime import date
from decimal import Decimal

from billing.actions.cancelling import cancel
from billing.actions.credits import approve_credit, reverse_credit
from billing.actions.proposals import CreditDraft, propose_credit
from billing.models import Credit, Invoice
from tests import cast
from tests.billing import missed, paid
from tests.billing.billed import NOVEMBER, OCTOBER, drafted, final, lines, noon, subscription, used
from tests.billing.missed import BOOKS, OVER, REDUCED, actor, agreed, approved, clocks, proposed
from tests.cast import OLGA


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


def test_what_was_given_back_of_the_invoice_already_is_not_credited_again(acme):
    of, invoice = agreed(acme, prices={"books": BOOKS})
    cancel(of.pk, on=date(2026, 10, 17), actor=OLGA, at=noon(2026, 10, 10))
    back = final(of, OCTOBER, purpose="final", at=noon(2026, 10, 20))
    said = {"service_line": "finance", "period_key": OCTOBER.key, "reason_en": "Sorry", "reason_nl": "Sorry"}
    credit = propose_credit(
        acme.id, CreditDraft(amount=invoice.net, **said), actor=actor(cast.olga()), at=OVER
    )
    credit = approve_credit(credit.id, actor=missed.fay(), at=OVER)

    assert back.net + credit.posted_on.net == -invoice.net
    assert credit.carried.get().amount == -back.net


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


def test_what_was_carried_twice_is_dropped_when_its_credit_is_taken_back(acme):
    debtor = paid.debtor(acme)
    same = {
        "debtor": debtor, "service_line": "hr", "period_key": "2026-10", "currency": "EUR", "reason_en": "Late",
        "reason_nl": "Laat", "proposed_by": "a", "proposed_at": OVER, "decided_by": "b", "decided_at": OVER,
    }  # fmt: skip
    posted = {"state": "posted", "posted_on": paid.owed(debtor)}
    first = Credit.objects.create(amount=300, **posted, **same)
    second = Credit.objects.create(amount=200, carried_from=first, **posted, **same)
    third = Credit.objects.create(amount=100, carried_from=second, state="approved", **same)

    reverse_credit(first.pk, reason="It was counted wrongly", actor=actor(cast.olga()), at=OVER)

    third.refresh_from_db()
    assert third.state == "reversed"
