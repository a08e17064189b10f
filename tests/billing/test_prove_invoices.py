"""Invoices counted again: equal to the byte, and whatever was touched since is found."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from billing.filing import document_of
from billing.models import BilledUsage, Document, Invoice, InvoiceLine, NumberSeries
from billing.queries.proofs import faults, missing_numbers, regenerate
from tests.billing.billed import NOVEMBER, OCTOBER, PIECES, final, noon, subscription, used


@pytest.fixture
def invoice(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 5), 3)
    made = final(of, NOVEMBER)
    document_of(made, "pdf", at=noon(2026, 11, 5))
    return made


def test_an_invoice_is_regenerated_to_the_byte(invoice):
    assert regenerate(invoice) == bytes(invoice.rated)
    assert faults(invoice) == []


def test_it_holds_whatever_is_agreed_afterwards(invoice):
    prices = invoice.subscription.prices
    prices.update(until_on=NOVEMBER.start, ended_at=noon(2026, 11, 20), quantity=7)

    assert regenerate(invoice) == bytes(invoice.rated)


@pytest.mark.parametrize(
    ("touched", "fault"),
    [
        ({"total": 1}, "its sums differ"),
        ({"rated": b"{}"}, "it comes to something else"),
        ({"input_hash": "0"}, "the hash of its inputs differs"),
    ],
)
def test_what_was_altered_is_found(invoice, touched, fault):
    Invoice.objects.filter(id=invoice.id).update(**touched)
    invoice.refresh_from_db()

    assert any(fault in each for each in faults(invoice))


def test_an_altered_line_or_file_is_found(invoice):
    InvoiceLine.objects.filter(invoice=invoice, position=1).update(amount=1)
    Document.objects.filter(invoice=invoice, format="ubl").update(content=b"<x/>")

    assert faults(invoice)[:2] == ["its lines differ from what was rated", "the ubl was altered"]


def test_a_ledger_that_says_something_else_is_found(invoice):
    record = used(invoice.subscription, noon(2026, 10, 6), 1)
    BilledUsage.objects.create(record=record, invoice=invoice, position=2)

    assert faults(invoice) == ["the usage of invoices that is marked as billed on it is not what was counted"]


def test_a_number_without_an_invoice_is_found(invoice):
    NumberSeries.objects.update(last=3)

    assert missing_numbers() == ["MB-2026-000003"]


def test_seats_hold_too(acme):
    seats = PIECES | {"model": "seat", "meter": "seats"}
    of = subscription(acme, prices={"seats": seats}, fees_in="arrears")
    for day in (3, 4):
        used(of, noon(2026, 10, day), 4, meter="seats", unit="seat")

    assert faults(final(of, OCTOBER, at=noon(2026, 11, 4))) == []


def test_the_command_says_how_many_hold(invoice):
    said = StringIO()
    call_command("billing_check", stdout=said)
    NumberSeries.objects.update(last=3)

    assert said.getvalue() == "2 invoices were counted again.\n"
    with pytest.raises(CommandError, match="MB-2026-000003: no invoice has this number"):
        call_command("billing_check", "--client", "acme", stdout=said)
