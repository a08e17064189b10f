"""API keys in the console: made, shown once, revoked."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from motorblok.accounts.keys import authenticate
from motorblok.accounts.models import ApiKey
from motorblok.exchange.models import Answered
from tests import cast, world
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
NEW = "/clients/acme/keys/new/"


def a_key(**changes):
    last_day = datetime.now(UTC).date() + timedelta(days=30)
    fields = {"token": str(uuid4()), "name": "ERP", "side": "client", "scopes": ["tasks:read"]}
    return {**fields, "expires_on": last_day.isoformat(), **changes}


def viewer(answer, *, client):
    header = f"Bearer {answer.context['secret']}"
    return authenticate(header, client=client, at=datetime.now(UTC))


def test_the_secret_that_is_shown_works_for_the_client():
    answer = cast.browser(cast.rita()).post(NEW, a_key())

    assert viewer(answer, client=world.client("acme")).scopes == {"tasks:read"}
    assert "no-store" in answer["Cache-Control"]
    assert "http://acme.localhost" in text(answer)


def test_a_key_of_ours_acts_for_who_made_it():
    answer = cast.browser(cast.rita()).post(NEW, a_key(side="provider", scopes=["tasks:read", "tasks:work"]))

    assert viewer(answer, client=None).sees_as.name == "Rita Lead"


def test_the_secret_is_shown_once_and_kept_nowhere():
    browser, sent = cast.browser(cast.rita()), a_key()
    secret = browser.post(NEW, sent).context["secret"]

    again = browser.post(NEW, sent, follow=True)

    assert "Its secret was shown once" in text(again)
    assert secret not in again.content.decode()
    assert ApiKey.objects.count() == 1
    assert secret not in str(Answered.objects.get().answer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scopes": ["tasks:work"]}, "A client's key cannot work on tasks"),
        ({"expires_on": "2020-01-01"}, "Choose a day within the next twelve months."),
        ({"expires_on": "2099-01-01"}, "Choose a day within the next twelve months."),
        ({"scopes": []}, "This field is required."),
    ],
)
def test_a_key_that_cannot_be_is_told_at_its_field(changes, words):
    answer = cast.browser(cast.rita()).post(NEW, a_key(**changes))

    assert answer.status_code == 422
    assert words in text(answer)
    assert ApiKey.objects.count() == 0


def test_a_revoked_key_is_turned_away():
    browser = cast.browser(cast.rita())
    made = browser.post(NEW, a_key())
    address = f"/clients/acme/keys/{ApiKey.objects.get().id}/revocation/"

    asked = browser.get(address)
    answers = [browser.post(address, {"token": str(uuid4())}, follow=True) for _ in range(2)]

    assert "It was never used." in text(asked)
    assert all("The key “ERP” is revoked." in text(each) for each in answers)
    assert viewer(made, client=world.client("acme")) is None


def test_a_key_of_another_client_is_not_found():
    browser = cast.browser(cast.rita())
    browser.post(NEW, a_key())

    answer = browser.get(f"/clients/globex/keys/{ApiKey.objects.get().id}/revocation/")

    assert answer.status_code == 404


def test_the_list_tells_whose_they_are_and_which_still_work():
    browser = cast.browser(cast.rita())
    browser.post(NEW, a_key())
    browser.post(NEW, a_key(name="Robot", side="provider"))
    ApiKey.objects.filter(name="ERP").update(expires_at=cast.MONDAY.replace(year=2020))

    words = text(browser.get("/clients/acme/keys/"))

    assert "acts for Rita Lead" in words
    assert ("Works" in words, "Expired" in words) == (True, True)
