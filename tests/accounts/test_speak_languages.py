"""Which language a page is in, and in which time zone its instants are."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from motorblok.accounts import actions
from motorblok.accounts.middleware import LanguageMiddleware
from motorblok.accounts.models import Person
from tests import cast

pytestmark = pytest.mark.usefixtures("public")


def answered_in(person=None, *, client=None, browser="fr"):
    request = RequestFactory().get("/", headers={"accept-language": browser})
    request.user, request.client = person, client or (person.client if person else None)
    seen = LanguageMiddleware(lambda _request: HttpResponse(translation.get_language()))(request)
    return seen.content.decode()


def test_a_person_is_answered_in_the_language_it_chose():
    ann = cast.ann()
    actions.set_preferences(ann.id, language="en", actor=ann.actor, at=cast.MONDAY)

    assert answered_in(Person.objects.get(pk=ann.id), browser="nl") == "en"


def test_who_chose_none_is_answered_in_the_clients():
    ann = cast.ann()

    assert answered_in(ann, browser="en") == "nl"
    assert answered_in(client=ann.client, browser="en") == "nl"


@pytest.mark.parametrize(("browser", "language"), [("nl-BE,nl;q=0.9", "nl"), ("en-GB", "en"), ("fr", "en")])
def test_the_console_answers_in_the_browsers(browser, language):
    assert answered_in(browser=browser) == language


def test_instants_are_in_the_clients_zone_and_only_while_answering():
    ann = cast.ann()
    ann.client.time_zone = "America/Curacao"
    request = RequestFactory().get("/")
    request.user, request.client = ann, ann.client

    seen = LanguageMiddleware(lambda _request: HttpResponse(timezone.get_current_timezone_name()))(request)

    assert seen.content == b"America/Curacao"
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_page_says_its_language_and_theme():
    ann = cast.ann()
    actions.set_preferences(ann.id, theme="dark", actor=ann.actor, at=cast.MONDAY)

    answer = cast.browser(ann).get("/sign-in/password/")

    assert answer["Content-Language"] == "nl"
    assert '<html lang="nl" data-theme="dark"' in answer.content.decode()
    assert "Uw wachtwoord wijzigen" in answer.content.decode()
