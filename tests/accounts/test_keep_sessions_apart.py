"""A session belongs to the hosts of one client: elsewhere it is nobody, and harmless."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client as Browser

from motorblok.accounts import actions
from motorblok.accounts.models import Session
from motorblok.accounts.sessions import SessionStore
from motorblok.accounts.tasks import sweep_sessions
from tests import cast
from tests.accounts.gate import sign_in, signed_in_as, url

pytestmark = pytest.mark.usefixtures("public")
COOKIE = settings.SESSION_COOKIE_NAME


def carried(browser, *, to):
    """The same cookie at another host."""
    thief = Browser(HTTP_HOST=cast.host_of(to))
    thief.cookies[COOKIE] = browser.cookies[COOKIE].value
    return thief


def test_a_session_carried_to_another_client_is_nobody():
    ann, cleo = cast.ann(), cast.cleo()
    browser = cast.browser(ann)

    thief = carried(browser, to=cleo.client)

    assert signed_in_as(thief) is None
    assert signed_in_as(browser) == ann.id


def test_a_session_carried_between_console_and_client_is_nobody():
    ann, rita = cast.ann(), cast.rita()

    assert signed_in_as(carried(cast.browser(ann), to=None)) is None
    assert signed_in_as(carried(cast.browser(rita), to=ann.client)) is None


def test_signing_in_with_a_foreign_cookie_leaves_the_other_session_alone():
    ann, cleo = cast.ann(), cast.cleo()
    browser = cast.browser(ann)
    before = Session.objects.get(person=ann)
    visitor = carried(browser, to=cleo.client)

    sign_in(visitor, cleo.email)

    after = Session.objects.get(person=ann)
    assert (after.session_key, after.session_data) == (before.session_key, before.session_data)
    assert visitor.cookies[COOKIE].value != before.session_key
    assert signed_in_as(browser) == ann.id
    assert signed_in_as(visitor) == cleo.id


def test_signing_out_with_a_foreign_cookie_leaves_the_other_session_alone():
    ann, cleo = cast.ann(), cast.cleo()
    browser = cast.browser(ann)

    carried(browser, to=cleo.client).post(url("account_logout"))

    assert signed_in_as(browser) == ann.id


@pytest.mark.parametrize("verb", ["flush", "delete", "save", "cycle_key"])
def test_a_store_of_another_host_cannot_touch_a_session(verb):
    ann, cleo = cast.ann(), cast.cleo()
    browser = cast.browser(ann)
    foreign = SessionStore(browser.cookies[COOKIE].value, client_id=cleo.client_id)

    getattr(foreign, verb)()

    assert signed_in_as(browser) == ann.id


def test_signing_in_gives_the_session_a_new_key():
    ann = cast.ann()
    browser = cast.browser(client=ann.client)
    browser.get("/sign-in/")
    before = browser.cookies[COOKIE].value

    sign_in(browser, ann.email)

    assert browser.cookies[COOKIE].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_cookie_is_bound_to_its_host():
    ann = cast.ann()
    browser = cast.browser(client=ann.client)

    sign_in(browser, ann.email)

    cookie = browser.cookies[COOKIE]
    assert COOKIE.startswith("__Host-")
    assert (cookie["domain"], cookie["path"], cookie["samesite"]) == ("", "/", "Lax")
    assert cookie["secure"]
    assert cookie["httponly"]


def test_a_person_without_business_at_the_host_is_nobody_even_with_a_session():
    ann, cleo = cast.ann(), cast.cleo()
    browser = cast.browser(ann)
    stored = SessionStore(browser.cookies[COOKIE].value, client_id=ann.client_id)
    stored["_auth_user_id"], stored["_auth_user_hash"] = str(cleo.id), cleo.get_session_auth_hash()
    stored.save()

    assert signed_in_as(browser) is None


def test_a_page_that_only_asks_by_itself_does_not_keep_a_session_alive():
    browser = cast.browser(cast.ann())
    half = settings.MOTORBLOK_SESSION_IDLE / 2 + timedelta(minutes=1)
    with time_machine.travel(datetime.now(UTC) + half):
        assert browser.get("/inbox/count/?seen=0").status_code == 204

    with time_machine.travel(datetime.now(UTC) + 2 * half):
        assert browser.get("/").status_code == 302


def test_an_idle_session_ends():
    ann = cast.ann()
    browser = cast.browser(ann)

    with time_machine.travel(datetime.now(UTC) + settings.MOTORBLOK_SESSION_IDLE + timedelta(minutes=1)):
        assert signed_in_as(browser) is None


def test_a_session_in_use_lives_on_until_its_day_is_over():
    ann = cast.ann()
    browser, begun = cast.browser(ann), datetime.now(UTC)
    seen = []

    for hour in range(1, 14):
        with time_machine.travel(begun + timedelta(hours=hour, seconds=1)):
            seen.append(signed_in_as(browser) == ann.id)

    assert seen == [True] * 11 + [False] * 2


def test_a_new_password_ends_all_sessions_but_the_one_it_is_set_in():
    ann = cast.ann()
    here, there = cast.browser(ann), cast.browser(ann)
    words = {
        "oldpassword": cast.PASSWORD,
        "password1": "a long new sentence",
        "password2": "a long new sentence",
    }

    answer = here.post(url("account_change_password"), words)

    assert answer.status_code == 302
    assert signed_in_as(here) == ann.id
    assert signed_in_as(there) is None


def test_who_is_deactivated_is_signed_out_at_once():
    ann = cast.ann()
    browser = cast.browser(ann)

    actions.deactivate(ann.id, actor=cast.OLGA, at=cast.MONDAY)

    assert signed_in_as(browser) is None
    assert not Session.objects.filter(person=ann).exists()


def test_only_sessions_that_ended_are_swept_away():
    ann, rita = cast.ann(), cast.rita()
    idle = cast.browser(ann).cookies[COOKIE].value
    with time_machine.travel(datetime.now(UTC) + settings.MOTORBLOK_SESSION_IDLE + timedelta(minutes=1)):
        browser = cast.browser(rita)

        assert sweep_sessions() == 1
        assert signed_in_as(browser) == rita.id
    assert not Session.objects.filter(session_key=idle).exists()


def test_a_request_costs_the_schema_the_session_and_the_person(django_assert_num_queries):
    ann = cast.ann()
    browser = cast.browser(ann)
    browser.get(url("account_change_password"))

    with django_assert_num_queries(3):
        browser.get(url("account_logout"))
