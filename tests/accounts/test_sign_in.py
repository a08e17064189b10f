"""Signing in with a password: by whom, where, and what is noted of it."""

import re

import pytest

from motorblok.accounts import actions
from motorblok.accounts.models import Session
from motorblok.audit.queries import history
from tests import cast
from tests.accounts.gate import refusal, sign_in, signed_in_as, url

pytestmark = pytest.mark.usefixtures("public")
WRONG = "The e-mail address or the password is not right."


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def words(response):
    return TOKEN.sub("", response.content.decode())


def test_staff_signs_in_at_the_console():
    rita, browser = cast.rita(), cast.browser()

    answer = sign_in(browser, "Rita@motorblok.test ")

    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert signed_in_as(browser) == rita.id


def test_a_contact_signs_in_at_its_client():
    ann = cast.ann()
    browser = cast.browser(client=ann.client)

    sign_in(browser, "ann@acme.test")

    assert signed_in_as(browser) == ann.id


@pytest.mark.parametrize(
    ("email", "password"),
    [("ann@acme.test", "wrong"), ("cleo@globex.test", cast.PASSWORD), ("nobody@acme.test", cast.PASSWORD)],
)
def test_wrong_password_foreigner_and_stranger_get_the_same_answer(email, password):
    ann, _cleo = cast.ann(), cast.cleo()
    browser = cast.browser(client=ann.client)

    answer = sign_in(browser, email, password)

    assert answer.status_code == 200
    assert refusal(answer) == "email_password_mismatch"
    assert signed_in_as(browser) is None


def test_the_answer_to_a_refusal_tells_nothing_about_accounts():
    cast.rita()
    browser = cast.browser()

    known = words(sign_in(browser, "rita@motorblok.test", "wrong"))
    unknown = words(sign_in(browser, "rina@motorblok.test", "wrong"))

    assert WRONG in known
    assert known.replace("rita@", "rina@") == unknown


def test_staff_cannot_sign_in_at_a_client_nor_a_contact_at_the_console():
    rita, ann = cast.rita(), cast.ann()
    portal, console = cast.browser(client=ann.client), cast.browser()

    sign_in(portal, rita.email)
    sign_in(console, ann.email)

    assert signed_in_as(portal) is None
    assert signed_in_as(console) is None


def test_who_was_deactivated_gets_the_answer_of_a_wrong_password():
    rita = cast.rita()
    actions.deactivate(rita.id, actor=cast.OLGA, at=cast.MONDAY)

    assert WRONG in words(sign_in(cast.browser(), rita.email))


def test_the_same_address_is_two_accounts_at_two_clients():
    at_acme = cast.contact("acme", "Double Agent", "double@agent.test", "director")
    at_globex = cast.contact("globex", "Double Agent", "double@agent.test", "director")
    actions.set_password(at_globex.id, password="another one entirely", at=cast.MONDAY)
    browser = cast.browser(client=at_globex.client)

    sign_in(browser, "double@agent.test")

    assert at_acme.id != at_globex.id
    assert signed_in_as(browser) is None


def test_a_sign_in_is_in_the_book_of_the_client_with_its_address():
    ann = cast.ann()
    browser = cast.browser(client=ann.client)

    sign_in(browser, ann.email)

    entry = in_book(ann, ann.subject)[-1]
    assert entry.kind.name == "accounts.person.signed_in"
    assert entry.actor == f"contact:{ann.id}"
    assert entry.private == {"actor": "Ann Director", "address": "127.0.0.1"}


def test_a_refusal_is_in_the_book_of_the_host_that_refused():
    ann, cleo = cast.ann(), cast.cleo()

    sign_in(cast.browser(client=ann.client), cleo.email)

    entry = in_book(ann, f"client:{ann.client_id}")[-1]
    assert entry.kind.name == "accounts.person.refused"
    assert entry.facts == {"reason": "password"}
    assert in_book(cleo, cleo.subject)[-1].kind.name == "accounts.invitation.accepted"


def test_signing_out_ends_the_session_and_is_noted():
    ann = cast.ann()
    browser = cast.browser(ann)

    answer = browser.post(url("account_logout"))

    assert answer.status_code == 302
    assert signed_in_as(browser) is None
    assert not Session.objects.filter(person=ann).exists()
    assert in_book(ann, ann.subject)[-1].kind.name == "accounts.person.signed_out"


def test_a_link_to_sign_out_asks_first():
    ann = cast.ann()
    browser = cast.browser(ann)

    browser.get(url("account_logout"))

    assert signed_in_as(browser) == ann.id


@pytest.mark.parametrize(
    "way", ["//evil.test/", "https://evil.test/", "http://globex.localhost/", "javascript:x"]
)
def test_signing_in_leads_to_no_other_host(way):
    ann = cast.ann()
    browser = cast.browser(client=ann.client)

    answer = browser.post(f"/sign-in/?next={way}", {"login": ann.email, "password": cast.PASSWORD})

    assert answer["Location"] == "/"


def in_book(person, subject):
    with cast.book_of(person):
        return history(subject)
