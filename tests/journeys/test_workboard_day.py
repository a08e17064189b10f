"""A day at the workboard: triage by keyboard, the palette, rows that keep up, verbs on many, a view of one's own."""

import re

import pytest
from playwright.sync_api import expect

from motorblok.kernel import schema
from motorblok.work.actions import resolve_task, take_task
from tests import cast, world
from tests.cast import MONDAY
from tests.console.pages import promise, receive
from tests.journeys.chromium import grave_faults, overflow, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acme(public_committed):
    return world.client("acme")


def do(verb, task, client, **given):
    with schema.entered(client.schema_name):
        verb(task.id, **given, client_id=client.id, actor=cast.olga().actor, at=MONDAY)


def row(page, title):
    return page.locator(".task", has_text=title)


def look_again(page):
    """What the page does every fifteen seconds."""
    with page.expect_response(re.compile("seen=")) as answer:
        page.locator("#rows").evaluate("element => htmx.trigger(element, 'refresh')")
    return answer.value.status


def test_three_tasks_are_sorted_out_without_a_mouse(visit, acme):
    promise(acme)
    sam = cast.sam(acme)
    for title in ("Book the invoice", "Close the month", "Read the lease"):
        receive(acme, title=title)
    page = visit(cast.rita(), "/", width=1440)

    press(page, "j")
    expect(page.locator("#peek h2")).to_have_text("Book the invoice")
    press(page, "a")
    expect(page.locator("#act-search")).to_be_focused()
    page.keyboard.type("sam")
    press(page, "Enter")
    expect(page.locator(".toast").last).to_contain_text("is assigned to Sam Agent.")
    expect(row(page, "Book the invoice").locator(".assignee")).to_contain_text(sam.name)
    expect(row(page, "Book the invoice").locator(".row-link")).to_be_focused()

    press(page, "j")
    expect(page.locator("#peek h2")).to_have_text("Close the month")
    press(page, "e")
    expect(page.locator("#act textarea")).to_be_focused()
    page.keyboard.type("Closed; the report is in your inbox.")
    press(page, "Control+Enter")
    expect(page.locator(".task")).to_have_count(2)

    expect(row(page, "Read the lease").locator(".row-link")).to_be_focused()
    press(page, "p")
    page.keyboard.type("Which of the two leases?")
    press(page, "Control+Enter")
    expect(row(page, "Read the lease").locator(".sla-cell")).to_contain_text("waits for the client")

    press(page, "z")
    expect(row(page, "Read the lease").locator("[data-clock]")).to_have_count(1)
    assert page.said == []


def hold(page, pattern, *, first):
    """Keep the first answers that fit back until told; gives what lets them go."""
    held, count = [], iter(range(1000))

    def handle(route):
        held.append(route) if next(count) < first else route.continue_()

    page.route(pattern, handle)
    return lambda: [route.continue_() for route in held]


def test_the_preview_ends_at_the_cursor_however_late_an_answer_comes(visit, acme):
    for title in ("Book the invoice", "Close the month", "Read the lease"):
        receive(acme, title=title)
    page = visit(cast.rita(), "/", width=1440)
    let_go = hold(page, "**/peek/**", first=2)

    with page.expect_request("**/ACME-1/peek/"):
        press(page, "j")
    with page.expect_request("**/ACME-2/peek/"):
        press(page, "j")
    press(page, "j")
    expect(page.locator("#peek h2")).to_have_text("Read the lease")
    let_go()
    press(page, "k")

    expect(page.locator("#peek h2")).to_have_text("Close the month")
    assert page.said == []


def test_a_preview_that_cannot_be_had_leaves_no_other_task_in_its_place(visit, acme):
    for title in ("Book the invoice", "Close the month"):
        receive(acme, title=title)
    page = visit(cast.rita(), "/", width=1440)
    press(page, "j")
    expect(page.locator("#peek h2")).to_have_text("Book the invoice")
    page.route("**/ACME-2/peek/", lambda route: route.abort())

    press(page, "j")
    expect(page.locator(".toast-error")).to_be_visible()
    expect(page.locator("#peek h2")).to_have_count(0)
    page.unroute("**/ACME-2/peek/")
    press(page, "k", "j")

    expect(page.locator("#peek h2")).to_have_text("Close the month")


AT_ONCE = """selector => new MutationObserver((_changes, observer) => {
    observer.disconnect();
    setTimeout(() => document.querySelector(selector).click());
}).observe(document.getElementById("act-body"), {childList: true})"""


def test_a_form_sent_the_moment_it_is_there_leaves_the_page_where_it_is(visit, acme):
    for title in ("Book the invoice", "Close the month"):
        receive(acme, title=title)
    page = visit(cast.rita(), "/", width=1440)
    page.evaluate(AT_ONCE, f"#act-body [value='{cast.rita().id}']")
    page.evaluate("window.isSamePage = true")

    press(page, "j", "a")

    expect(page.locator(".toast")).to_contain_text("is assigned to Rita Lead.")
    expect(row(page, "Book the invoice").locator(".assignee")).to_contain_text("Rita Lead")
    assert page.evaluate("window.isSamePage")


@pytest.mark.parametrize(("keys", "words"), [("p", "waits."), ("e", "is resolved.")])
def test_the_cursor_goes_on_when_it_is_anothers_turn(visit, acme, keys, words):
    promise(acme)
    for title in ("Book the invoice", "Close the month", "Read the lease"):
        receive(acme, title=title)
    page = visit(cast.rita(), "/", width=1440)

    press(page, "j", keys)
    expect(page.locator("#act textarea")).to_be_focused()
    page.keyboard.type("The month of October.")
    press(page, "Control+Enter")
    expect(page.locator(".toast")).to_contain_text(words)

    expect(row(page, "Close the month").locator(".row-link")).to_be_focused()
    expect(page.locator("#peek h2")).to_have_text("Close the month")
    assert page.said == []


def test_the_cursor_stays_with_a_task_that_is_still_ones_own(visit, acme):
    promise(acme)
    for title in ("Book the invoice", "Close the month"):
        receive(acme, title=title)
    page = visit(cast.rita(), "/?sort=priority", width=1440)
    press(page, "j", "j", "u")
    page.locator("#act [value=urgent]").check()
    press(page, "Control+Enter")

    expect(page.locator(".task").first).to_contain_text("Close the month")
    expect(row(page, "Close the month").locator(".row-link")).to_be_focused()
    expect(page.locator("#peek h2")).to_have_text("Close the month")
    press(page, "k")
    expect(page.locator("#peek h2")).to_have_text("Close the month")


def test_the_last_task_leaves_no_preview_behind(visit, acme):
    receive(acme, title="Book the invoice")
    page = visit(cast.rita(), "/", width=1440)
    press(page, "j", "e")
    expect(page.locator("#act textarea")).to_be_focused()
    page.keyboard.type("Booked.")
    press(page, "Control+Enter")

    expect(page.locator(".task")).to_have_count(0)
    expect(page.locator("#peek h2")).to_have_count(0)


def test_who_was_signed_out_meanwhile_is_asked_to_sign_in_and_comes_back(visit, acme):
    receive(acme, title="Book the invoice")
    page = visit(cast.rita(), "/?line=finance", width=1440)
    page.context.clear_cookies()

    press(page, "j")

    page.wait_for_url(re.compile(r"/sign-in/.*next=.*line%3Dfinance"))


def test_the_palette_goes_where_it_is_told(visit, acme):
    for number in range(3):
        receive(acme, title=f"Task {number + 1}")
    page = visit(cast.rita(), "/clients/")

    press(page, "Control+k")
    expect(page.locator("#palette-text")).to_be_focused()
    page.keyboard.type("glob")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Globex Energy")
    press(page, "Enter")
    page.wait_for_url("**/clients/globex/")

    press(page, "Control+k")
    page.keyboard.type("acme-2")
    press(page, "Enter")
    page.wait_for_url("**/tasks/ACME-2/")

    press(page, "Control+k")
    expect(page.locator("[role=option]").first).to_be_visible()
    press(page, "ArrowDown", "ArrowUp", "Escape")
    expect(page.locator("#palette")).to_be_hidden()
    assert page.said == []


def test_the_palette_does_what_the_page_can_do(visit, acme):
    receive(acme, title="Book the invoice")
    page = visit(cast.rita(), "/", width=1440)
    press(page, "j")
    expect(page.locator("#peek h2")).to_have_text("Book the invoice")

    press(page, "Control+k")
    page.keyboard.type("tak")
    option = page.locator("#palette-acts [role=option]", has_text="Take")
    expect(option).to_be_visible()
    option.click()

    expect(page.locator(".toast")).to_contain_text("is yours")
    assert page.said == []


def test_rows_keep_up_and_what_was_selected_stays(visit, acme):
    tasks = [
        receive(acme, title=title) for title in ("Book the invoice", "Close the month", "Read the lease")
    ]
    page = visit(cast.rita(), "/", width=1440)
    press(page, "j", "j", "x")

    assert look_again(page) == 204
    do(take_task, tasks[0], acme)
    assert look_again(page) == 200

    expect(row(page, "Book the invoice")).to_have_class(re.compile("is-fresh"))
    expect(row(page, "Book the invoice").locator(".state")).to_contain_text("In progress")
    expect(row(page, "Close the month").locator(".pick-box")).to_be_checked()
    expect(row(page, "Close the month").locator(".row-link")).to_be_focused()
    expect(page.locator("#said")).to_have_text("1 row changed")
    assert look_again(page) == 204
    assert page.said == []


def test_one_of_many_fails_and_stays_selected(visit, acme):
    tasks = [
        receive(acme, title=title) for title in ("Book the invoice", "Close the month", "Read the lease")
    ]
    page = visit(cast.rita(), "/")
    page.locator("#pick-all").check()
    expect(page.locator(".picked-count")).to_have_text("3 selected")
    do(resolve_task, tasks[1], acme, answer="Done.")

    page.locator("#picked [data-act=resolution]").click()
    page.locator("#act textarea").fill("All done.")
    page.locator("#act .button-main").click()

    expect(page.locator("#report")).to_contain_text("Close the month")
    expect(page.locator("#report")).to_contain_text("This task is resolved already.")
    expect(page.locator(".toast")).to_contain_text("2 tasks are resolved.")
    expect(page.locator(".task")).to_have_count(0)
    page.locator(".toast button", has_text="Undo").click()
    expect(page.locator(".task")).to_have_count(2)
    assert page.said == []


def test_rows_are_selected_from_one_to_another(visit, acme):
    for number in range(5):
        receive(acme, title=f"Task {number + 1}")
    page = visit(cast.rita(), "/")

    page.locator(".pick-box").nth(1).click()
    page.locator(".pick-box").nth(3).click(modifiers=["Shift"])
    expect(page.locator(".picked-count")).to_have_text("3 selected")
    press(page, "Escape")

    expect(page.locator("#picked")).to_be_hidden()


def test_a_view_of_ones_own_is_saved_counted_and_removed(visit, acme):
    receive(acme, title="Read the lease", service_line="legal")
    receive(acme, title="Book the invoice")
    page = visit(cast.rita(), "/", width=1440)

    page.locator("#filter-line").select_option("legal")
    expect(page.locator(".task")).to_have_count(1)
    page.locator("#save summary").click()
    page.locator("#save-name").fill("Leases")
    press(page, "Enter")
    view = page.locator("#side-views .nav-saved", has_text="Leases")
    expect(view.locator(".nav-count")).to_have_text("1")
    view.hover()
    view.locator("summary").click()
    view.locator("button", has_text="Rename").click()
    page.locator("#view-name").fill("All leases")
    press(page, "Enter")
    view = page.locator("#side-views .nav-saved", has_text="All leases")
    view.hover()
    view.locator("summary").click()
    view.locator("button", has_text="Remove").click()
    expect(view).to_have_count(0)
    press(page, "z")

    expect(view).to_have_count(1)
    assert page.said == []


def test_the_preview_is_remembered_and_falls_away_where_there_is_no_room(visit, acme):
    receive(acme, title="Book the invoice")
    page = visit(cast.rita(), "/", width=1440)
    expect(page.locator("#peek")).to_be_visible()

    press(page, "v")
    page.reload()
    expect(page.locator("#peek")).to_be_hidden()
    press(page, "v")
    row(page, "Book the invoice").locator(".row-link").click()
    expect(page.locator("#peek h2")).to_have_text("Book the invoice")
    page.set_viewport_size({"width": 900, "height": 800})
    expect(page.locator("#peek")).to_be_hidden()
    row(page, "Book the invoice").locator(".row-link").click()

    expect(page.locator("h1")).to_have_text("Book the invoice")


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_everyone_can_use_it(visit, acme, width, theme):
    promise(acme)
    for line in ("finance", "legal", "hr"):
        receive(acme, title=f"Work in {line} with a rather long title that has to wrap", service_line=line)
    page = visit(cast.rita(), "/", width=width, theme=theme, bypass_csp=True)
    page.locator(".pick-box").first.check()
    press(page, "j")
    if width > 1000:
        expect(page.locator("#peek h2")).to_be_visible()
    assert (grave_faults(page), max(0, overflow(page))) == ([], 0)

    press(page, "Control+k")
    page.keyboard.type("a")
    expect(page.locator("#palette [role=option]").first).to_be_visible()
    assert grave_faults(page) == []
    press(page, "Escape", "p")
    expect(page.locator("#act textarea")).to_be_visible()
    assert grave_faults(page) == []
