"""In a browser: money goes back when a second person agrees and the bank tells it, and what drifts is decided on one page."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from billing.actions.statements import import_statement
from billing.models import InboundEvent, LateUsageDecision, ParkedUsage
from billing.settling import kept_for
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.ids import new_id
from tests import cast, world
from tests.billing import billed, paid
from tests.billing.billed import NOVEMBER, OCTOBER, noon
from tests.billing.paid import AT
from tests.billing.statements import booking, file, statement, transfer
from tests.journeys.chromium import grave_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONEY, DRIFT = "/clients/acme/billing/money/", "/billing/drift/"
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def debtor(public_committed):
    """Acme, of whose transfer of 150.00 an invoice took 121.00."""
    debtor = paid.debtor(world.client("acme"))
    paid.paid(debtor, 15_000, invoice=paid.owed(debtor))
    return debtor


@pytest.fixture
def drifting(public_committed):
    """Usage that came too late, a fact that makes no sense, and a message that nobody understood."""
    of = billed.subscription(world.client("acme"))
    billed.final(of, OCTOBER)
    billed.final(of, NOVEMBER)
    billed.used(of, noon(2026, 10, 1), 4, recorded_at=noon(2026, 11, 20))
    ParkedUsage.objects.create(book="c_acme", event_id=new_id(), fact={}, fault="No number.", parked_at=AT)
    told = {"kind": "invoice.paid", "about": "invoice", "body": b"{}", "next_at": AT, "received_at": AT}
    InboundEvent.objects.create(gateway="fake", external_id="e1", object_id="in_7", state="parked", **told)


def said(page, words):
    expect(page.locator(".toast")).to_contain_text(words)


def test_money_goes_back_when_two_people_say_so_and_the_bank_tells_it(visit, debtor):
    page = visit(cast.olga(), MONEY)
    page.get_by_role("link", name="Pay back").click()
    page.get_by_label("Reason").fill("It was paid twice")
    page.get_by_role("button", name="Propose it").click()
    said(page, "A second person must agree before the money goes back.")
    expect(page.get_by_role("button", name="Agree to it")).to_have_count(0)

    other = visit(cast.fay(), "/billing/")
    other.get_by_role("link", name="Refunds to approve").click()
    other.get_by_role("button", name="Agree to it").click()
    said(other, "It is ordered: the money goes back.")

    went = booking(transfer(name="Acme", side="Cdtr"), direction="DBIT", amount="29.00")
    import_statement(file(statement(went)), actor=SYSTEM, at=AT)
    other.get_by_role("link", name="Bank", exact=True).click()
    other.get_by_role("button", name="This is it").click()
    said(other, "The transfer is the refund")

    assert kept_for(debtor.pk, currency="EUR") == 0
    assert page.said == other.said == []


def test_money_is_put_on_an_invoice_and_taken_off_by_the_toast(visit, debtor):
    invoice = paid.owed(debtor, total=2_000)
    page = visit(cast.fay(), MONEY)

    page.get_by_role("link", name="Put on an invoice").click()
    page.get_by_label("Reason").fill("They asked")
    page.get_by_role("button", name="Put it on").click()
    said(page, "The money is put on the invoice.")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    said(page, "The money is taken off")

    assert paid.settled(invoice) == [0]


def test_what_drifts_is_decided_until_everything_meets(visit, drifting):
    page = visit(cast.fay(), DRIFT)

    late = page.locator("#late-usage")
    late.get_by_label("Reason").fill("Agreed by phone")
    late.get_by_role("button", name="Write it off").click()
    said(page, "It is written off.")
    facts = page.locator("#parked-usage")
    facts.get_by_role("button", name="Try again").click()
    said(page, "still cannot be counted")
    facts.get_by_text("Put away").click()
    facts.get_by_label("Reason").fill("A trial run")
    facts.get_by_role("button", name="It needs no counting").click()
    said(page, "It is put away.")
    page.get_by_text("Put away", exact=True).click()
    page.get_by_label("Reason").fill("Theirs")
    page.get_by_role("button", name="It needs no more doing").click()

    expect(page.get_by_role("heading", name="Everything meets")).to_be_visible()
    assert urlsplit(page.url).path == DRIFT
    assert [each.is_charged for each in LateUsageDecision.objects.all()] == [False]


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "en"), (390, "dark", "nl")])
def test_the_pages_look_well(visit, drifting, width, theme, language):
    fay = cast.fay()
    fay.language = language
    fay.save()
    with schema.entered(schema.PUBLIC):
        debtor = paid.debtor(world.client("globex"))
        paid.paid(debtor, 15_000, invoice=paid.owed(debtor))

    for path in (
        DRIFT,
        "/clients/globex/billing/money/",
        "/billing/refunds/",
        "/billing/cost-rates/",
        "/billing/",
    ):
        page = visit(fay, path, width=width, theme=theme, bypass_csp=True)
        if SHOTS:
            page.screenshot(
                path=Path(SHOTS) / f"{path.strip('/').replace('/', '-')}-{width}.png", full_page=True
            )
        assert (grave_faults(page), overflow(page), page.said) == ([], 0, []), path
