"""What an hour costs: set by finance from a day on, and where it is missing the page of margins says so plainly."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from billing.models import CostRate
from tests import cast, world
from tests.billing import billed
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
SENT = {"service_line": "finance", "currency": "EUR", "per_hour": "41,50", "from_on": "2026-10-01"}


def at(name):
    return reverse(f"console:{name}", urlconf="motorblok.config.urls_console")


@pytest.fixture
def fay():
    return cast.browser(cast.fay())


def test_a_rate_is_set_from_a_day_on(fay):
    page = text(fay.post(at("cost-rates"), SENT, follow=True))

    row = CostRate.objects.get()
    assert (row.service_line, row.per_hour, row.from_on) == ("finance", 4_150, date(2026, 10, 1))
    assert "€41.50" in page
    assert "holds today" in page


def test_what_holds_and_what_is_to_hold_are_told_apart(fay):
    for per_hour, from_on in ((4_000, date(2026, 1, 1)), (9_000, date(2099, 1, 1))):
        CostRate.objects.create(service_line="finance", currency="EUR", per_hour=per_hour, from_on=from_on)

    page = text(fay.get(at("cost-rates")))

    assert "1 January 2099 later €90.00" in page
    assert "1 January 2026 holds today €40.00" in page


@pytest.mark.parametrize(
    "changes", [{"per_hour": "-1"}, {"per_hour": ""}, {"service_line": "none"}, {"from_on": "x"}]
)
def test_what_is_no_rate_is_refused_in_words(fay, changes):
    answer = fay.post(at("cost-rates"), SENT | changes)

    assert answer.status_code == 422
    assert not CostRate.objects.exists()


def test_where_a_rate_is_missing_the_page_of_margins_says_of_what(fay, monkeypatch):
    of = billed.subscription(world.client("acme"))
    monkeypatch.setattr("motorblok.console.billing_revenue.now", lambda: billed.noon(2026, 11, 20))
    hours = {"meter": "time", "unit": "second", "service_line": "finance"}
    billed.used(of, datetime(2026, 10, 9, 12, tzinfo=UTC), 7_200, **hours)

    page = fay.get(at("billing-revenue"))
    assert "were booked at no cost" in text(page)
    assert f"{at('cost-rates')}?service_line=finance&amp;currency=EUR" in page.content.decode()

    fay.post(at("cost-rates"), SENT)
    assert "were booked at no cost" not in text(fay.get(at("billing-revenue")))


def test_only_owners_and_finance_set_it():
    assert cast.browser(cast.rita()).get(at("cost-rates")).status_code == 404
