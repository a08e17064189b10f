"""Verbs on many tasks of the workboard: each for itself, what fails is told, once per form, and the way back."""

import html
import re
from uuid import uuid4

import pytest

from motorblok.board.models import Row
from motorblok.kernel import schema
from motorblok.work.actions import assign_task, resolve_task, take_task
from motorblok.work.models import Task
from tenants.actions import suspend_client
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import receive, text

pytestmark = pytest.mark.usefixtures("public")
HTMX = {"HX-Request": "true"}
ANSWERS = {
    "taking": {},
    "priority": {"priority": "urgent", "reason": "The auditor comes."},
    "resolution": {"answer": "Posted."},
    "waiting": {"whom": "client", "question": "Which one?"},
    "cancellation": {"reason": "Asked twice."},
}


@pytest.fixture
def clients():
    return world.client("acme"), world.client("globex")


def key(client, task):
    return f"{client.id}:{task.id}"


def send(person, verb, *keys, token=None, **filled):
    data = {"token": str(token or uuid4()), "task": list(keys), **filled}
    return cast.browser(person).post(f"/board/{verb}/", data, headers=HTMX)


def fields(answer):
    """The hidden fields of the undo that an answer offers."""
    form = re.search(r"data-undoes>(.*?)</form>", answer.content.decode(), re.S).group(1)
    found = re.findall(r'name="(verb|token|task)" value="([^"]*)"', form)
    return {name: [html.unescape(value) for each, value in found if each == name] for name, _value in found}


def fresh(client, task):
    with schema.entered(client.schema_name):
        return Task.objects.get(pk=task.id)


@pytest.mark.parametrize("verb", ANSWERS)
def test_a_verb_is_done_to_the_tasks_of_many_clients(clients, verb):
    tasks = [(client, receive(client)) for client in clients for _ in range(2)]

    answer = send(cast.rita(), verb, *(key(*each) for each in tasks), **ANSWERS[verb])

    assert "4 tasks" in text(answer)
    assert "not changed" not in text(answer)
    assert {fresh(*each).version for each in tasks} == {tasks[0][1].version + 1}


def test_many_are_assigned_and_given_back(clients):
    acme, globex = clients
    sam, rita = cast.sam(acme, globex), cast.rita()
    tasks = [(client, receive(client)) for client in clients]
    send(rita, "taking", *(key(*each) for each in tasks))

    answer = send(rita, "assignment", *(key(*each) for each in tasks), assignee=str(sam.id))
    assert "2 tasks are assigned to Sam Agent." in text(answer)
    cast.browser(rita).post("/board/undo/", fields(answer), headers=HTMX)

    assert {fresh(*each).assignee_id for each in tasks} == {rita.id}


@pytest.mark.parametrize(
    ("verb", "state"), [("resolution", "received"), ("waiting", "received"), ("cancellation", "received")]
)
def test_an_ending_or_a_pause_is_taken_back(clients, verb, state):
    acme, _globex = clients
    task = receive(acme)
    answer = send(cast.rita(), verb, key(acme, task), **ANSWERS[verb])
    assert fresh(acme, task).state != state

    undone = cast.browser(cast.rita()).post("/board/undo/", fields(answer), headers=HTMX)

    assert "1 task is as it was." in text(undone)
    assert fresh(acme, task).is_open
    assert fresh(acme, task).waiting_for == ""


def test_a_second_question_is_not_taken_back_by_going_on(clients):
    acme, _globex = clients
    task = receive(acme)
    send(cast.rita(), "waiting", key(acme, task), **ANSWERS["waiting"])

    answer = send(cast.rita(), "waiting", key(acme, task), whom="client", question="And when?")

    assert f"{task.number} waits." in text(answer)
    assert b"data-undoes" not in answer.content


def test_a_resumption_taken_back_waits_for_the_same_again(clients):
    acme, _globex = clients
    task = receive(acme)
    send(cast.rita(), "waiting", key(acme, task), whom="third_party", question="The bank")
    answer = send(cast.rita(), "resumption", key(acme, task))

    cast.browser(cast.rita()).post("/board/undo/", fields(answer), headers=HTMX)

    assert (fresh(acme, task).waiting_for, fresh(acme, task).question) == ("third_party", "The bank")


def test_a_client_is_not_asked_twice_by_an_undo(clients):
    acme, _globex = clients
    task = receive(acme)
    send(cast.rita(), "waiting", key(acme, task), **ANSWERS["waiting"])

    answer = send(cast.rita(), "resumption", key(acme, task))

    assert "/board/undo/" not in answer.content.decode()


def test_what_a_row_did_not_show_yet_is_not_acted_over(clients):
    acme, _globex = clients
    task = receive(acme)
    board = cast.browser(cast.rita()).get("/").content.decode()
    send(cast.olga(), "priority", key(acme, task), **ANSWERS["priority"])

    answer = send(cast.rita(), "resolution", f"{key(acme, task)}:{task.version}", **ANSWERS["resolution"])

    assert f'data-task="{key(acme, task)}" data-version="{task.version}"' in board
    assert "has changed since" in text(answer)
    assert fresh(acme, task).is_open


def test_what_a_colleague_did_since_is_not_taken_back(clients):
    acme, _globex = clients
    sam, rita, olga = cast.sam(acme), cast.rita(), cast.olga()
    task = receive(acme)
    answer = send(rita, "assignment", key(acme, task), assignee=str(sam.id))
    with schema.entered(acme.schema_name):
        assign_task(task.id, assignee=olga.actor, client_id=acme.id, actor=olga.actor, at=MONDAY)

    undone = cast.browser(rita).post("/board/undo/", fields(answer), headers=HTMX)

    assert "has changed since" in text(undone)
    assert fresh(acme, task).assignee_id == olga.id


def test_each_priority_comes_back_as_it_was(clients):
    acme, _globex = clients
    tasks = [receive(acme, priority=priority) for priority in ("low", "high")]
    answer = send(cast.rita(), "priority", *(key(acme, task) for task in tasks), priority="urgent")

    cast.browser(cast.rita()).post("/board/undo/", fields(answer), headers=HTMX)

    assert [fresh(acme, task).priority for task in tasks] == ["low", "high"]


def test_what_fails_is_named_with_its_reason_and_stops_nothing(clients):
    acme, _globex = clients
    first, done, last = (receive(acme, title=title) for title in ("First", "Done already", "Last"))
    with schema.entered(acme.schema_name):
        resolve_task(done.id, answer="Done.", client_id=acme.id, actor=OLGA, at=MONDAY)

    answer = send(
        cast.rita(), "resolution", *(key(acme, task) for task in (first, done, last)), answer="Yes."
    )

    words = text(answer)
    assert "2 tasks are resolved." in words
    assert "1 task was not changed." in words
    assert f"{done.number} Done already This task is resolved already." in words
    assert [fresh(acme, task).answer for task in (first, done, last)] == ["Yes.", "Done.", "Yes."]


def test_a_task_that_the_viewer_may_not_enter_is_not_found_and_nothing_is_said_of_it(clients):
    acme, globex = clients
    own, other = receive(acme), receive(globex, title="Merger")
    nowhere = f"{uuid4()}:{uuid4()}"

    answer = send(
        cast.sam(acme), "taking", key(acme, own), key(globex, other), nowhere, f"{acme.id}:{uuid4()}"
    )

    words = text(answer)
    assert words.count("This task was not found.") == 3
    assert "Globex" not in words
    assert "Merger" not in words
    assert other.number not in words
    assert fresh(globex, other).state == "received"
    assert fresh(acme, own).state == "taken"


def test_the_same_form_sent_twice_acts_once(clients):
    acme, _globex = clients
    task, token = receive(acme), uuid4()
    note = {"whom": "client", "question": "Which one?"}

    first = send(cast.rita(), "waiting", key(acme, task), token=token, **note)
    second = send(cast.rita(), "waiting", key(acme, task), token=token, **note)

    assert text(first) == text(second)
    assert fresh(acme, task).version == task.version + 1


def test_the_same_token_for_something_else_is_refused(clients):
    acme, _globex = clients
    task, token = receive(acme), uuid4()
    send(cast.rita(), "priority", key(acme, task), token=token, priority="high")

    answer = send(cast.rita(), "priority", key(acme, task), token=token, priority="low")

    assert "1 task was not changed" in text(answer)
    assert fresh(acme, task).priority == "high"


def test_more_than_two_hundred_are_refused_before_any_is_changed(clients):
    acme, _globex = clients
    task = receive(acme)
    others = [f"{acme.id}:{uuid4()}" for _ in range(200)]

    answer = send(cast.rita(), "resolution", key(acme, task), *others, answer="All of them.")

    assert answer.status_code == 422
    assert "At most 200 tasks" in text(answer)
    assert "All of them." in text(answer)
    assert fresh(acme, task).is_open


@pytest.mark.parametrize("keys", [[], ["nonsense"], ["a:b"], ["\x00:\x00"]])
def test_a_verb_without_a_task_asks_for_one(clients, keys):
    answer = send(cast.rita(), "cancellation", *keys, reason="Why not")

    assert answer.status_code == 422
    assert "Select a task first." in text(answer)


@pytest.mark.parametrize(
    ("verb", "filled", "words"),
    [
        ("resolution", {"answer": " "}, "Say in a sentence what was done"),
        ("assignment", {}, "Choose a colleague."),
        ("assignment", {"assignee": str(uuid4())}, "does not work for this client"),
        ("priority", {"priority": "huge"}, "Select a valid choice"),
        ("waiting", {"whom": "nobody", "question": "?"}, "Select a valid choice"),
    ],
)
def test_a_form_that_lacks_something_comes_again_with_its_tasks(clients, verb, filled, words):
    acme, _globex = clients
    task = receive(acme)

    answer = send(cast.rita(), verb, key(acme, task), **filled)

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#act-body"
    assert words in text(answer)
    assert key(acme, task).encode() in answer.content


def test_a_task_that_changed_since_it_was_looked_at_is_not_overwritten(clients):
    acme, _globex = clients
    task = receive(acme)
    with schema.entered(acme.schema_name):
        take_task(task.id, client_id=acme.id, actor=cast.olga().actor, at=MONDAY)

    answer = send(cast.rita(), "resolution", f"{key(acme, task)}:{task.version}", answer="Done.")

    assert "1 task was not changed" in text(answer)
    assert fresh(acme, task).state == "taken"


def test_a_suspended_client_is_a_reason(clients):
    acme, _globex = clients
    task = receive(acme)
    suspend_client(acme, reason="Unpaid", actor=OLGA, at=MONDAY)

    answer = send(cast.rita(), "taking", key(acme, task))

    assert "suspended" in text(answer)
    assert Row.objects.get().state == "received"


def test_markup_in_a_title_and_in_an_answer_is_shown_as_text(clients):
    acme, _globex = clients
    task = receive(acme, title="<script>alert(1)</script>")
    send(cast.rita(), "resolution", key(acme, task), answer="<script>alert(2)</script>")

    answer = send(cast.rita(), "resolution", key(acme, task), answer="<img src=x onerror=alert(3)>")
    asked = send(cast.rita(), "resolution", answer="<script>alert(4)</script>")

    assert b"<script>" not in answer.content + asked.content
    assert b"&lt;script&gt;alert(1)" in answer.content
    assert b"&lt;script&gt;alert(4)" in asked.content


def test_without_a_script_the_answer_is_a_page(clients):
    acme, _globex = clients
    task = receive(acme)
    data = {"token": str(uuid4()), "task": [key(acme, task)]}

    page = cast.browser(cast.rita()).post("/board/taking/", data, follow=True)

    assert f"{task.number} is yours" in text(page)


@pytest.mark.parametrize("data", [{}, {"verb": "nonsense"}, {"verb": "waiting", "token": "x"}])
def test_an_undo_that_nobody_offered_does_not_exist(clients, data):
    assert cast.browser(cast.rita()).post("/board/undo/", data, headers=HTMX).status_code == 404


def test_an_undo_of_something_else_is_refused(clients):
    acme, _globex = clients
    task = receive(acme)
    data = {"verb": "assignment", "token": str(uuid4()), "task": [f"{key(acme, task)}::not-a-person"]}

    answer = cast.browser(cast.rita()).post("/board/undo/", data, headers=HTMX)

    assert "This cannot be taken back." in text(answer)
