"""Whoever leaves gets an archive of everything; it is erased a month after two people agreed, and not before."""

import io
import json
from datetime import datetime, timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import connection

from billing.actions import archiving
from billing.actions.cancelling import cancel
from billing.actions.credit_notes import credit_invoice
from billing.actions.ending import end_what_is_over
from billing.erasing import NothingProposed, StillToBill, must_be_due
from billing.finance import SecondPerson
from billing.lives import NoSuchMove
from billing.models import (
    Claim,
    Debtor,
    Document,
    Farewell,
    GatewayCall,
    HandPayment,
    Hold,
    Invoice,
    LateUsageDecision,
    Payment,
    Refund,
    Subscription,
)
from motorblok.accounts.models import Person
from motorblok.audit.models import Event
from motorblok.config.erasing import erase, erase_what_is_due
from motorblok.kernel import schema
from motorblok.kernel.errors import NotAllowed
from tenants.actions import open_client, provision
from tenants.models import Client
from tests import cast
from tests.billing import billed, paid
from tests.cast import MONDAY, RITA

MONTH = timedelta(days=30)


def left(client: Client) -> Debtor:
    """A debtor whose subscription has ended, with a paid invoice."""
    made = billed.subscription(client, debtor={"life": "active"})
    invoice = billed.final(made, billed.OCTOBER)
    paid.paid(made.debtor, invoice.total, invoice=invoice)
    ended(made, at=billed.noon(2026, 10, 5))
    # Nothing was counted, so that its last invoice is none.
    billed.final(made, billed.OCTOBER, purpose="final", at=billed.noon(2026, 11, 4))
    Debtor.objects.filter(pk=client.pk).update(life="cancelled")
    return Debtor.objects.get(pk=client.pk)


def last_counted(client: Client) -> Debtor:
    """The same in arrears: what comes late is invoiced 35 days after the end, on the sixth of December."""
    made = billed.subscription(client, debtor={"life": "cancelled"}, fees_in="arrears")
    ended(made, at=billed.noon(2026, 10, 5))
    billed.final(made, billed.OCTOBER, at=billed.noon(2026, 11, 4))
    return Debtor.objects.get(pk=client.pk)


def ended(made: Subscription, *, at: datetime) -> None:
    """Cancelled at the end of October, which is over by now."""
    cancel(made.pk, actor=cast.OLGA, at=at)
    end_what_is_over(made.pk, actor=cast.OLGA, at=billed.noon(2026, 11, 2))


def archived(debtor: Debtor) -> Farewell:
    return archiving.make_archive(debtor.pk, actor=cast.olga().actor, at=paid.AT)


def agreed(debtor: Debtor) -> Farewell:
    archived(debtor)
    archiving.propose_erasure(debtor.pk, actor=cast.olga().actor, at=paid.AT)
    return archiving.confirm_erasure(debtor.pk, actor=cast.fay().actor, at=paid.AT)


def unpacked(farewell: Farewell) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(bytes(farewell.archive or b""))) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_the_archive_holds_the_papers_the_ledger_the_usage_and_what_happened(acme):
    number = Invoice.objects.get(debtor=left(acme), state="final").number

    files = unpacked(archived(Debtor.objects.get()))

    assert set(files) == {
        f"invoices/{number}.pdf", f"invoices/{number}.xml", "ledger.csv", "usage.csv", "events.jsonl", "manifest.json",
    }  # fmt: skip
    assert files[f"invoices/{number}.pdf"] == bytes(Document.objects.get(format="pdf").content)


def test_the_manifest_proves_every_file(acme):
    made = archived(left(acme))

    files = unpacked(made)
    named = json.loads(files.pop("manifest.json"))["sha256"]

    assert named == {name: sha256(content).hexdigest() for name, content in files.items()}
    assert made.archive_sha256 == sha256(bytes(made.archive)).hexdigest()


def test_it_tells_what_the_client_may_see_and_nothing_else(acme):
    files = unpacked(archived(left(acme)))

    kinds = {json.loads(line)["kind"] for line in files["events.jsonl"].splitlines()}

    assert "billing.payment.received" in kinds
    assert "billing.invoice.drafted" not in kinds


def test_making_it_moves_the_client_on_and_a_second_one_replaces_the_first(acme, book):
    debtor = left(acme)

    for _ in range(2):
        archived(debtor)

    assert (Debtor.objects.get().life, Farewell.objects.count()) == ("exported", 1)
    assert book.kinds().count("billing.archive.made") == 2


def test_a_client_that_has_not_left_gets_none(acme):
    debtor = paid.debtor(acme)

    with pytest.raises(NoSuchMove):
        archived(debtor)


def test_only_an_owner_or_finance_makes_it(acme):
    debtor = left(acme)

    with pytest.raises(NotAllowed):
        archiving.make_archive(debtor.pk, actor=cast.sam(acme).actor, at=paid.AT)


def test_nobody_is_erased_without_an_archive(acme):
    debtor = left(acme)

    with pytest.raises(NoSuchMove):
        archiving.propose_erasure(debtor.pk, actor=cast.olga().actor, at=paid.AT)


def test_whoever_proposed_it_does_not_agree_to_it(acme):
    debtor = left(acme)
    archived(debtor)
    archiving.propose_erasure(debtor.pk, actor=cast.olga().actor, at=paid.AT)

    with pytest.raises(SecondPerson):
        archiving.confirm_erasure(debtor.pk, actor=cast.olga().actor, at=paid.AT)


def test_nobody_agrees_to_what_was_not_proposed(acme):
    debtor = left(acme)
    archived(debtor)

    with pytest.raises(NothingProposed):
        archiving.confirm_erasure(debtor.pk, actor=cast.olga().actor, at=paid.AT)


@pytest.mark.parametrize("days", [0, 29])
def test_nothing_is_erased_before_its_day(acme, days):
    debtor = left(acme)
    agreed(debtor)

    with pytest.raises(NothingProposed):
        erase(debtor.pk, at=paid.AT + timedelta(days=days))

    assert (Debtor.objects.get().life, Payment.objects.count()) == ("exported", 1)


def test_what_was_withdrawn_is_not_erased(acme):
    debtor = left(acme)
    agreed(debtor)

    archiving.withdraw_erasure(debtor.pk, actor=cast.olga().actor, at=paid.AT)

    assert erase_what_is_due(at=paid.AT + 2 * MONTH) == 0
    assert Debtor.objects.get().life == "exported"


def test_whoever_came_back_and_leaves_again_is_not_erased_by_what_was_agreed_the_first_time(acme):
    debtor = left(acme)
    agreed(debtor)
    Debtor.objects.filter(pk=acme.pk).update(life="cancelled")  # it subscribed again, and left again

    archived(debtor)

    assert erase_what_is_due(at=paid.AT + 2 * MONTH) == 0
    assert (Farewell.objects.get().proposed_by, Farewell.objects.get().not_before_on) == ("", None)


def test_a_newer_archive_within_the_month_leaves_the_agreement_as_it_is(acme):
    debtor = left(acme)
    agreed(debtor)

    archived(debtor)

    assert Farewell.objects.get().confirmed_by == str(cast.fay().actor)


def test_nobody_is_to_be_erased_whose_last_invoice_is_still_to_come(acme):
    debtor = last_counted(acme)
    archived(debtor)

    with pytest.raises(StillToBill, match="still to come"):
        archiving.propose_erasure(debtor.pk, actor=cast.olga().actor, at=paid.AT)


def test_an_archive_that_lacks_the_last_invoice_is_made_again_before_anybody_is_erased(acme):
    debtor = last_counted(acme)
    archiving.make_archive(debtor.pk, actor=cast.olga().actor, at=billed.noon(2026, 11, 5))
    of = debtor.subscriptions.get()
    billed.used(of, billed.noon(2026, 10, 31), 3, recorded_at=billed.noon(2026, 11, 6))
    billed.final(of, billed.OCTOBER, purpose="final", at=billed.noon(2026, 12, 9))

    with pytest.raises(StillToBill, match="after the archive"):
        archiving.propose_erasure(debtor.pk, actor=cast.olga().actor, at=paid.AT)

    agreed(debtor)
    assert must_be_due(Debtor.objects.get(), at=paid.AT + MONTH)


def exists(name: str) -> bool:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [name])
        return bool(cursor.fetchone()[0])


@pytest.fixture
def initech(transactional_db, owner) -> Client:
    """A client of its own, for it goes; by the owner login."""
    client = open_client(name="Initech", slug="initech", actor=RITA, at=MONDAY)
    return provision(client.id, at=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_its_work_and_its_people_are_gone_and_its_sums_stay(initech):
    with schema.entered(initech.schema_name):
        debtor = left(initech)
        cast.contact("initech", "Ivy Director", "ivy@initech.test", "director")
        agreed(debtor)

    done = erase_what_is_due(at=paid.AT + MONTH)

    with schema.entered(schema.PUBLIC):
        found, gone = Debtor.objects.get(), Client.objects.get(pk=initech.pk)
        invoice = Invoice.objects.get(state="final")
        assert (done, exists("c_initech"), found.life, gone.state) == (1, False, "erased", "erased")
        assert (
            "nitech" not in f"{found.legal_name}{found.email}{gone.name}{gone.slug}{gone.schema_name}".lower()
        )
        assert not Person.objects.filter(client=gone).exists()
        assert (invoice.settled, Payment.objects.get().payer) == (invoice.total, "")
        assert Farewell.objects.get().archive is None


PAPERS = {
    "billing_invoice",
    "billing_invoiceline",
    "billing_document",
}  # what the tax law wants kept as it was


def told_of(words: str, *, debtor: Debtor) -> None:
    """Write these words wherever people of ours and of the client may have written something."""
    invoice, money, at = Invoice.objects.get(state="final"), Payment.objects.get(), paid.AT
    by = {"proposed_by": "staff:1", "proposed_at": at}
    of = debtor.subscriptions.get()
    Claim.objects.create(
        debtor=debtor, service_line="hr", period_key="2026-10", words=words, answer=words, claimed_at=at
    )
    Refund.objects.create(debtor=debtor, payment=money, amount=1, reason=words, **by)
    LateUsageDecision.objects.create(
        subscription=of,
        period_key="2026-10",
        is_charged=True,
        reason=words,
        decided_by="staff:1",
        decided_at=at,
    )
    Hold.objects.create(invoice=invoice, kind="paused", reason=words, begun_by="staff:1", begun_at=at)
    HandPayment.objects.create(invoice=invoice, amount=1, received_on=paid.ON, evidence=words, **by)
    GatewayCall.objects.filter(debtor=debtor).update(error=words)
    Payment.objects.update(payer=words, reference=words)


def holding(words: str) -> set[str]:
    """The tables of billing in which these words stand."""
    with connection.cursor() as cursor:
        tables = [each._meta.db_table for each in apps.get_app_config("billing").get_models()]
        found = set()
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {table}.*::text LIKE %s", [f"%{words}%"])
            found |= {table} if cursor.fetchone()[0] else set()
    return found


@pytest.mark.django_db(transaction=True)
def test_nothing_that_anybody_wrote_about_it_is_left_but_on_its_papers(initech):
    with schema.entered(initech.schema_name):
        debtor = left(initech)
        told_of("Ivy was ill", debtor=debtor)
        before = holding("Ivy was ill")
        agreed(debtor)

    erase_what_is_due(at=paid.AT + MONTH)

    with schema.entered(schema.PUBLIC):
        assert before >= {
            "billing_claim",
            "billing_refund",
            "billing_lateusagedecision",
            "billing_gatewaycall",
        }
        assert holding("Ivy was ill") == set()
        assert holding("nitech") - {"billing_plan"} <= PAPERS  # these tests name a plan after each client


@pytest.mark.django_db(transaction=True)
def test_a_payment_that_comes_afterwards_is_still_written_down(initech):
    with schema.entered(initech.schema_name):
        debtor = left(initech)
        agreed(debtor)
    erase_what_is_due(at=paid.AT + MONTH)

    with schema.entered(schema.PUBLIC):
        paid.paid(Debtor.objects.get(), 100, by="late", at=paid.AT + 2 * MONTH)

        assert Payment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_invoice_is_still_credited_afterwards_and_the_public_book_tells(initech):
    with schema.entered(initech.schema_name):
        debtor = left(initech)
        agreed(debtor)
    erase_what_is_due(at=paid.AT + MONTH)
    by = {"actor": cast.fay().actor, "at": paid.AT + 2 * MONTH}

    with schema.entered(schema.PUBLIC):
        invoice = Invoice.objects.get(state="final")
        note = credit_invoice(
            invoice.pk, amounts={1: 100}, reason_en="Correction", reason_nl="Correctie", **by
        )

        assert (note.net, note.corrects) == (-100, invoice)
        assert Event.objects.filter(subject=f"invoice:{note.pk}").exists()
