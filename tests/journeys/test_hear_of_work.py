"""Hearing of work: the bell rings by itself, the inbox leads to the task, and reading it silences the bell."""

import pytest
from playwright.sync_api import expect

from motorblok.kernel import schema
from motorblok.work import actions
from tests import cast, world
from tests.journeys.chromium import grave_faults, overflow, press
from tests.notify.heard import NOW, a_task, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acme(public_committed):
    return world.client("acme")


def in_hand(acme, bob, sam, title="Post the invoice"):
    with schema.entered(acme.schema_name):
        return a_task(acme, requester=bob, assignee=sam, title=title)


def say(verb, task, person, words, acme):
    with schema.entered(acme.schema_name):
        verb(task.id, text=words, client_id=acme.id, actor=person.actor, at=NOW)
        look()


def looks_again(page):
    """What the page does by itself each half minute, and whenever it is seen again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_bell_rings_and_the_inbox_fills_while_it_is_open(visit, acme):
    sam, bob = cast.sam(acme), cast.bob()
    task = in_hand(acme, bob, sam)
    page = visit(sam, "/inbox/")
    expect(page.locator(".empty-title")).to_have_text("Nothing yet")

    say(actions.reply_to_provider, task, bob, "Any news?", acme)
    looks_again(page)

    expect(page.locator("#bell .bell-count")).to_contain_text("1")
    expect(page.locator(".news")).to_contain_text("Bob Requester wrote")
    press(page, "j")
    press(page, "Enter")
    expect(page.locator("h1")).to_contain_text("Post the invoice")
    expect(page.locator("#bell .bell-count")).to_have_count(0)
    assert page.said == []


def test_a_bell_with_nothing_new_changes_nothing(visit, acme):
    page = visit(cast.sam(acme), "/inbox/")
    with page.expect_response("**/inbox/count/*") as asked:
        looks_again(page)

    assert asked.value.status == 204
    assert page.said == []


def test_reading_all_is_undone_with_one_key(visit, acme):
    sam, bob = cast.sam(acme), cast.bob()
    for task in [in_hand(acme, bob, sam, title) for title in ("Post the invoice", "Close the month")]:
        say(actions.reply_to_provider, task, bob, "Any news?", acme)
    page = visit(sam, "/inbox/")

    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator(".news-unread")).to_have_count(0)
    press(page, "z")

    expect(page.locator(".news-unread")).to_have_count(2)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_a_contact_reads_the_answer_from_its_inbox(visit, acme, width, theme):
    sam, bob = cast.sam(acme), cast.bob()
    task = in_hand(acme, bob, sam)
    say(actions.reply_to_client, task, sam, "Posted this morning.", acme)
    page = visit(bob, "/", width=width, theme=theme, bypass_csp=True)

    page.locator("#bell").click()

    expect(page.locator(".news")).to_contain_text("Motorblok schreef u")
    assert (grave_faults(page), overflow(page)) == ([], 0)
    page.locator(".news .row-link").click()
    expect(page.locator("h1")).to_contain_text("Post the invoice")
    expect(page.locator("#bell .bell-count")).to_have_count(0)
