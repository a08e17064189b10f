"""A task's way through the console, by keyboard alone, and through the portal."""

import re

import pytest
from playwright.sync_api import expect

from tests import cast, world
from tests.console.pages import promise, receive
from tests.journeys.chromium import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acme(public_committed):
    return world.client("acme")


def test_a_task_is_found_taken_and_resolved_by_keyboard(visit, acme):
    promise(acme)
    for title in ("Book the invoice", "Close the month", "Read the lease"):
        receive(acme, title=title)
    page = visit(cast.sam(acme), "/")

    press(page, "/")
    page.keyboard.type("month")
    expect(page.locator(".task")).to_have_count(1)
    press(page, "Escape")
    press(page, "j")
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Close the month")
    press(page, "t")
    expect(page.locator(".toast")).to_contain_text("is yours")
    press(page, "r")
    expect(page.locator("#reply-text")).to_be_focused()
    page.keyboard.type("Closed, report is in your inbox.")
    press(page, "Control+Enter")

    expect(page.locator(".answer")).to_contain_text("Closed, report is in your inbox.")
    assert page.said == []


def test_an_assignment_is_undone_with_one_key(visit, acme):
    sam, rita, task = cast.sam(acme), cast.rita(), receive(acme)
    page = visit(rita, f"/clients/acme/tasks/{task.number}/")
    for person in (rita, sam):
        press(page, "a")
        page.locator(".menu[open] .menu-choice", has_text=person.name).click()
        expect(page.locator(".task-marks .person-name")).to_have_text(person.name)

    press(page, "z")

    expect(page.locator(".task-marks .person-name")).to_have_text(rita.name)


def test_the_board_follows_its_filters_without_a_new_page(visit, acme):
    receive(acme, title="Book the invoice", service_line="finance")
    receive(acme, title="Read the lease", service_line="legal")
    page = visit(cast.rita(), "/")

    page.locator("#filter-line").select_option("legal")

    expect(page.locator(".task")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/\?line=legal$"))
    expect(page.locator("#save summary")).to_contain_text("Save view")
    assert page.said == []


def test_pressing_the_button_twice_receives_one_task(visit, acme):
    page = visit(cast.rita(), "/clients/acme/tasks/new/")
    page.fill("[name=title]", "Three quotes")
    page.locator("[name=service_line]").select_option("procurement")
    page.locator("[name=audience][value=client]").check()

    page.locator("form button.button-main").dblclick()

    expect(page.locator("h1")).to_have_text("Three quotes")
    page.goto(page.url.split("/clients/")[0] + "/")
    expect(page.locator(".task")).to_have_count(1)


def test_a_contact_asks_and_sees_when_it_is_due(visit, acme):
    promise(acme)
    page = visit(cast.ann(), "/")

    press(page, "n")
    page.fill("[name=title]", "A new laptop")
    page.locator("[name=service_line][value=it-support]").check()
    page.locator("form.card button").click()

    expect(page.locator("h1")).to_have_text("A new laptop")
    expect(page.locator(".promise")).to_have_count(2)
    assert page.said == []


def test_the_bars_tick_in_the_browser(visit, acme):
    promise(acme)
    receive(acme)
    page = visit(cast.rita(), "/")
    clock = page.locator("[data-clock]")

    clock.evaluate("element => { element.dataset.due = element.dataset.breach = new Date(0).toISOString() }")

    expect(clock).to_have_class("sla sla-late", timeout=8000)
    expect(clock.locator(".sla-words")).to_contain_text("late")
