"""Preview, invoice, Stripe's draft, paper and UBL come to the same cents, and counted again to the same bytes: for 500 random subscriptions."""

import random
import re
from datetime import timedelta
from io import BytesIO
from itertools import islice

import pytest
from django.db import transaction
from pypdf import PdfReader

from billing.actions.drafts import draft_invoice
from billing.actions.finalising import finalise
from billing.actions.late_usage import charge_late_usage
from billing.bills import bills
from billing.filing import document_of
from billing.models import Document, GatewayLink, Invoice
from billing.money import Money
from billing.periods import nth, starts_at
from billing.queries.orders import carried_by
from billing.queries.papers import paper_of
from billing.queries.previews import preview_of
from billing.queries.proofs import faults
from billing.rating.wording import NARROW, spoken
from motorblok.kernel import schema
from tests.billing import chances, charged
from tests.billing.missed import fay
from tests.cast import OLGA

SUBSCRIPTIONS, PARTS, BILLS = 500, 10, 3
PAYABLE = re.compile(rb'PayableAmount currencyID="(\w+)">(-?[\d.]+)<')
ALL_KINDS = {"flat", "seat", "one_off", "usage", "late_usage", "discount", "minimum", "credit"}


def come_to_the_same(client, seed):
    """Some invoices of one random subscription; returns the kinds of their lines."""
    with charged.through_stripe() as world, schema.entered(schema.PUBLIC):
        return months(world, client, random.Random(seed))


def months(world, client, chance):
    of, kinds = chances.subscription(client, chance), set()
    world.begin_unpaid(of)
    for bill in islice(bills(of), BILLS):
        at = starts_at(bill.edge_on, zone=of.time_zone) + timedelta(days=3)
        world.reach(of, at)
        chances.use(of, chance, period=bill.used)
        if bill.period.start > of.anchor_on:
            first = nth(of.anchor_on, 0, months=of.months)
            chances.use(of, chance, period=first, recorded_at=at)
            charge_late_usage(of.id, first.key, reason="So agreed", actor=fay(), at=at)
        chances.credit(of, chance, period_key=bill.period.key)
        before = preview_of(of, bill, at=at)
        invoice = finalise(draft_invoice(of, bill.period, actor=OLGA, at=at).id, actor=OLGA, at=at)
        world.ask()
        if invoice.state == Invoice.State.FINAL:
            same_cents(before, invoice)
            same_there(world, invoice)
            kinds.update(invoice.lines.values_list("kind", flat=True))
    return kinds


def same_cents(before, invoice):
    paper, sign = paper_of(invoice), -1 if invoice.kind == "credit_note" else 1
    ubl = bytes(Document.objects.get(invoice=invoice, format="ubl").content)
    currency, payable = PAYABLE.search(ubl).groups()

    assert (before.rated.net, before.rated.vat, before.rated.total) == (
        invoice.net,
        invoice.vat,
        invoice.total,
    )
    assert before.input_hash == invoice.input_hash
    assert (sign * paper.net, sign * paper.vat, sign * paper.total) == (
        invoice.net,
        invoice.vat,
        invoice.total,
    )
    assert (currency.decode(), payable.decode()) == (invoice.currency, f"{paper.payable / 100:.2f}")
    assert faults(invoice) == []


def same_there(world, invoice):
    """The invoice at Stripe; what came to less than nothing is a credit note there, and a draft of nothing."""
    kind = "invoice" if invoice.kind == "invoice" else "credit_note"
    if kind == "invoice" and not (invoice.total or carried_by(invoice)):
        return
    link = GatewayLink.objects.get(kind=kind, ours_id=invoice.id)
    held, sign = world.account.get(kind, link.external_id), 1 if kind == "invoice" else -1
    vat = sign * sum(each["amount"] for each in held["total_taxes"])

    assert (sign * held["total"] - vat, vat, sign * held["total"]) == (
        invoice.net,
        invoice.vat,
        invoice.total,
    )
    assert (held["currency"].upper(), held["status"] != "draft") == (invoice.currency, True)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_random_subscriptions_come_to_the_same_cents_everywhere(acme, part):
    kinds = set()
    for seed in range(part, SUBSCRIPTIONS, PARTS):
        with transaction.atomic():
            kinds |= come_to_the_same(acme, seed)
            transaction.set_rollback(True)

    assert kinds >= ALL_KINDS


@pytest.mark.slow
@pytest.mark.parametrize("seed", [500, 501, 502, 503, 505])
def test_the_pdf_says_the_same_total(acme, seed):
    come_to_the_same(acme, seed)
    invoice = Invoice.objects.filter(state="final", kind="invoice").exclude(total=0).first()
    content = document_of(invoice, "pdf", at=invoice.final_at)
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)

    total = spoken(Money(invoice.total, invoice.currency), invoice.buyer["language"])
    assert total.replace(NARROW, " ") in said.replace(NARROW, " ")


def test_one_random_subscription_comes_to_the_same_cents(acme):
    assert "usage" in come_to_the_same(acme, 4)
