"""The page of exchange rates: finance sets one, is told what is missing, and reads why one is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import ExchangeRate
from tests import cast, world
from tests.billing import agreed
from tests.billing.billed import OCTOBER, drafted, subscription
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
PATH = "/billing/exchange-rates/"


def today():
    return timezone.localtime().date()


def said(**other):
    usual = {"currency": "USD", "per_euro": "1,0845", "published_on": f"{today()}", "source": "A bank"}
    return usual | other


def in_dollars(**said):
    """A draft of 100 dollars, with 21 of VAT unless said otherwise."""
    of = subscription(world.client("acme"), prices={"payroll": {}}, debtor={"currency": "USD"} | said)
    return drafted(of, OCTOBER)


def test_what_is_set_stands_in_the_list_and_holds():
    page = cast.browser(cast.fay()).post(PATH, said(), follow=True)

    assert page.redirect_chain == [(PATH, 302)]
    assert "1.0845 USD" in text(page)
    assert b"is-past" not in page.content
    assert ExchangeRate.objects.get().source == "A bank"


def test_a_rate_that_is_a_week_old_holds_no_more():
    agreed.rates(today() - timedelta(days=7))

    assert cast.browser(cast.fay()).get(PATH).content.count(b"is-past") == 2


def test_it_says_which_rate_is_missing_until_there_is_one():
    in_dollars()
    browser = cast.browser(cast.fay())

    assert "There is no rate of the last week for USD" in text(browser.get(PATH))
    assert "A rate is missing" not in text(browser.post(PATH, said(), follow=True))


def test_no_rate_is_missing_where_no_vat_is_charged():
    in_dollars(treatment="exempt")

    assert "A rate is missing" not in text(cast.browser(cast.fay()).get(PATH))


def test_a_rate_that_a_draft_waits_for_is_among_what_waits_for_somebody():
    in_dollars()
    browser = cast.browser(cast.fay())

    assert "Exchange rates that a draft waits for 1" in text(browser.get("/billing/"))
    browser.post(PATH, said())
    assert "Exchange rates that a draft waits for" not in text(browser.get("/billing/"))


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"per_euro": "0"}, "a number above 0"),
        ({"published_on": "2199-01-01"}, "still to come"),
        ({"currency": "EUR"}, "EUR is not one of the available choices"),
    ],
)
def test_what_is_no_rate_is_refused_in_words_and_kept_in_the_form(other, words):
    page = cast.browser(cast.fay()).post(PATH, said(**other))

    assert page.status_code == 422
    assert words in text(page)
    assert 'value="A bank"' in page.content.decode()


def test_dutch_readers_read_dutch():
    fay = cast.fay()
    fay.language = "nl"
    fay.save()

    page = text(cast.browser(fay).get(PATH))
    assert "Wisselkoersen" in page
    assert "Nog geen koersen" in page
