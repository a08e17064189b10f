"""Two on one task: the second is told what happened meanwhile, keeps all that was typed, and overwrites nothing."""

import pytest

from tests import cast, world
from tests.console.pages import receive, text
from tests.console.tasks import at, carried, do, kinds, stored

pytestmark = pytest.mark.usefixtures("public")
STEPS = {
    "taking/": {},
    "messages/": {"text": "I have found it."},
    "waiting/": {"text": "I have found it."},
    "resolution/": {"text": "I have found it."},
    "waiting/third-party/": {"whom": "I have found it."},
    "priority/": {"priority": "low", "reason": "I have found it."},
    "cancellation/": {"reason": "I have found it."},
}


@pytest.fixture
def acme():
    return world.client("acme")


@pytest.mark.parametrize("verb", STEPS)
def test_the_second_is_told_what_happened_and_keeps_what_was_typed(acme, verb):
    task, browser, sam = receive(acme), cast.browser(cast.rita()), cast.sam(acme)
    seen = carried(browser.get(at(task)))
    do(acme, "prioritise_task", task, sam, priority="urgent", reason="Payment run")
    before = kinds(task)

    answer = browser.post(at(task, verb), {**STEPS[verb], **seen})

    assert answer.status_code == 409
    assert "This task has changed since you opened it." in text(answer)
    assert "Sam Agent changed the priority of ACME-1 from normal to urgent" in text(answer)
    assert "I have found it." in text(answer) or verb == "taking/"
    assert kinds(task) == before


def test_what_is_new_is_marked_and_the_rest_is_not(acme):
    task, browser, sam = receive(acme), cast.browser(cast.rita()), cast.sam(acme)
    seen = carried(browser.get(at(task)))
    do(acme, "reply_to_client", task, sam, text="We are on it.")

    page = browser.post(at(task, "messages/"), {"text": "We look into it.", **seen}).content.decode()

    assert page.count(" is-new") == 1
    assert '<span class="tag tag-new">New</span>' in page
    assert "We are on it." in page


def test_sent_again_it_goes_through(acme):
    task, browser, sam = receive(acme), cast.browser(cast.rita()), cast.sam(acme)
    seen = carried(browser.get(at(task)))
    do(acme, "reply_to_client", task, sam, text="We are on it.")
    refused = browser.post(at(task, "messages/"), {"text": "Also from me.", **seen})

    answer = browser.post(at(task, "messages/"), {"text": "Also from me.", **carried(refused)})

    assert answer.status_code == 302
    assert kinds(task).count("work.task.replied") == 2


def test_a_note_never_comes_too_late(acme):
    task, browser, sam = receive(acme), cast.browser(cast.rita()), cast.sam(acme)
    seen = carried(browser.get(at(task)))
    do(acme, "resolve_task", task, sam, answer="Done.")

    answer = browser.post(at(task, "notes/"), {"text": "Look at the margin.", **seen})

    assert answer.status_code == 302


@pytest.mark.parametrize("seen", ["one", "", "-1", "99999999999999999999"])
def test_what_is_no_version_does_not_break(acme, seen):
    task = receive(acme)

    answer = cast.browser(cast.rita()).post(at(task, "taking/"), {"seen": seen})

    assert answer.status_code in {302, 409, 422}


def test_an_assignment_on_an_older_page_changes_nothing(acme):
    task, browser, sam = receive(acme), cast.browser(cast.rita()), cast.sam(acme)
    seen = carried(browser.get(at(task)))
    do(acme, "take_task", task, sam)

    answer = browser.post(at(task, "assignment/"), {"assignee": str(cast.rita().id), **seen})

    assert answer.status_code == 409
    assert stored(task).assignee_id == sam.id
