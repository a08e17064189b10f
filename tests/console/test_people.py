"""Staff in the console: the list, inviting a colleague, one's own settings."""

import pytest

from motorblok.accounts.models import Person
from tests import cast, world
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
NEW = {"name": "Tom Smit", "email": "tom@motorblok.test", "role": "agent"}


def test_the_list_says_for_whom_each_works():
    cast.sam(world.client("acme"))

    words = text(cast.browser(cast.rita()).get("/people/"))

    assert "All clients" in words
    assert "Acme Bakeries" in words


def test_an_owner_invites_a_colleague():
    answer = cast.browser(cast.olga()).post("/people/new/", NEW, follow=True)

    assert "Tom Smit gets the invitation by mail." in text(answer)
    assert "Invited" in text(answer)


def test_an_address_that_is_taken_is_told():
    cast.rita()

    answer = cast.browser(cast.olga()).post("/people/new/", {**NEW, "email": "rita@motorblok.test"})

    assert answer.status_code == 409
    assert "already has an account here" in text(answer)


def test_language_and_theme_follow_the_person():
    sam = cast.sam(world.client("acme"))
    browser = cast.browser(sam)

    answer = browser.post("/settings/", {"language": "nl", "theme": "dark", "mails": "mine"}, follow=True)

    assert "Uw instellingen zijn opgeslagen." in text(answer)
    assert 'lang="nl" data-theme="dark"' in answer.content.decode()
    assert Person.objects.get(pk=sam.pk).theme == "dark"


def test_a_theme_that_there_is_not_is_refused():
    answer = cast.browser(cast.rita()).post("/settings/", {"language": "en", "theme": "pink", "mails": "all"})

    assert answer.status_code == 422
