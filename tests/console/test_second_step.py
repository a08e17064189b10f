"""The owner's page on the second step of staff."""

from datetime import UTC, datetime, timedelta

import pytest

from motorblok.accounts.models import SecondStepRule
from tests import cast
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
PLACE = "/people/second-step/"
NOW = datetime.now(UTC)


def ask(browser, *roles, days=7):
    sent = {"roles": roles, "required_on": (NOW + timedelta(days=days)).date().isoformat()}
    return browser.post(PLACE, sent, follow=True)


def test_an_owner_asks_it_of_roles_and_sees_who_has_none():
    cast.sam()
    browser = cast.browser(cast.olga())

    page = text(ask(browser, "agent", "owner"))

    assert set(SecondStepRule.objects.values_list("role", flat=True)) == {"agent", "owner"}
    assert "They have none yet: Sam Agent." in page
    assert "They have none yet: Olga Owner." in page


def test_roles_of_which_it_is_asked_keep_their_day_and_others_are_let_go():
    browser = cast.browser(cast.olga())
    ask(browser, "agent", "owner")
    before = SecondStepRule.objects.get(role="agent").required_at

    ask(browser, "agent", days=30)

    assert SecondStepRule.objects.get().required_at == before


def test_a_day_that_has_passed_is_refused():
    answer = ask(cast.browser(cast.olga()), "agent", days=-2)

    assert answer.status_code == 422
    assert "This day has passed." in text(answer)
    assert not SecondStepRule.objects.exists()


@pytest.mark.parametrize("person", [cast.rita, cast.sam])
def test_nobody_else_finds_the_page(person):
    assert cast.browser(person()).get(PLACE).status_code == 404
