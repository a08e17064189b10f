"""Copying an agreement to several clients: looked at, then made at each on its own, and safe to repeat."""

import pytest

from motorblok.kernel import schema
from motorblok.sla.models import Agreement, AgreementVersion, Calendar
from tenants.actions import open_client, suspend_client
from tenants.models import Client
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import promise, text

pytestmark = pytest.mark.usefixtures("public")
PAGE = "/agreements/copy/"


def agreement_of(slug):
    with schema.entered(world.client(slug).schema_name):
        return str(Agreement.objects.get().id)


def sent(**changes):
    fields = {"source": "acme", "agreement": agreement_of("acme"), "targets": ["globex"], "seen": ""}
    return {**fields, "effective_on": "2090-01-01", **changes}


def look_and_make(browser, **changes):
    seen = browser.post(PAGE, sent(look="yes", **changes)).context["form"].data["seen"]
    return browser.post(PAGE, sent(make="yes", seen=seen, **changes))


def versions():
    with schema.entered("c_globex"):
        return AgreementVersion.objects.count(), Calendar.objects.count()


def test_looking_tells_what_would_be_made_and_makes_nothing():
    promise(world.client("acme"))

    words = text(cast.browser(cast.rita()).post(PAGE, sent(look="yes")))

    assert "This is what would be made" in words
    assert "Makes the calendar Office hours" in words
    assert versions() == (0, 0)


def test_the_client_whose_agreements_are_shown_stays_chosen():
    promise(world.client("acme"))

    page = cast.browser(cast.rita()).get(PAGE, {"source": "acme"})

    assert page.context["form"]["source"].value() == "acme"


def test_what_was_looked_at_is_made_and_once_only():
    promise(world.client("acme"))
    browser = cast.browser(cast.rita())

    first, again = look_and_make(browser), look_and_make(browser)

    assert "Copied to 1 client." in text(first)
    assert [each.client.slug for each in again.context["same"]] == ["globex"]
    assert versions() == (1, 1)


def test_many_clients_get_it_in_parts_that_follow_each_other_by_themselves(monkeypatch):
    monkeypatch.setattr("motorblok.console.over_clients.SECONDS", 0)
    promise(world.client("acme"))
    third = open_client(name="Initech", slug="initech", actor=OLGA, at=MONDAY)
    Client.objects.filter(pk=third.pk).update(state="open")
    browser = cast.browser(cast.rita())

    first = look_and_make(browser, every="yes", text="")
    rest = browser.post(PAGE, dict(first.context["part"].sent), headers={"HX-Request": "true"})

    assert (first.context["part"].until, "1 of 2 clients are done." in text(first)) == (1, True)
    assert versions() == (1, 1)
    assert [each.client.slug for each in rest.context["failed"]] == ["initech"]  # it has no schema


def test_what_was_not_looked_at_is_shown_first():
    promise(world.client("acme"))

    answer = cast.browser(cast.rita()).post(PAGE, sent(make="yes", seen="acme/other"))

    assert "Nothing is made yet." in text(answer)
    assert versions() == (0, 0)


def test_a_client_that_fails_is_named_and_holds_up_no_other():
    promise(world.client("acme"))
    suspend_client(world.client("globex"), reason="Unpaid", actor=OLGA, at=MONDAY)
    answer = look_and_make(cast.browser(cast.rita()), every="yes", text="")

    assert [(each.client.slug, each.failure[:24]) for each in answer.context["failed"]] == [
        ("globex", "This client is suspended")
    ]
    assert versions() == (0, 0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"targets": ["acme"]}, "Choose at least one other client."),
        ({"targets": []}, "Choose at least one other client."),
        ({"effective_on": "2020-01-01"}, "Choose today or a later day"),
        ({"agreement": "01980000-0000-7000-8000-0000000000ff"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_told(changes, words):
    promise(world.client("acme"))

    answer = cast.browser(cast.rita()).post(PAGE, sent(look="yes", **changes))

    assert answer.status_code == 422
    assert words in text(answer)


def test_the_search_narrows_the_clients_and_keeps_those_that_are_chosen():
    promise(world.client("acme"))
    browser = cast.browser(cast.rita())

    found = browser.get(f"{PAGE}?source=acme&text=nothing+like+it")
    kept = browser.get(f"{PAGE}?source=acme&text=nothing+like+it&targets=globex")

    assert [each.slug for each in found.context["targets"]] == []
    assert [(each.slug, each.is_chosen) for each in kept.context["targets"]] == [("globex", True)]


def test_a_client_to_whom_nothing_is_promised_has_nothing_to_copy():
    assert "Nothing is promised to this client yet." in text(
        cast.browser(cast.rita()).get(f"{PAGE}?source=globex")
    )


def test_no_client_reads_for_whom_else_the_provider_works():
    promise(world.client("acme"))
    browser = cast.browser(cast.rita())

    refused = browser.post(PAGE, sent(look="yes", name="SLA of ACME BAKERIES"))
    made = look_and_make(browser, name="Office work")

    assert (refused.status_code, "Write another one." in text(refused)) == (422, True)
    assert "Copied to 1 client." in text(made)
    with schema.entered("c_globex"):
        assert Agreement.objects.get().name == "Office work"
