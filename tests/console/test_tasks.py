"""The page of a task and what is done from it: take, assign, resolve."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.kernel import schema
from motorblok.work.actions import resolve_task
from motorblok.work.models import State
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import promise, receive, text
from tests.console.tasks import ESCAPED, SCRIPT, at, stored

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


def test_it_shows_the_promises_and_how_they_were_counted(acme):
    promise(acme)
    task = receive(acme, title="Close the month")

    words = text(cast.browser(cast.rita()).get(at(task)))

    assert "Close the month" in words
    assert "First response" in words
    assert "How this was counted" in words
    assert "Line 1 of the agreement applies" in words


def test_it_tells_who_may_see_it(acme):
    open_one, internal = receive(acme), receive(acme, is_internal=True)
    browser = cast.browser(cast.rita())

    assert "Visible to Acme Bakeries" in text(browser.get(at(open_one)))
    assert "Visible to" not in text(browser.get(at(internal)))


def test_a_task_of_another_client_is_not_found(acme):
    task = receive(world.client("globex"))

    assert cast.browser(cast.rita()).get(f"/clients/acme/tasks/{task.number}/").status_code == 404
    assert cast.browser(cast.sam(acme)).get(f"/clients/globex/tasks/{task.number}/").status_code == 404


def test_taking_it_makes_it_mine(acme):
    task, sam = receive(acme), cast.sam(acme)

    answer = cast.browser(sam).post(at(task, "taking/"), follow=True)

    assert stored(task).assignee_id == sam.id
    assert stored(task).state == State.TAKEN
    assert "is yours" in text(answer)


def test_a_task_that_a_colleague_has_taken_is_refused_with_a_sentence(acme):
    task, sam = receive(acme), cast.sam(acme)
    cast.browser(cast.rita()).post(at(task, "taking/"))

    answer = cast.browser(sam).post(at(task, "taking/"))

    assert answer.status_code == 409
    assert "A colleague has taken this task already" in text(answer)


def test_assigning_can_be_undone_to_who_had_it(acme):
    task, sam, rita = receive(acme), cast.sam(acme), cast.rita()
    browser = cast.browser(rita)
    browser.post(at(task, "assignment/"), {"assignee": str(rita.id)})

    answer = browser.post(at(task, "assignment/"), {"assignee": str(sam.id)}, follow=True)

    assert stored(task).assignee_id == sam.id
    assert f'name="assignee" value="{rita.id}"' in answer.content.decode()
    assert "Undo" in text(answer)


@pytest.mark.parametrize("assignee", ["", "nonsense", "01980000-0000-7000-8000-00000000dead"])
def test_assigning_to_nobody_changes_nothing(acme, assignee):
    task = receive(acme)

    answer = cast.browser(cast.rita()).post(at(task, "assignment/"), {"assignee": assignee})

    assert answer.status_code in {404, 422}
    assert stored(task).assignee_id is None


def test_a_contact_cannot_be_made_responsible(acme):
    task, ann = receive(acme), cast.ann()

    answer = cast.browser(cast.rita()).post(at(task, "assignment/"), {"assignee": str(ann.id)})

    assert answer.status_code == 404
    assert stored(task).assignee_id is None


def test_resolving_asks_for_an_answer_and_keeps_it(acme):
    task, browser = receive(acme), cast.browser(cast.rita())

    assert "The task ends with this message as its answer." in text(browser.get(at(task, "resolution/")))
    answer = browser.post(at(task, "resolution/"), {"text": "Booked and paid."}, follow=True)

    assert stored(task).state == State.RESOLVED
    assert "Booked and paid." in text(answer)
    assert "/taking/" not in answer.content.decode()


def test_without_an_answer_nothing_is_resolved(acme):
    task = receive(acme)

    answer = cast.browser(cast.rita()).post(at(task, "resolution/"), {"text": "  "})

    assert answer.status_code == 422
    assert "Say in a sentence what was done" in text(answer)
    assert stored(task).state == State.RECEIVED


def test_what_was_written_is_kept_when_somebody_was_faster(acme):
    task = receive(acme)
    with schema.entered(acme.schema_name):
        resolve_task(task.id, answer="Done.", client_id=acme.id, actor=RITA, at=MONDAY)

    answer = cast.browser(cast.rita()).post(at(task, "resolution/"), {"text": "Mine was longer."})

    assert answer.status_code == 409
    assert "resolved already" in text(answer)
    assert "Mine was longer." in text(answer)


def test_the_number_of_queries_does_not_grow_with_its_history(acme):
    promise(acme)
    task, browser = receive(acme), cast.browser(cast.rita())
    browser.get(at(task))
    counts = []
    for colleague in (cast.sam(acme), cast.olga(), cast.rita()):
        browser.post(at(task, "assignment/"), {"assignee": str(colleague.id)})
        with CaptureQueriesContext(connection) as asked:
            browser.get(at(task))
        counts.append(len([query for query in asked if "search_path" not in query["sql"]]))

    assert counts[1] == counts[2] <= 20


def test_opening_it_is_told_in_the_clients_book(acme, book):
    task = receive(acme)

    cast.browser(cast.sam(acme)).get(at(task))

    with schema.entered(acme.schema_name):
        assert book.kinds().count("accounts.staff.entered") == 1


def test_markup_in_what_was_asked_is_shown_as_it_was_typed(acme):
    task = receive(acme, title=SCRIPT, description=SCRIPT, level="<i>L1</i>")

    page = cast.browser(cast.rita()).get(at(task)).content.decode()

    assert page.count(ESCAPED) >= 3
    assert "&lt;i&gt;L1&lt;/i&gt;" in page
    assert '<script>alert("x")' not in page
