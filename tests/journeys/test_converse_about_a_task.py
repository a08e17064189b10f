"""A conversation about a task, from both sides and in both languages: reply, note, question, answer, end, and again."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from motorblok.accounts.actions import set_preferences
from motorblok.kernel import schema
from motorblok.work.actions import assign_task, note_on_task, reply_to_client
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import promise, receive
from tests.journeys.chromium import grave_faults, overflow, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "en": ("Waiting for Acme Bakeries", "Send and resolve", "Resolved"),
    "nl": ("Wacht op Acme Bakeries", "Versturen en oplossen", "Opgelost"),
}


@pytest.fixture
def acme(public_committed):
    return world.client("acme")


def speaking(person, language):
    with schema.entered(schema.PUBLIC):
        set_preferences(person.id, language=language, actor=RITA, at=MONDAY)
    person.refresh_from_db()
    return person


def do(client, verb, task, who, **matter):
    with schema.entered(client.schema_name):
        verb(task.id, client_id=client.id, actor=who.actor, at=datetime.now(UTC), **matter)


def page_of(task):
    return f"/clients/acme/tasks/{task.number}/"


def write(page, key, words):
    """Press a key of the composer, write, and send."""
    press(page, key)
    expect(page.locator("textarea:focus")).to_be_visible()
    page.keyboard.type(words)
    press(page, "Control+Enter")
    page.wait_for_load_state()


@pytest.mark.parametrize("language", WORDS)
def test_a_task_is_talked_through_to_its_end_and_opened_again(visit, acme, language):
    waiting, send_and_resolve, resolved = WORDS[language]
    promise(acme)
    task = receive(acme, title="Which invoice?", requester_id=cast.ann().id)
    ours = visit(speaking(cast.rita(), language), page_of(task))

    write(ours, "m", "We are on it.")
    expect(ours.locator(".said-provider")).to_contain_text("We are on it.")
    write(ours, "i", "Mind the <b>margin</b>.")
    expect(ours.locator(".said-note")).to_contain_text("Mind the <b>margin</b>.")
    write(ours, "p", "Invoice 114 or 115?")
    expect(ours.locator(".stands-waiting")).to_contain_text(waiting)

    theirs = visit(speaking(cast.ann(), language), f"/tasks/{task.number}/")
    expect(theirs.locator("main")).not_to_contain_text("margin")
    theirs.locator("textarea").first.fill("It is 114.")
    theirs.locator("textarea").first.press("Control+Enter")
    theirs.wait_for_load_state()

    ours.reload()
    expect(ours.locator(".stands-waiting")).to_have_count(0)
    expect(ours.locator(".said-client")).to_contain_text("It is 114.")
    press(ours, "e")
    expect(ours.locator(".composer-reply .button-main:visible").first).to_contain_text(send_and_resolve)
    ours.keyboard.type("114 is booked.")
    press(ours, "Control+Enter")
    expect(ours.locator(".answer")).to_contain_text("114 is booked.")
    expect(ours.locator(".task-marks .state")).to_contain_text(resolved)

    theirs.reload()
    theirs.locator("textarea").first.fill("There is one more.")
    theirs.locator("textarea").first.press("Control+Enter")
    theirs.wait_for_load_state()
    ours.reload()
    expect(ours.locator(".answer")).to_have_count(0)
    assert (ours.said, theirs.said) == ([], [])


def test_a_resolution_is_undone_and_reopened_by_keyboard(visit, acme):
    task = receive(acme)
    page = visit(cast.rita(), page_of(task))
    write(page, "r", "Done.")
    expect(page.locator(".answer")).to_be_visible()

    press(page, "z")
    expect(page.locator(".answer")).to_have_count(0)
    write(page, "x", "Sent twice.")
    expect(page.locator(".task-marks .state")).to_have_text("Cancelled")
    write(page, "o", "It is another one.")

    expect(page.locator(".task-marks .state")).to_have_text("Received")
    assert page.said == []


def test_news_comes_without_taking_what_is_being_typed(visit, acme):
    task, rita, sam = receive(acme), cast.rita(), cast.sam(acme)
    page = visit(rita, page_of(task))
    page.clock.install()
    page.reload()
    press(page, "m")
    page.keyboard.type("We are ")
    do(acme, assign_task, task, sam, assignee=sam.actor)

    page.clock.fast_forward(16_000)
    expect(page.locator("#fresh")).to_contain_text("Sam Agent assigned ACME-1 to Sam Agent")
    expect(page.locator("textarea:focus")).to_have_value("We are ")
    page.keyboard.type("on it.")
    press(page, "Control+Enter")

    expect(page.locator(".said-provider")).to_contain_text("We are on it.")
    assert page.said == []


def test_a_colleague_on_the_same_task_is_seen_at_work(visit, acme):
    task = receive(acme)
    ritas, sams = visit(cast.rita(), page_of(task)), visit(cast.sam(acme), page_of(task))
    expect(sams.locator(".present")).to_have_text("RLRita Lead is looking at this too")
    ritas.clock.install()
    ritas.reload()
    press(ritas, "m")
    ritas.keyboard.type("We")
    with ritas.expect_response("**/news/**"):
        ritas.clock.fast_forward(16_000)

    sams.reload()

    expect(sams.locator(".present-writing")).to_contain_text("Rita Lead is writing")


def test_a_draft_waits_for_its_writer_on_its_own_side(visit, acme):
    task = receive(acme)
    page = visit(cast.rita(), page_of(task))
    press(page, "i")
    page.keyboard.type("Not for the client")

    page.goto(page.url.split("/clients/")[0] + "/")
    page.go_back()
    page.reload()

    expect(page.locator("#reply-text")).to_have_value("")
    press(page, "i")
    expect(page.locator("#note-text")).to_have_value("Not for the client")
    press(page, "Control+Enter")
    expect(page.locator(".said-note")).to_contain_text("Not for the client")
    expect(page.locator("#note-text")).to_have_value("")


def test_the_slower_of_two_loses_nothing(visit, acme):
    task, sam = receive(acme), cast.sam(acme)
    page = visit(cast.rita(), page_of(task))
    press(page, "m")
    page.keyboard.type("We are on it.")
    do(acme, reply_to_client, task, sam, text="Sam is on it.")
    do(acme, note_on_task, task, sam, text="I am.")
    press(page, "Control+Enter")

    expect(page.locator(".notice-changed")).to_contain_text("Sam Agent wrote to the client about ACME-1")
    expect(page.locator(".is-new")).to_have_count(2)
    expect(page.locator("#reply-text")).to_have_value("We are on it.")
    assert grave_faults(visit(cast.rita(), page_of(task), bypass_csp=True)) == []
    page.locator("#reply-text").press("Control+Enter")

    expect(page.locator(".said-provider")).to_have_count(2)


@pytest.mark.parametrize(("width", "theme"), [(1280, "dark"), (390, "light"), (390, "dark")])
def test_every_step_is_drawn_well(visit, acme, width, theme):
    promise(acme)
    task, done = receive(acme, title="A rather long title, " * 5), receive(acme)
    do(acme, reply_to_client, task, cast.rita(), text="Averylongwordwithoutanyplacetobreakit" * 8)
    do(acme, note_on_task, task, cast.rita(), text="A note.\n\nOf two paragraphs.")
    page = visit(cast.rita(), page_of(task), width=width, theme=theme, bypass_csp=True)
    wrong = {}
    for step in (
        "",
        "?write=note",
        "resolution/",
        "waiting/",
        "waiting/third-party/",
        "handover/",
        "priority/",
        "cancellation/",
    ):
        page.goto(page.url.split("/clients/")[0] + page_of(task) + step)
        if (faults := grave_faults(page)) or overflow(page) > 0:
            wrong[step] = (faults, overflow(page))

    assert wrong == {}
    assert done.number == "ACME-2"
