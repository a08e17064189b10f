"""A forgotten password: the link goes to the right person, works at one host, once, and never because of a header."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser

from motorblok.accounts.models import Session
from motorblok.audit import readers
from tests import cast
from tests.accounts.gate import sign_in, signed_in_as, url

pytestmark = pytest.mark.usefixtures("public")
NEW = "a wholly different sentence"


def ask(browser, email, **headers):
    return browser.post(url("account_reset_password"), {"email": email}, **headers)


def mailed(person):
    """The links that the reader mailed from the book in which this person's events are."""
    with cast.book_of(person):
        readers.drain()
    return [link for letter in mail.outbox for link in re.findall(r"\S*/password/new/\S+", letter.body)]


def follow(browser, link):
    """Open a mailed link and set the new password; the last answer."""
    path = re.sub(r"^https?://[^/]+", "", link)
    form = browser.get(path, follow=True)
    place = form.redirect_chain[-1][0] if form.redirect_chain else path
    return browser.post(place, {"password1": NEW, "password2": NEW}, follow=True)


def test_a_link_sets_a_new_password_and_signs_nobody_in():
    ann = cast.ann()
    browser, elsewhere = cast.browser(client=ann.client), cast.browser(ann)
    ask(browser, ann.email)

    follow(browser, mailed(ann)[0])

    assert signed_in_as(browser) is None
    assert signed_in_as(elsewhere) is None
    sign_in(browser, ann.email, NEW)
    assert signed_in_as(browser) == ann.id


def test_a_link_works_once():
    ann = cast.ann()
    ask(cast.browser(client=ann.client), ann.email)
    (link,) = mailed(ann)
    follow(cast.browser(client=ann.client), link)

    answer = follow(cast.browser(client=ann.client), link)

    assert answer.context["token_fail"]


def test_a_link_works_for_an_hour():
    ann = cast.ann()
    ask(cast.browser(client=ann.client), ann.email)
    (link,) = mailed(ann)

    with time_machine.travel(timedelta(minutes=61)):
        assert follow(cast.browser(client=ann.client), link).context["token_fail"]


@pytest.mark.parametrize("elsewhere", ["cleo", "rita"])
def test_a_link_of_one_host_is_nothing_at_another(elsewhere):
    ann, other = cast.ann(), getattr(cast, elsewhere)()
    ask(cast.browser(client=ann.client), ann.email)
    (link,) = mailed(ann)

    answer = follow(cast.browser(client=other.client), link)

    assert answer.context["token_fail"]
    ann.refresh_from_db()
    assert ann.check_password(cast.PASSWORD)


def test_a_reset_never_crosses_clients():
    at_acme = cast.contact("acme", "Double Agent", "double@agent.test", "director")
    at_globex = cast.contact("globex", "Double Agent", "double@agent.test", "director")
    browser = cast.browser(client=at_acme.client)
    ask(browser, "double@agent.test")

    follow(browser, mailed(at_acme)[0])

    at_acme.refresh_from_db()
    at_globex.refresh_from_db()
    assert at_acme.check_password(NEW)
    assert at_globex.check_password(cast.PASSWORD)
    assert mailed(at_globex) == mailed(at_acme)


def test_a_stranger_and_a_member_of_another_host_get_the_same_answer_and_no_mail():
    ann, cleo = cast.ann(), cast.cleo()

    answers = [ask(cast.browser(client=ann.client), email) for email in (ann.email, cleo.email, "x@y.test")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, "/sign-in/password/sent/")
    }
    assert len(mailed(ann)) == 1
    assert len(mailed(cleo)) == 1
    assert {tuple(letter.to) for letter in mail.outbox} == {(ann.email,)}


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_HOST", "HTTP_FORWARDED", "HTTP_X_FORWARDED_SERVER"]
)
def test_no_header_gets_into_the_link(header):
    ann = cast.ann()

    ask(cast.browser(client=ann.client), ann.email, **{header: "evil.test"})

    (link,) = mailed(ann)
    assert link.startswith("http://acme.localhost:8000/sign-in/password/new/")


def test_an_unknown_host_gets_no_page_and_no_mail():
    ann = cast.ann()

    answer = ask(Browser(HTTP_HOST="evil.test"), ann.email)

    assert answer.status_code == 404
    assert mailed(ann) == []


def test_a_second_address_in_the_form_changes_nothing():
    ann = cast.ann()

    cast.browser(client=ann.client).post(
        url("account_reset_password"), {"email": [ann.email, "thief@evil.test"]}
    )

    assert mailed(ann) == []


def test_a_reset_does_not_leave_out_the_sessions_of_the_person_it_is_for():
    ann, bob = cast.ann(), cast.bob()
    cast.browser(ann), cast.browser(bob)
    browser = cast.browser(client=ann.client)
    ask(browser, ann.email)

    follow(browser, mailed(ann)[0])

    assert not Session.objects.filter(person=ann).exists()
    assert Session.objects.filter(person=bob).exists()
