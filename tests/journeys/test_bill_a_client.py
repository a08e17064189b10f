"""The way of money in a browser: a client is subscribed, billed, credited and pays; and what it sees of that itself."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from billing.actions.proposals import CreditDraft, propose_credit
from billing.models import Credit, Invoice, Subscription
from billing.periods import Period, months_after
from billing.tasks import work_off_notices
from motorblok.kernel.actors import SYSTEM
from tests import cast, world
from tests.billing import billed, deals, told
from tests.billing.paid import paid
from tests.journeys.chromium import grave_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [(1440, "light"), (820, "dark"), (390, "light"), (390, "dark")]
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def acme(public_committed):
    return world.client("acme")


def ann():
    """Ann, who reads English."""
    person = cast.ann()
    person.language = "en"
    person.save()
    return person


def origin(page):
    return "/".join(page.url.split("/")[:3])


def test_a_client_is_subscribed_billed_credited_and_pays(visit, acme):
    deals.debtor(acme)
    deals.plan(deals.price(), code="office")
    page = visit(cast.fay(), "/clients/acme/billing/")

    page.get_by_role("link", name="Draw up a subscription").click()
    page.get_by_role("button", name="Draw it up").click()
    page.get_by_role("link", name="Start it").click()
    page.get_by_label("Begins on").fill((datetime.now(UTC) - timedelta(days=1)).date().isoformat())
    page.get_by_role("button", name="Start it").click()
    page.get_by_role("link", name="Next invoice").click()
    page.get_by_role("button", name="Make what is due").click()
    expect(page.locator(".toast")).to_contain_text("1 invoice was drawn up; final: 0.")

    _propose_for(acme)
    page.goto(origin(page) + "/billing/")
    page.get_by_role("link", name="Credits to approve").click()
    page.get_by_role("link", name="Acme Bakeries").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".toast")).to_contain_text("The credit is approved.")

    page.goto(origin(page) + "/billing/invoices/?standing=draft")
    page.get_by_role("link", name="Draft").click()
    page.get_by_role("button", name="Make it final").click()
    expect(page.locator("h1")).to_contain_text("MB-")
    expect(page.locator(".bill-sums")).to_contain_text("€96.80")
    page.locator(".bill-line").get_by_role("link", name="The evidence").click()
    expect(page.locator("h1")).to_have_text("€20.00")
    page.get_by_role("link", name="MB-").click()

    final = Invoice.objects.get(state="final")
    paid(final.debtor, final.total, invoice=final)
    page.reload()
    expect(page.locator(".head-sub")).to_contain_text("Paid")
    assert page.said == []


def _propose_for(acme):
    """A credit of 20 on the fees of the period that runs, proposed by the clock."""
    anchor = Subscription.objects.get().anchor_on
    key = Period(anchor, months_after(anchor, 1)).key
    draft = CreditDraft(service_line="hr", period_key=key, amount=2_000, reason_en="Late", reason_nl="Laat")
    propose_credit(acme.id, draft, actor=SYSTEM, at=datetime.now(UTC))


@pytest.fixture
def pretended(acme, settings):
    """Acme pays through the pretended gateway, and owes October's invoice there; November is what comes next."""
    settings.MOTORBLOK_DEMO = True
    with told.pretending():
        of = billed.subscription(acme, debtor={"gateway": "fake"})
        for number in (1, 2, 3):
            billed.used(of, billed.noon(2026, 10, 9), number=f"ACME-{number}")
        final = billed.final(of, billed.OCTOBER)
        told.send_all()
        yield final


def test_a_director_looks_at_what_comes_takes_its_invoice_along_and_pays(visit, pretended):
    page = visit(ann(), "/")
    page.get_by_role("link", name="Billing").click()
    line = page.locator("#line-2")
    line.get_by_text("How this was counted").click()
    expect(line).to_contain_text("3 pieces")

    page.get_by_role("link", name=pretended.number).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")

    to_pay = page.get_by_role("link", name="Pay now").get_attribute("href")
    port = urlsplit(page.url).port
    page.goto(f"http://console.localhost:{port}{urlsplit(to_pay).path}")
    page.get_by_role("button", name="Pay", exact=True).click()
    page.get_by_text("This is paid.").wait_for()
    for each in told.letters():
        told.post(*each)
    work_off_notices()

    page.goto(f"http://acme.localhost:{port}/billing/invoices/")
    expect(page.locator(".standing").first).to_have_text("Paid")
    assert page.said == []


@pytest.fixture
def owed(acme):
    """Three months of invoices that are paid by bank, and a credit that waits."""
    of = billed.subscription(acme, prices=billed.OFFICE | {"hours": {"service_line": "finance"}})
    billed.used(of, billed.noon(2026, 10, 9), number="ACME-1")
    for period in (billed.OCTOBER, billed.NOVEMBER):
        billed.final(of, period)
    billed.drafted(of, billed.DECEMBER)
    draft = CreditDraft(
        service_line="hr",
        period_key="2026-10",
        amount=2_000,
        reason_en="Late twice",
        reason_nl="Tweemaal laat",
    )
    return propose_credit(acme.id, draft, actor=SYSTEM, at=billed.noon(2026, 11, 5))


def paths_at_console():
    final, credit = Invoice.objects.filter(state="final").latest("issued_on"), Credit.objects.get()
    one = f"/billing/invoices/{final.id}/"
    lists = {"home": "/billing/", "invoices": "/billing/invoices/", "credits": "/billing/credits/"}
    pages = {"invoice": one, "line": f"{one}lines/3/", "proof": f"{one}proof/", "note": f"{one}credit-note/"}
    more = {
        "credit": f"/billing/credits/{credit.id}/",
        "revenue": "/billing/revenue/",
        "next": "/billing/next/acme/",
    }
    return lists | pages | more


def paths_at_portal():
    final = Invoice.objects.filter(state="final").latest("issued_on")
    one = f"/billing/invoices/{final.id}/"
    return {"now": "/billing/", "list": "/billing/invoices/", "invoice": one, "line": f"{one}lines/3/"}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_every_page_of_money_looks_well_everywhere(visit, owed, width, theme, language):
    for person, paths in ((cast.fay(), paths_at_console()), (cast.ann(), paths_at_portal())):
        person.language = language
        person.save()
        page = visit(person, "/", width=width, theme=theme, bypass_csp=True)
        wrong = {}
        for name, path in paths.items():
            page.goto(origin(page) + path)
            if SHOTS:
                place = f"{person.kind}-{name}-{width}-{theme}-{language}.png"
                page.screenshot(path=Path(SHOTS) / place, full_page=True)
            if faults := [*grave_faults(page), *filter(None, [overflow(page)])]:
                wrong[name] = faults
        assert (wrong, page.said) == ({}, [])
