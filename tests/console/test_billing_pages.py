"""The pages of money at the console: the list of invoices, one invoice whole, and what is done to it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from billing.actions.proposals import propose_credits
from billing.models import Invoice
from motorblok.audit.models import Event
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tests import cast, world
from tests.billing import billed, missed
from tests.billing.billed import DECEMBER, NOVEMBER, OCTOBER
from tests.billing.paid import paid
from tests.console.pages import text

BOOKED = datetime(2026, 10, 9, 12, 0, tzinfo=UTC)


@pytest.fixture
def office(public):
    """Acme's subscription from October on, with three invoices booked in that month."""
    of = billed.subscription(world.client("acme"))
    for number in (1, 2, 3):
        billed.used(of, BOOKED, number=f"ACME-{number}")
    return of


@pytest.fixture
def november(office):
    """The final invoice of November: its own fee, and October's usage."""
    billed.final(office, OCTOBER)
    return billed.final(office, NOVEMBER)


@pytest.fixture
def olga(public):
    return cast.browser(cast.olga())


def at(name, *place):
    return reverse(f"console:{name}", args=place, urlconf="motorblok.config.urls_console")


def test_the_list_shows_each_invoice_with_what_is_left_of_it(olga, november, office):
    paid(office.debtor, 20_000)

    page = text(olga.get(at("invoices")))

    assert "MB-2026-000002 Acme Bakeries" in page
    assert "€128.26 €49.26 left" in page
    assert "MB-2026-000001 Acme Bakeries Paid" in page


def test_a_draft_stands_in_the_list_without_a_number(olga, november, office):
    billed.drafted(office, DECEMBER)

    page = text(olga.get(at("invoices"), {"standing": "draft"}))

    assert "Draft Acme Bakeries Draft" in page
    assert "MB-2026" not in page


def test_the_list_is_found_by_number_and_by_client(olga, november):
    found = {
        asked: text(olga.get(at("invoices"), {"text": asked})) for asked in ("000002", "bakeries", "globex")
    }

    assert "MB-2026-000001" not in found["000002"]
    assert "MB-2026-000001" in found["bakeries"]
    assert "No invoice found" in found["globex"]


def test_a_client_that_nobody_knows_is_not_found(olga, november):
    assert olga.get(at("invoices"), {"client": "nobody"}).status_code == 404


def test_the_pages_of_the_list_meet_without_a_gap(olga, office, monkeypatch):
    for period in (OCTOBER, NOVEMBER, DECEMBER):
        billed.final(office, period)
    monkeypatch.setattr("motorblok.console.billing_invoices.PAGE", 2)

    first = olga.get(at("invoices"))
    later = text(olga.get(at("invoices") + first.context["more"]))

    assert [row.number for row in first.context["rows"]] == ["MB-2026-000003", "MB-2026-000002"]
    assert "MB-2026-000001" in later
    assert "MB-2026-000002" not in later


def test_the_list_is_taken_along_as_a_table(olga, november):
    answer = olga.get(at("invoices-file"))

    lines = answer.content.decode().splitlines()
    assert lines[0].endswith(
        "number,kind,client,standing,period_start,period_end,issued,due,total,owed,currency"
    )
    assert lines[1].startswith("MB-2026-000002,invoice,Acme Bakeries,")
    assert lines[1].endswith(",128.26,128.26,EUR")


def test_a_name_that_a_spreadsheet_would_reckon_stays_words(olga, november):
    client = world.client("acme")
    client.name = "=1+1"
    client.save()

    assert ",'=1+1," in olga.get(at("invoices-file")).content.decode()


def test_an_invoice_opens_to_how_each_line_was_counted_and_to_its_records(olga, november):
    page = olga.get(at("invoice", november.id))

    assert "3 pieces × €2.00" in text(page)
    assert "VAT 21 % on €106.00" in text(page).replace("\N{NO-BREAK SPACE}", " ")
    records = text(olga.get(at("invoice-line", november.id, 2)))
    assert all(f"ACME-{number}" in records for number in (1, 2, 3))


def test_the_records_behind_a_line_are_a_file_too(olga, november):
    lines = olga.get(at("invoice-line-file", november.id, 2)).getvalue().decode().splitlines()

    assert len(lines) == 4
    assert "2026-10-09T12:00:00+00:00,ACME-1" in lines[-1]


def test_a_line_that_is_not_there_is_not_found(olga, november):
    assert olga.get(at("invoice-line", november.id, 9)).status_code == 404


def test_a_final_invoice_is_handed_over_as_pdf_and_as_ubl(olga, november):
    made = {wanted: olga.get(at("invoice-document", november.id, wanted)) for wanted in ("pdf", "ubl")}

    assert made["pdf"].content.startswith(b"%PDF")
    assert made["ubl"]["Content-Disposition"] == 'attachment; filename="MB-2026-000002.xml"'
    assert olga.get(at("invoice-document", november.id, "docx")).status_code == 404


def test_a_draft_has_no_papers(olga, office):
    draft = billed.drafted(office, OCTOBER)

    assert olga.get(at("invoice-document", draft.id, "pdf")).status_code == 404


def test_a_draft_is_made_final_by_hand_once(olga, office):
    draft = billed.drafted(office, OCTOBER)

    for _ in range(2):
        answer = olga.post(at("invoice-finalisation", draft.id), follow=True)

    assert "Invoice MB-2026-000001 is final." in text(answer)
    assert Invoice.objects.filter(number__isnull=False).count() == 1


def test_an_invoice_is_counted_again_and_holds(olga, november):
    assert "It holds, to the byte" in text(olga.get(at("invoice-proof", november.id)))


def test_an_invoice_that_was_altered_is_told(olga, november):
    november.lines.filter(position=1).update(amount=1)

    assert "This invoice is not what it was" in text(olga.get(at("invoice-proof", november.id)))


def credited(**changes):
    return {
        "token": str(uuid4()),
        "line-1": "40,00",
        "reason_en": "As agreed",
        "reason_nl": "Zoals afgesproken",
    } | changes


def test_an_invoice_is_credited_line_by_line(olga, november):
    answer = olga.post(at("credit-note", november.id), credited(), follow=True)

    note = Invoice.objects.get(kind="credit_note")
    assert (note.net, note.total, note.corrects_id) == (-4_000, -4_840, november.id)
    assert f"Credit note {note.number} is final." in text(answer)


def test_a_credit_note_that_is_sent_twice_is_made_once(olga, november):
    form = credited()

    for _ in range(2):
        olga.post(at("credit-note", november.id), form)

    assert Invoice.objects.filter(kind="credit_note").count() == 1


@pytest.mark.parametrize("line", ["", "0", "100.01", "-1", "lots"])
def test_nothing_and_more_than_was_charged_cannot_be_credited(olga, november, line):
    answer = olga.post(at("credit-note", november.id), credited(**{"line-1": line}))

    assert answer.status_code == 422
    assert not Invoice.objects.filter(kind="credit_note").exists()


def test_a_draft_is_not_credited(olga, office):
    draft = billed.drafted(office, OCTOBER)

    assert olga.get(at("credit-note", draft.id)).status_code == 404


def test_the_next_invoice_is_shown_before_it_is_made(olga, office, monkeypatch):
    monkeypatch.setattr("motorblok.console.billing_next.now", lambda: billed.noon(2026, 10, 20))

    answer = olga.get(at("next-invoice", "acme"))

    assert answer.context["next"].total == 12_100
    assert "drawn up on 1 October 2026, final on 4 October 2026" in text(answer)


def test_what_is_due_is_made_by_hand_once(olga, office, monkeypatch):
    monkeypatch.setattr("motorblok.console.billing_next.now", lambda: billed.noon(2026, 11, 2))

    told = [text(olga.post(at("billing-run", "acme"), follow=True)) for _ in range(2)]

    assert "2 invoices were drawn up; final: 1." in told[0]
    assert "Nothing was due." in told[1]


@pytest.fixture
def proposed(office):
    """The credit that October's missed promises of finance give, proposed by the clock."""
    client = world.client("acme")
    missed.clause(office, service_line="hr")
    with schema.entered(client.schema_name):
        missed.clocks(client, met=8, missed=2, service_line="hr")
    billed.final(office, OCTOBER)
    (credit,) = propose_credits(office.id, "2026-10", actor=SYSTEM, at=missed.OVER)
    return credit


def test_a_credit_shows_what_was_promised_attained_and_missed(olga, proposed):
    page = text(olga.get(at("credit", proposed.id)))

    assert "8 of 10 promises kept" in page
    assert "2 missed promises" in page
    assert "ACME-9" in page
    assert "the system" in page


def test_an_approved_credit_leads_to_its_credit_note_and_back(olga, proposed):
    olga.post(at("credit-approval", proposed.id))

    proposed.refresh_from_db()
    assert at("invoice", proposed.posted_on_id) in olga.get(at("credit", proposed.id)).content.decode()
    assert at("credit", proposed.id) in olga.get(at("invoice", proposed.posted_on_id)).content.decode()


def test_a_rejection_needs_a_reason(olga, proposed):
    without = text(olga.post(at("credit-rejection", proposed.id), follow=True))
    olga.post(at("credit-rejection", proposed.id), {"reason": "Agreed otherwise"})

    proposed.refresh_from_db()
    assert "Say why; nothing was changed." in without
    assert proposed.state == "rejected"


def test_who_proposed_a_credit_does_not_decide_about_it(olga, proposed):
    proposed.proposed_by = f"staff:{cast.olga().id}"
    proposed.save()

    page = text(olga.get(at("credit", proposed.id)))
    answer = text(olga.post(at("credit-approval", proposed.id), follow=True))

    proposed.refresh_from_db()
    assert "somebody else of the owners or finance must decide" in page
    assert "Somebody else must decide" in answer
    assert proposed.state == "proposed"


def test_a_credit_is_taken_back_with_a_reason(olga, proposed):
    olga.post(at("credit-approval", proposed.id))

    answer = olga.post(at("credit-reversal", proposed.id), {"reason": "Counted wrongly"}, follow=True)

    assert "Taken back" in text(answer)


def test_what_waits_for_a_decision_stands_on_the_first_page(olga, proposed, office):
    page = text(olga.get(at("billing-home")))

    assert "Credits to approve 1" in page
    assert "€121.00 overdue, 1 invoice" in page


def test_revenue_is_told_by_client_and_service_line(olga, november, monkeypatch):
    monkeypatch.setattr("motorblok.console.billing_revenue.now", lambda: billed.noon(2026, 11, 20))

    answer = olga.get(at("billing-revenue"))

    page = text(answer)
    assert "Acme Bakeries" in page
    assert answer.context["whole"].net == 20_600
    assert "€206.00" in page
    assert "Nothing was earned" in text(olga.get(at("billing-revenue"), {"currency": "USD"}))


def test_revenue_is_taken_along_as_a_table(olga, november, monkeypatch):
    monkeypatch.setattr("motorblok.console.billing_revenue.now", lambda: billed.noon(2026, 11, 20))

    lines = olga.get(at("billing-revenue-file")).content.decode().splitlines()

    assert "2026-10,Acme Bakeries,finance,EUR,6.00,0.00,6.00,0.00,0.00" in lines


@pytest.mark.parametrize("who", [cast.rita, cast.sam])
def test_who_has_nothing_to_do_with_money_finds_no_page_of_it(november, who):
    assert cast.browser(who()).get(at("invoice", november.id)).status_code == 404


def test_the_clients_own_book_tells_who_looked_at_its_invoice(november):
    cast.browser(cast.fay()).get(at("invoice", november.id))

    with schema.entered(world.client("acme").schema_name):
        assert Event.objects.filter(kind="accounts.staff.entered", subject=f"person:{cast.fay().id}").exists()


def test_finance_sees_what_every_client_owes(november):
    assert "MB-2026-000002" in text(cast.browser(cast.fay()).get(at("invoices")))
