"""A contact's day in the portal: a question is answered, a resolved task opened again, a request sent, all by hand."""

import re

import pytest
from playwright.sync_api import expect

from motorblok.accounts.actions import set_preferences
from motorblok.kernel import schema
from motorblok.work.actions import resolve_task, wait_for_client
from tenants.actions import set_accent
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import promise, receive
from tests.journeys.chromium import grave_faults, overflow, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "en": {
        "answer": "Answer",
        "send": "Send the answer",
        "thanks": "Thank you: the work on ACME-1 goes on.",
        "reopen": "Send and open again",
        "open": "ACME-2 is open again",
        "promised": "Sent now, we promise you:",
    },
    "nl": {
        "answer": "Antwoord",
        "send": "Antwoord versturen",
        "thanks": "Dank u: het werk aan ACME-1 gaat verder.",
        "reopen": "Versturen en heropenen",
        "open": "ACME-2 is heropend",
        "promised": "Als u nu verstuurt, beloven wij u:",
    },
}


@pytest.fixture
def acme(public_committed):
    client = world.client("acme")
    promise(client)
    asked, done = receive(client, title="Invoice 4870"), receive(client, title="VAT return")
    with schema.entered(client.schema_name):
        by = {"client_id": client.id, "actor": RITA, "at": MONDAY}
        wait_for_client(asked.id, question="Which cost centre is it?", **by)
        resolve_task(done.id, answer="Filed on Thursday.", **by)
    return client


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_contact_answers_and_opens_again(visit, acme, language, width):
    ann, said = cast.ann(), WORDS[language]
    set_preferences(ann.id, language=language, actor=RITA, at=MONDAY)
    page = visit(ann, "/", width=width)

    question = page.locator(".ask")
    expect(question).to_contain_text("Which cost centre is it?")
    question.locator("summary").click()
    question.locator("textarea").fill("4711, as always.")
    question.get_by_role("button", name=said["send"]).click()
    expect(page.locator(".toast")).to_contain_text(said["thanks"])
    expect(page.locator(".ask")).to_have_count(0)

    page.locator(".answered a", has_text="VAT return").click()
    expect(page.locator(".answer")).to_contain_text("Filed on Thursday.")
    page.locator("#reopening-reason").fill("The amount is wrong.")
    page.get_by_role("button", name=said["reopen"]).click()
    expect(page.locator(".toast")).to_contain_text(said["open"])
    expect(page.locator(".letter-client").last).to_contain_text("The amount is wrong.")
    assert overflow(page) <= 0
    assert page.said == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_request_tells_its_promise_before_it_is_sent_and_is_taken_back_with_one_key(visit, acme, language):
    bob = cast.bob()
    set_preferences(bob.id, language=language, actor=RITA, at=MONDAY)
    page = visit(bob, "/tasks/new/")

    page.locator(".line-card").nth(1).click()
    expect(page.locator("#outlook")).to_contain_text(WORDS[language]["promised"])
    page.locator("[name=title]").fill("New colleague")
    page.locator("form.card .button-main").click()
    expect(page.locator("h1")).to_have_text("New colleague")
    page.locator(".drawer summary").click()
    page.locator("#cancellation-reason").fill("Found somebody else.")
    page.locator(".drawer button").click()
    expect(page.locator(".state-cancelled")).to_be_visible()
    press(page, "z")

    expect(page.locator(".state-received")).to_be_visible()
    assert page.said == []


@pytest.mark.parametrize("accent", ["#ffcc00", "#000000", "#e2001a"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_any_colour_can_be_read(visit, acme, accent, theme):
    set_accent(acme, accent=accent, actor=RITA, at=MONDAY)

    page = visit(cast.ann(), "/", theme=theme, bypass_csp=True)
    origin = re.match(r"\w+://[^/]+", page.url).group()
    for path in ("/", "/tasks/ACME-1/", "/tasks/new/?service_line=hr"):
        page.goto(origin + path)
        assert grave_faults(page) == []
