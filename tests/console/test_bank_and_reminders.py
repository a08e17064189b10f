"""The pages of the bank and of reminders: what they show, what a person does there, and how each refusal is told."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from billing.models import Debtor, HandPayment, Hold, StatementEntry, StatementFile
from tests import cast, world
from tests.billing import paid
from tests.billing.statements import booking, file, statement, transfer
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZoneInfo("Europe/Amsterdam")).date()  # of the client, whose days are counted
LATE = TODAY - timedelta(days=31)


def at(name, *place):
    return reverse(f"console:{name}", args=place, urlconf="motorblok.config.urls_console")


@pytest.fixture
def olga():
    return cast.browser(cast.olga())


@pytest.fixture
def invoice():
    """An invoice of Acme's that is a month late."""
    return paid.owed(paid.debtor(world.client("acme"), life="grace"), due_on=LATE)


def sent(browser, content: bytes):
    return browser.post(at("bank"), {"file": SimpleUploadedFile("statement.xml", content)}, follow=True)


def transferred(*words: str, name: str = "") -> bytes:
    return file(statement(booking(transfer(text=" ".join(words), name=name))))


def test_a_statement_is_read_and_what_names_an_invoice_is_booked(olga, invoice):
    page = text(sent(olga, transferred(invoice.number)))

    assert "1 new transfer was read; 1 booked by itself." in page
    assert paid.settled(invoice) == [12_100]


def test_the_same_statement_again_says_so(olga, invoice):
    sent(olga, transferred(invoice.number))

    assert "Nothing new: all of this was read before." in text(sent(olga, transferred(invoice.number)))


def test_what_is_no_statement_is_refused_in_words(olga, invoice):
    answer = sent(olga, b"<html>no</html>")

    assert (answer.status_code, StatementEntry.objects.count()) == (422, 0)


def test_a_suggestion_is_matched_by_one_click(olga, invoice):
    page = text(sent(olga, transferred("thanks", name="Acme Bakeries")))
    row = StatementEntry.objects.get()

    olga.post(at("entry-match", row.pk), {"invoice": invoice.number})

    assert f"{invoice.number} Acme Bakeries" in page
    assert paid.settled(invoice) == [12_100]


def test_a_number_that_is_not_there_changes_nothing(olga, invoice):
    sent(olga, transferred("thanks"))
    row = StatementEntry.objects.get()

    page = text(olga.post(at("entry-match", row.pk), {"numbers": "MB-0"}, follow=True))

    assert "Give the numbers of final invoices of one client; nothing was changed." in page
    assert paid.settled(invoice) == [0]


def test_a_match_is_undone(olga, invoice):
    sent(olga, transferred(invoice.number))

    olga.post(at("entry-unmatching", StatementEntry.objects.get().pk))

    assert paid.settled(invoice) == [0]


def test_what_pays_nothing_is_set_aside_and_taken_up_again(olga, invoice):
    sent(olga, transferred("rent"))
    row = StatementEntry.objects.get()

    page = text(olga.post(at("entry-setting-aside", row.pk), {"reason": "Rent back"}, follow=True))
    olga.post(at("entry-taking-up", row.pk))

    assert "Rent back" in page
    assert StatementEntry.objects.get().state == "open"


def test_the_page_tells_who_is_late_with_how_much(olga, invoice):
    page = text(olga.get(at("dunning")))

    assert "Acme Bakeries Last reminder · 31 days late" in page
    assert "€121.00 is late" in page
    assert "0 of 4" in page


def test_reminders_are_paused_and_go_on(olga, invoice):
    until = TODAY + timedelta(days=9)

    olga.post(at("reminder-pause", invoice.pk), {"until_on": until, "reason": "Their bookkeeper is away"})
    page = text(olga.get(at("dunning")))
    olga.post(at("reminder-resumption", invoice.pk))

    assert "Paused until" in page
    assert "Their bookkeeper is away" in page
    assert not Hold.objects.filter(ended_at=None).exists()


def test_a_dispute_is_noted_and_settled(olga, invoice):
    olga.post(at("invoice-dispute", invoice.pk), {"reason": "The hours"})
    page = text(olga.get(at("dunning")))

    olga.post(at("invoice-dispute-settlement", invoice.pk))

    assert "Disputed The hours" in page
    assert not Hold.objects.filter(ended_at=None).exists()


def test_without_a_reason_nothing_is_paused(olga, invoice):
    page = text(olga.post(at("reminder-pause", invoice.pk), {"until_on": "2099-01-01"}, follow=True))

    assert "Reason: This field is required." in page
    assert not Hold.objects.exists()


def test_a_payment_by_hand_takes_two(olga, invoice):
    said = {"amount": "121.00", "received_on": date(2026, 1, 31), "evidence": "Receipt 4711 in the safe"}
    olga.post(at("hand-payment", invoice.pk), said)
    own = text(olga.get(at("dunning")))
    found = HandPayment.objects.get()

    cast.browser(cast.fay()).post(at("hand-payment-confirmation", found.pk))

    assert "A second person must agree." in own
    assert paid.settled(invoice) == [12_100]


def test_nobody_agrees_with_itself(olga, invoice):
    said = {"amount": "121", "received_on": date(2026, 1, 31), "evidence": "Receipt 4711 in the safe"}
    olga.post(at("hand-payment", invoice.pk), said)

    page = text(olga.post(at("hand-payment-confirmation", HandPayment.objects.get().pk), follow=True))

    assert "Somebody else must decide about what you proposed yourself." in page
    assert paid.settled(invoice) == [0]


def test_a_client_is_not_suspended_while_we_are_not_sure(olga, invoice):
    page = text(olga.post(at("client-billing-suspension", "acme"), follow=True))

    assert "No bank statement was read in the last day; import the newest one first." in page
    assert Debtor.objects.get().life == "grace"


def test_a_client_is_suspended_and_opened_again(olga, invoice):
    StatementFile.objects.create(
        sha256="1", legal_entity=invoice.legal_entity, entries=0, new=0, read_at=NOW - timedelta(hours=1)
    )

    page = text(olga.post(at("client-billing-suspension", "acme"), follow=True))
    olga.post(at("client-billing-lifting", "acme"))

    assert "Suspended Acme Bakeries Open it again" in page
    assert Debtor.objects.get().life == "grace"


@pytest.mark.parametrize("name", ["bank", "dunning"])
def test_only_owners_and_finance_see_them(name, invoice):
    assert cast.browser(cast.rita()).get(at(name)).status_code in (403, 404)
