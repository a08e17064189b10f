"""Preview, invoice, Stripe's draft, paper and UBL come to the same cents, and counted again to the same bytes: for 500 random subscriptions."""

import random
from datetime import timedelta
from itertools import islice

import pytest
from django.db import transaction

from billing.actions.drafts import draft_invoice
from billing.actions.finalising import finalise
from billing.actions.late_usage import charge_late_usage
from billing.bills import bills
from billing.filing import drawn
from billing.models import Document, GatewayLink, Invoice
from billing.periods import nth, starts_at
from billing.queries.orders import carried_by
from billing.queries.papers import paper_of
from billing.queries.previews import preview_of
from billing.queries.proofs import faults
from billing.rating.canonical import plain
from motorblok.kernel import schema
from tests.billing import agreed, chances, charged, norm, read_back
from tests.billing.missed import fay
from tests.cast import OLGA

SUBSCRIPTIONS, PARTS, BILLS = 500, 10, 3
ALL_KINDS = {"flat", "seat", "one_off", "usage", "late_usage", "discount", "minimum", "credit"}


def come_to_the_same(client, seed):
    """Some invoices of one random subscription, one of them also as a PDF; returns the kinds of their lines."""
    with charged.through_stripe() as world, schema.entered(schema.PUBLIC):
        invoices = months(world, client, random.Random(seed))
        same_on_paper(invoices[seed % len(invoices)])
        return {kind for each in invoices for kind in each.lines.values_list("kind", flat=True)}


def months(world, client, chance):
    of, final = chances.subscription(client, chance), []
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
        agreed.rates(at.date())
        before = preview_of(of, bill, at=at)
        invoice = finalise(draft_invoice(of, bill.period, actor=OLGA, at=at).id, actor=OLGA, at=at)
        world.ask()
        if invoice.state == Invoice.State.FINAL:
            same_cents(before, invoice)
            same_there(world, invoice)
            final.append(invoice)
    return final


def same_cents(before, invoice):
    """What was foreseen, what is kept, what the UBL says to machines, and what it comes to when it is counted again."""
    ubl = bytes(Document.objects.get(invoice=invoice, format="ubl").content)

    assert before.input_hash == invoice.input_hash
    assert before.rated.currency == invoice.currency
    assert (before.rated.net, before.rated.vat, before.rated.total) == (
        invoice.net,
        invoice.vat,
        invoice.total,
    )
    assert read_back.from_ubl(ubl) == of_rows(invoice)
    assert faults(invoice) == []


def same_on_paper(invoice):
    """What the PDF says to people; the data inside is the UBL that is kept, and holds to the norm."""
    kept = bytes(Document.objects.get(invoice=invoice, format="ubl").content)
    said, inside = read_back.from_pdf(drawn(invoice, "pdf"), language=invoice.buyer["language"])

    assert said == of_rows(invoice)
    assert inside == kept
    assert norm.broken(inside) == set()


def of_rows(invoice):
    """The sums of an invoice's rows, with the sign that they have on paper."""
    sign, taxes = (-1 if invoice.kind == "credit_note" else 1), paper_of(invoice).taxes
    return read_back.Sums(
        net=sign * invoice.net,
        vat=sign * invoice.vat,
        total=sign * invoice.total,
        currency=invoice.currency,
        rates=frozenset((plain(tax.percent), tax.base, tax.amount) for tax in taxes),
    )


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


def test_one_random_subscription_comes_to_the_same_cents(acme):
    assert "usage" in come_to_the_same(acme, 4)
