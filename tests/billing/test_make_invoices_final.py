"""Final invoices: numbered, marked, filed, sent on their way, told to the client; once, and never changed afterwards."""

from datetime import timedelta

import pytest

from billing.actions import finalising, issuing
from billing.actions.credit_notes import credit_invoice
from billing.actions.drafts import counted_again
from billing.actions.finalising import NothingToCorrect, UsageMoves, finalise
from billing.drafting import ChangedSince, EarlierDraft
from billing.filing import drawn
from billing.models import Allocation, BilledUsage, Document, GatewayCall, Invoice, NumberSeries
from billing.queries.papers import paper_of
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import new_id
from tests.billing import paid
from tests.billing.billed import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    PIECES,
    drafted,
    final,
    lines,
    noon,
    subscription,
    used,
)
from tests.billing.missed import fay
from tests.cast import OLGA


def test_a_final_invoice_has_a_number_its_parties_and_its_days(acme):
    invoice = final(subscription(acme), OCTOBER)

    assert (invoice.state, invoice.number) == ("final", "MB-2026-000001")
    assert (str(invoice.issued_on), str(invoice.due_on)) == ("2026-10-04", "2026-10-18")
    assert invoice.seller["legal_name"] == "Motorblok B.V."
    assert invoice.buyer["legal_name"] == "Acme Bakeries"


def test_the_year_of_a_number_is_that_of_the_sellers_day(acme):
    of = subscription(acme)
    last = final(of, OCTOBER, at=noon(2026, 12, 31).replace(hour=22, minute=59))
    first = final(of, NOVEMBER, at=noon(2026, 12, 31).replace(hour=23, minute=0))

    assert (last.number, first.number) == ("MB-2026-000001", "MB-2027-000001")


def test_a_later_number_is_never_issued_on_an_earlier_day(acme, globex):
    final(subscription(acme), OCTOBER, at=noon(2026, 11, 9))
    later = final(subscription(globex), OCTOBER, at=noon(2026, 11, 2))

    assert (later.number, str(later.issued_on), str(later.due_on)) == (
        "MB-2026-000002",
        "2026-11-09",
        "2026-11-23",
    )


def test_the_client_is_told_the_gateway_asked_and_the_ubl_kept(acme, book):
    invoice = final(subscription(acme), OCTOBER)
    call = GatewayCall.objects.get()

    assert book.kinds() == ["billing.invoice.drafted", "billing.invoice.finalised"]
    assert (call.operation, call.key, call.gateway) == ("issue", f"inv:{invoice.id}:issue:v1", "bank")
    assert b"MB-2026-000001" in bytes(Document.objects.get(invoice=invoice, format="ubl").content)


def test_to_make_final_twice_is_to_do_it_once(acme, book):
    first = final(subscription(acme), OCTOBER)
    again = finalise(first.id, actor=OLGA, at=noon(2026, 10, 20))

    assert (again.number, again.final_at) == (first.number, first.final_at)
    assert NumberSeries.objects.get().last == 1
    assert book.kinds().count("billing.invoice.finalised") == 1


def test_usage_is_marked_with_the_line_it_stands_on(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    records = {used(of, noon(2026, 10, 2)).id, used(of, noon(2026, 10, 3)).id}
    used(of, noon(2026, 10, 3), meter="calls")
    invoice = final(of, NOVEMBER)

    assert set(BilledUsage.objects.values_list("record", "position")) == {(each, 2) for each in records}
    assert lines(invoice)[1] == ("usage", 400)


def test_usage_that_comes_between_counting_and_marking_is_counted(acme, monkeypatch):
    of = subscription(acme)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 2))
    came = []

    def interrupted(*given, **named):
        counted = counted_again(*given, **named)
        came.append(None if came else used(of, noon(2026, 10, 9), 10))
        return counted

    drafted(of, NOVEMBER)
    monkeypatch.setattr(finalising, "counted_again", interrupted)
    invoice = final(of, NOVEMBER)

    assert lines(invoice)[1] == ("usage", 2_200)
    assert BilledUsage.objects.filter(invoice=invoice).count() == 2


def test_usage_that_never_stands_still_is_waited_for(acme, monkeypatch):
    of = subscription(acme)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 2))
    monkeypatch.setattr(finalising, "marked", lambda *_given, **_named: {})

    with pytest.raises(UsageMoves):
        final(of, NOVEMBER)


def test_an_error_in_the_middle_leaves_no_gap_and_no_trace(acme, monkeypatch):
    draft = drafted(subscription(acme), OCTOBER)
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(issuing, "file_ubl", lambda *_given, **_named: 1 / 0)
        finalise(draft.id, actor=OLGA, at=noon(2026, 10, 4))
    draft.refresh_from_db()

    assert (draft.state, draft.number, NumberSeries.objects.count()) == ("draft", None, 0)
    assert finalise(draft.id, actor=OLGA, at=noon(2026, 10, 4)).number == "MB-2026-000001"


def test_an_invoice_of_nothing_is_made_and_not_sent(acme):
    free = {"payroll": {"unit_price": 0}}
    invoice = final(subscription(acme, prices=free), OCTOBER)

    assert (invoice.number, invoice.total, GatewayCall.objects.count()) == ("MB-2026-000001", 0, 0)


def test_less_than_nothing_is_a_credit_note_on_the_invoice_before(acme):
    yearly = {"suite": {"interval": "year", "unit_price": 1_200}, "invoices": PIECES}
    of = subscription(acme, prices=yearly)
    first = final(of, OCTOBER)
    of.prices.filter(price__code="suite").update(until_on=NOVEMBER.start, ended_at=noon(2026, 10, 20))
    note = final(of, NOVEMBER)
    first.refresh_from_db()

    assert (note.kind, note.number, note.corrects) == ("credit_note", "MB-2026-C000001", first)
    assert (note.total, first.settled, note.settled) == (-132_868, 132_868, -132_868)
    assert Allocation.objects.get().amount == 132_868
    assert GatewayCall.objects.get(operation="credit").key == f"inv:{note.id}:credit:v1"


def test_what_is_given_back_names_the_invoice_that_charged_it(acme):
    yearly = {"suite": {"interval": "year", "unit_price": 1_200}, "invoices": PIECES}
    of = subscription(acme, prices=yearly)
    first = final(of, OCTOBER)
    used(of, noon(2026, 10, 5), 3)
    assert final(of, NOVEMBER).net == 600
    of.prices.filter(price__code="suite").update(until_on=DECEMBER.start, ended_at=noon(2026, 11, 20))

    note = final(of, DECEMBER)

    assert (note.kind, note.corrects, note.net < -90_000) == ("credit_note", first, True)


@pytest.mark.parametrize(("gateway", "settled"), [("bank", 605), ("fake", 0)])
def test_what_is_kept_pays_the_next_invoice_by_bank_and_its_paper_says_so(acme, gateway, settled):
    of = subscription(acme, debtor={"gateway": gateway})
    first = final(of, OCTOBER)
    Invoice.objects.filter(id=first.id).update(settled=first.total)
    said = {"reason_en": "Correction", "reason_nl": "Correctie", "actor": fay(), "at": noon(2026, 10, 9)}
    note = credit_invoice(first.id, amounts={1: 500}, **said)
    second = final(of, NOVEMBER)
    note.refresh_from_db()

    assert (second.settled, note.settled) == (settled, -settled)
    assert paper_of(second).payable == second.total - settled


def test_a_paper_stays_as_it_was_though_a_payment_of_just_before_is_heard_of_later(acme):
    invoice = final(subscription(acme), OCTOBER)
    kept = bytes(Document.objects.get(format="ubl").content)

    paid.paid(invoice.debtor, 500, invoice=invoice, at=invoice.final_at - timedelta(seconds=1))

    assert drawn(Invoice.objects.get(id=invoice.id), "ubl") == kept


def test_less_than_nothing_without_an_invoice_before_is_refused(acme):
    of = subscription(acme)
    of.prices.filter(price__code="payroll").update(from_on=OCTOBER.start.replace(month=9))
    draft = drafted(of, OCTOBER)
    Invoice.objects.filter(id=draft.id).update(total=-1)
    draft.refresh_from_db()

    with pytest.raises(NothingToCorrect):
        finalising._turn_below_zero(draft)


def test_an_invoice_waits_for_the_one_before_it(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    november = drafted(of, NOVEMBER)
    Invoice.objects.filter(period_key=OCTOBER.key).update(state="draft")

    with pytest.raises(EarlierDraft):
        finalise(november.id, actor=OLGA, at=noon(2026, 11, 4))


def test_what_was_agreed_after_its_instant_is_not_for_this_invoice(acme):
    of = subscription(acme)
    draft = drafted(of, OCTOBER)
    of.prices.update(made_at=noon(2026, 10, 5))

    with pytest.raises(ChangedSince):
        finalise(draft.id, actor=OLGA, at=noon(2026, 10, 4))


def test_what_does_not_exist_is_not_found(acme):
    with pytest.raises(NotFound):
        finalise(new_id(), actor=OLGA, at=noon(2026, 10, 4))
