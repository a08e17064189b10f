"""In a browser: finance is told that an exchange rate is missing, writes it down, and is told no more."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from motorblok.accounts.models import Person
from motorblok.kernel import schema
from tests import cast, world
from tests.billing.billed import OCTOBER, drafted, subscription
from tests.journeys.chromium import grave_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")
PATH = "/billing/exchange-rates/"


@pytest.fixture
def in_dollars():
    """A draft for Acme, which pays in dollars, with VAT."""
    with schema.entered(schema.PUBLIC):
        of = subscription(world.client("acme"), prices={"payroll": {}}, debtor={"currency": "USD"})
        drafted(of, OCTOBER)


@pytest.mark.parametrize(
    ("width", "theme", "language"), [(1440, "light", "en"), (390, "dark", "nl"), (390, "light", "en")]
)
def test_a_rate_that_is_missing_is_written_down(visit, in_dollars, width, theme, language):
    fay = cast.fay()
    with schema.entered(schema.PUBLIC):
        Person.objects.filter(id=fay.id).update(language=language)
    page = visit(fay, PATH, width=width, theme=theme, bypass_csp=True)
    _look(page, f"rates-empty-{width}-{theme}")
    expect(page.locator(".notice-title")).to_be_visible()

    page.locator("#id_per_euro").fill("1,0845")
    page.locator("form.form button").click()

    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".notice-title")).to_have_count(0)
    _look(page, f"rates-full-{width}-{theme}")


def _look(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert (grave_faults(page), overflow(page), page.said) == ([], 0, [])
