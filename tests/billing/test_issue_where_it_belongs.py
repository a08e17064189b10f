"""An invoice is of the company that charges its VAT, a credit note goes where its invoice went, and neither waits for the other."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Event, current_thread

from django.db import connection

from billing.actions import issuing
from billing.actions.cancelling import cancel
from billing.actions.credit_notes import credit_invoice
from billing.actions.debtors import change_debtor
from billing.actions.finalising import finalise
from billing.actions.legal_entities import set_legal_entity
from billing.models import GatewayCall, Invoice, Subscription, TaxRate
from billing.numbering import next_number
from motorblok.kernel import schema
from tests.billing import deals
from tests.billing.billed import OCTOBER, drafted, final
from tests.billing.missed import fay
from tests.cast import OLGA

START, LATER = OCTOBER.start, date(2026, 10, 6)
BELGIAN = replace(deals.MOTORBLOK, country="BE", vat_number="BE0403019261", registration="")


def running(client, *, gateway: str = "bank") -> Subscription:
    to = deals.debtor(client, replace(deals.BAKERIES, gateway=gateway))
    return deals.running(client, deals.plan(), start_on=START, debtor=to)


def credited(invoice: Invoice, amount: int = 5_000, *, on: date = LATER) -> Invoice:
    said = {"reason_en": "Correction", "reason_nl": "Correctie", "actor": fay()}
    return credit_invoice(invoice.id, amounts={1: amount}, at=deals.at(on), **said)


def test_a_draft_becomes_the_invoice_of_the_company_to_which_its_client_was_moved(acme):
    draft = drafted(running(acme), OCTOBER, at=deals.at(START))
    TaxRate.objects.create(country="BE", category="standard", percent=Decimal(20), from_on=date(2026, 1, 1))
    belgian = set_legal_entity("BE-", address=BELGIAN, account=deals.BANK, **deals.on(START))
    change_debtor(acme.pk, details=deals.BAKERIES, legal_entity_id=belgian.pk, **deals.on(START))

    made = finalise(draft.id, actor=OLGA, at=deals.at(date(2026, 10, 4)))

    assert (made.number, made.seller["country"]) == ("BE-2026-000001", "BE")
    assert (made.net, made.vat) == (10_000, 2_000)


def test_a_credit_note_goes_where_the_invoice_went_though_its_client_pays_by_bank_now(acme):
    invoice = final(running(acme, gateway="fake"), OCTOBER)
    change_debtor(acme.pk, details=deals.BAKERIES, **deals.on(LATER))

    note = credited(invoice)

    assert (note.gateway, GatewayCall.objects.get(operation="credit").gateway) == ("fake", "fake")


def test_an_invoice_of_less_than_nothing_and_a_credit_note_of_one_client_do_not_wait_for_each_other(
    acme_committed, monkeypatch
):
    of = running(acme_committed)
    invoice = final(of, OCTOBER)
    cancel(of.pk, on=date(2026, 10, 11), **deals.on(date(2026, 10, 9)))
    at = deals.at(date(2026, 10, 20))
    last = drafted(Subscription.objects.get(pk=of.pk), OCTOBER, at=at, purpose="final")
    numbered, asked, who = Event(), Event(), fay()

    def next_one(*given, **named):
        """Whoever has the number waits until the other one asks for it, if it ever gets there."""
        if current_thread().name.startswith("finalises"):
            found = next_number(*given, **named)
            numbered.set()
            asked.wait(1.5)
            return found
        asked.set()
        return next_number(*given, **named)

    monkeypatch.setattr(issuing, "next_number", next_one)

    def elsewhere(do):
        try:
            with schema.entered(acme_committed.schema_name):
                return do()
        finally:
            connection.close()

    said = {
        "reason_en": "Correction",
        "reason_nl": "Correctie",
        "actor": who,
        "at": at + timedelta(seconds=1),
    }
    with (
        ThreadPoolExecutor(1, thread_name_prefix="finalises") as one,
        ThreadPoolExecutor(1, thread_name_prefix="credits") as other,
    ):
        first = one.submit(elsewhere, lambda: finalise(last.id, actor=OLGA, at=at))
        assert numbered.wait(10)
        second = other.submit(elsewhere, lambda: credit_invoice(invoice.id, amounts={1: 100}, **said))

    assert {first.result().number, second.result().number} == {"MB-2026-C000001", "MB-2026-C000002"}
    assert first.result().kind == Invoice.Kind.CREDIT_NOTE
