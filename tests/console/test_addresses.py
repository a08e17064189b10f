"""A client's addresses in the console."""

from uuid import uuid4

import pytest

from tenants.queries import domains_of
from tests import cast, world
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
PAGE = "/clients/acme/addresses/"


def add(browser, domain, **changes):
    return browser.post(PAGE, {"token": str(uuid4()), "domain": domain, **changes}, follow=True)


def known():
    return [(each.domain, each.is_primary) for each in domains_of(world.client("acme"))]


def test_an_address_is_added():
    answer = add(cast.browser(cast.olga()), "Portal.Acme.Example")

    assert "The portal answers at portal.acme.example too." in text(answer)
    assert known() == [("acme.localhost", True), ("portal.acme.example", False)]


def test_one_sent_twice_is_added_once():
    browser, token = cast.browser(cast.olga()), str(uuid4())

    answers = [add(browser, "portal.acme.example", token=token).status_code for _ in range(2)]

    assert (answers, len(known())) == ([200, 200], 2)


@pytest.mark.parametrize(
    ("domain", "status", "words"),
    [
        ("http://acme.example", 422, "without http:// or a port"),
        ("globex.localhost", 409, "This address is in use already."),
        ("console.localhost", 409, "This address is in use already."),
    ],
)
def test_one_that_cannot_be_is_told_at_its_field(domain, status, words):
    answer = add(cast.browser(cast.olga()), domain)

    assert answer.status_code == status
    assert words in text(answer)
    assert f'value="{domain}"' in answer.content.decode()


def test_another_becomes_primary_and_back():
    browser = cast.browser(cast.olga())
    add(browser, "portal.acme.example")

    answer = browser.post(f"{PAGE}primary/", {"domain": "portal.acme.example"}, follow=True)
    changed = known()
    browser.post(f"{PAGE}primary/", {"domain": "acme.localhost"})

    assert 'name="domain" value="acme.localhost"' in answer.content.decode()
    assert changed == [("portal.acme.example", True), ("acme.localhost", False)]
    assert known() == [("acme.localhost", True), ("portal.acme.example", False)]


def test_one_is_removed_and_the_message_brings_it_back():
    browser = cast.browser(cast.olga())
    add(browser, "portal.acme.example")

    answer = browser.post(f"{PAGE}removal/", {"domain": "portal.acme.example"}, follow=True)
    removed = known()
    undo = next(message for message in answer.context["messages"]).extra_tags
    browser.post(PAGE, dict(pair.split("=") for pair in undo.partition("?")[2].split("&")))

    assert removed == [("acme.localhost", True)]
    assert len(known()) == 2


def test_the_primary_one_stays():
    answer = cast.browser(cast.olga()).post(f"{PAGE}removal/", {"domain": "acme.localhost"}, follow=True)

    assert "Make another one the primary address first." in text(answer)
    assert known() == [("acme.localhost", True)]


def test_another_clients_address_is_not_touched():
    browser = cast.browser(cast.olga())

    browser.post(f"{PAGE}removal/", {"domain": "globex.localhost"})
    answer = browser.post(f"{PAGE}primary/", {"domain": "globex.localhost"})

    assert answer.status_code == 404
    assert [each.domain for each in domains_of(world.client("globex"))] == ["globex.localhost"]
