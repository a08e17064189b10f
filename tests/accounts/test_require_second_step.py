"""A second step that an owner asks of a role: told until its day, and from then on nobody of it works without."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator

from motorblok.accounts import actions
from motorblok.accounts.actions.steps import SecondStepIsRequired
from motorblok.accounts.enrolling import OWED
from motorblok.accounts.models import SecondStepRule
from motorblok.audit.queries import history
from motorblok.kernel.errors import Invalid
from tests import cast
from tests.accounts.gate import code_of, sign_in, url
from tests.cast import MONDAY, OLGA
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
NOW = datetime.now(UTC)
BY = {"actor": OLGA, "at": MONDAY}
BOARD = "/"


def asked(role="agent", *, days=0):
    actions.require_second_step(role=role, required_at=NOW + timedelta(days=days), **BY)


def arriving(person):
    """A browser in which this person has just signed in by its password."""
    browser = cast.browser(client=person.client)
    sign_in(browser, person.email)
    return browser


def enrol(browser):
    asks = browser.get(url("mfa_activate_totp"))
    page = browser.post(asks["Location"], {"password": cast.PASSWORD}, follow=True)
    return browser.post(url("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})


def test_until_its_day_who_has_none_is_told_on_every_page_and_works_on():
    asked(days=3)

    page = arriving(cast.sam()).get(BOARD)

    assert page.status_code == 200
    day = (NOW + timedelta(days=3)).astimezone(ZoneInfo("Europe/Amsterdam"))
    assert f"From {day:%-d %B %Y} on you work with a second step" in text(page)


def test_from_its_day_on_every_page_leads_to_where_it_is_switched_on():
    asked()
    browser = arriving(cast.sam())

    for path in (BOARD, "/inbox/", "/clients/", "/settings/"):
        assert browser.get(path)["Location"] == url("mfa_activate_totp")
    live = browser.get("/inbox/count/", headers={"HX-Request": "true"})

    assert live["HX-Redirect"] == url("mfa_activate_totp")
    assert "Your role works with a second step." in text(browser.get(url("mfa_activate_totp"), follow=True))


def test_who_has_switched_it_on_goes_on_at_once():
    asked()
    browser = arriving(cast.sam())

    assert enrol(browser)["Location"] == url("mfa_view_recovery_codes")
    assert browser.get(BOARD).status_code == 200


def test_a_session_of_the_days_before_stops_when_its_day_comes():
    asked(days=1)
    browser = arriving(cast.sam())
    before, session = browser.get(BOARD).status_code, browser.session

    session[OWED] = (NOW - timedelta(minutes=1)).isoformat()
    session.save()

    assert (before, browser.get(BOARD).status_code) == (200, 302)


@pytest.mark.parametrize("person", [cast.rita, cast.ann])
def test_other_roles_and_contacts_are_not_asked(person):
    asked("agent")

    assert arriving(person()).get(BOARD).status_code == 200


def test_it_cannot_be_switched_off_while_it_is_asked():
    sam = cast.sam()
    browser = arriving(sam)
    enrol(browser)
    asked(days=3)

    answer = browser.post(url("mfa_deactivate_totp"), follow=True)

    assert answer.status_code == 409
    assert "so it stays on" in text(answer)
    assert Authenticator.objects.filter(user=sam, type="totp").exists()
    with pytest.raises(SecondStepIsRequired):
        actions.switch_second_step_off(sam, keep_session=None, at=MONDAY)


def test_who_lost_the_telephone_makes_a_new_one_at_the_next_sign_in():
    sam = cast.sam()
    enrol(arriving(sam))
    asked()

    actions.remove_second_step(sam.id, **BY)

    assert arriving(sam).get(BOARD)["Location"] == url("mfa_activate_totp")


def test_a_rule_is_told_once_and_taken_back():
    for _ in range(2):
        asked(days=3)
    for _ in range(2):
        actions.waive_second_step(role="agent", **BY)

    kinds = [entry.kind.name for entry in history("role:agent")]
    assert kinds == ["accounts.second_step.required", "accounts.second_step.waived"]
    assert not SecondStepRule.objects.exists()


def test_a_role_that_staff_cannot_have_is_refused():
    with pytest.raises(Invalid):
        asked("director")
