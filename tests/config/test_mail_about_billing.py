"""Invoices and reminders go out by mail with their papers, in the language of who opens the post; each tells what holds now."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from billing.actions.life import confirm_suspension, review_client
from billing.actions.reminders import remind_what_is_due
from billing.models import Debtor, Invoice, StatementFile
from motorblok.audit.readers import drain
from tests import cast
from tests.billing import billed, paid

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _empty() -> None:
    mail.outbox.clear()


def invoiced(client, **said) -> Invoice:
    made = billed.subscription(client, debtor={"life": "active", **said})
    return billed.final(made, billed.NOVEMBER, at=NOW)


def reminded(client, *, days: int, **said) -> Invoice:
    invoice = invoiced(client, **said)
    due_on = NOW.date() - timedelta(days=days)
    Invoice.objects.filter(pk=invoice.pk).update(due_on=due_on)
    drain()
    mail.outbox.clear()
    remind_what_is_due(at=NOW)
    return invoice


def test_a_final_invoice_goes_out_with_its_pdf_and_ubl(acme):
    invoice = invoiced(acme)

    drain()

    (letter,) = mail.outbox
    assert letter.to == ["billing@acme.test"]
    assert letter.subject == f"Invoice {invoice.number} from Motorblok B.V."
    assert [(each[0], each[2]) for each in letter.attachments] == [
        (f"{invoice.number}.pdf", "application/pdf"),
        (f"{invoice.number}.xml", "application/xml"),
    ]
    assert letter.attachments[0][1].startswith(b"%PDF")


def test_a_transfer_can_be_made_from_the_mail(acme):
    invoiced(acme)

    drain()

    body = mail.outbox[0].body
    assert "NL91 ABNA 0417 1643 00" in body
    assert "RF" in body


def test_it_is_written_in_the_language_of_the_debtor(acme):
    invoice = invoiced(acme, language="nl")

    drain()

    assert mail.outbox[0].subject == f"Factuur {invoice.number} van Motorblok B.V."
    assert "Wilt u die uiterlijk op" in mail.outbox[0].body


def test_a_contact_at_that_address_is_greeted_by_name(acme):
    ann = cast.ann()
    mail.outbox.clear()
    invoiced(acme, email=ann.email)

    drain()

    assert [
        each.body for each in mail.outbox if "Hello Ann Director," in each.body or "Beste Ann" in each.body
    ]


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "we have not seen"), (3, "was due on"), (14, "This is our last reminder")],
)
def test_a_reminder_gets_firmer_and_has_the_invoice_with_it(acme, days, words):
    invoice = reminded(acme, days=days)

    drain()

    (letter,) = mail.outbox
    assert words in letter.body
    assert letter.attachments[0][0] == f"{invoice.number}.pdf"


def test_nobody_is_asked_for_what_was_paid_before_the_mail_went(acme):
    invoice = reminded(acme, days=3)
    paid.paid(Debtor.objects.get(), invoice.total, invoice=invoice, at=NOW)

    drain()

    assert mail.outbox == []


def test_the_same_event_twice_is_the_same_mail_to_a_mailbox(acme, monkeypatch):
    invoiced(acme)

    drain()

    assert mail.outbox[0].extra_headers["Message-ID"].startswith("<billing.")


def test_an_invoice_of_the_past_is_news_to_nobody(acme):
    made = billed.subscription(acme)
    billed.final(made, billed.NOVEMBER, at=NOW - timedelta(days=8))

    drain()

    assert mail.outbox == []


def test_a_suspension_and_its_end_are_told(acme):
    invoice = reminded(acme, days=31)
    debtor = Debtor.objects.get()
    StatementFile.objects.create(
        sha256="1", legal_entity=debtor.legal_entity, entries=0, new=0, read_at=NOW - timedelta(hours=1)
    )
    review_client(debtor.pk, at=NOW)
    confirm_suspension(debtor.pk, actor=cast.olga().actor, at=NOW)
    drain()

    paid.paid(debtor, invoice.total, at=NOW)
    drain()

    told = [each.subject for each in mail.outbox if "portal" in each.subject]
    assert told == [
        "Your portal at Motorblok B.V. can only be read now",
        "Your portal at Motorblok B.V. is open again",
    ]
