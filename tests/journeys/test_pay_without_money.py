"""In a browser: the page to pay on without money, and the page on which finance sees what a gateway told."""

import os
from pathlib import Path

import pytest

from billing.models import InboundEvent, Invoice
from billing.tasks import work_off_notices
from motorblok.kernel import schema
from tests import cast, world
from tests.billing import told
from tests.journeys.chromium import grave_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [(1440, "light"), (820, "dark"), (390, "light"), (390, "dark")]
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def held(public_committed, settings):
    settings.MOTORBLOK_DEMO = True
    with told.pretending(), schema.entered(schema.PUBLIC):
        held = told.held(world.client("acme"))
        told.told(
            "invoice", "fin_0197f0c2a0d37bd2b5b4f8d6e1a9c3b7", state="parked", kind="invoice.paid",
            error="Nothing says whose this is.",
        )  # fmt: skip
        told.call(held.debtor, "nonsense")
        yield held


def must_look_well(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert (grave_faults(page), overflow(page), page.said) == ([], 0, [])


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_both_pages_look_well_everywhere(visit, held, width, theme):
    for name, path in (("gateways", "/billing/gateways/"), ("pay", f"/dev/pay/{held.external_id}/")):
        page = visit(cast.fay(), path, width=width, theme=theme, bypass_csp=True)
        must_look_well(page, f"{name}-{width}-{theme}")


def test_somebody_pays_and_the_invoice_is_settled(visit, held):
    page = visit(cast.fay(), f"/dev/pay/{held.external_id}/")
    page.get_by_role("button", name="Pay and confirm").click()
    page.get_by_role("button", name="Yes, confirm").click()
    page.get_by_text("This is paid.").wait_for()

    for each in told.letters():
        told.post(*each)
    work_off_notices()

    assert Invoice.objects.get(id=held.invoice.id).settled == 12_100
    assert page.said == []


def test_finance_puts_away_what_nobody_understood(visit, held):
    page = visit(cast.fay(), "/billing/gateways/")
    page.get_by_text("Put away").click()
    page.get_by_label("Reason").fill("A test of theirs")
    page.get_by_role("button", name="It needs no more doing").click()
    page.get_by_text("It is put away.").wait_for()

    assert set(InboundEvent.objects.filter(error__gt="").values_list("state", flat=True)) == {"ignored"}
