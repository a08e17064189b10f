"""The provider's verbs: assign, hand over, take, prioritise, wait, resume, resolve, reopen, cancel."""

import pytest

from tenants.models import Client
from tests.api.callers import DRAFT, TASKS, Caller, agent, at_the_client, at_the_provider, staff
from tests.conftest import Book

OPENED = f"{TASKS}ACME-1/"
SOMEBODY = "01980000-0000-7000-8000-000000000002"
VERBS = {
    ("POST", "assignment"): {"assignee_id": SOMEBODY},
    ("POST", "handover"): {"assignee_id": SOMEBODY, "note": "Half done."},
    ("POST", "taking"): None,
    ("POST", "priority"): {"priority": "low"},
    ("POST", "waiting"): {"waiting_for": "client", "question": "Which one?"},
    ("DELETE", "waiting"): None,
    ("POST", "resolution"): {"answer": "Done."},
    ("DELETE", "resolution"): {"reason": "Not done."},
    ("POST", "cancellation"): {"reason": "Not needed."},
    ("DELETE", "cancellation"): {"reason": "Needed."},
}


@pytest.fixture
def task(erp: Caller) -> str:
    """A task of Acme's that nobody has taken."""
    return str(erp.post(TASKS, DRAFT).json()["number"])


def test_a_task_is_assigned_to_a_colleague_from_the_list(acme: Client, ritas: Caller, task: str) -> None:
    sam, outsider = agent("Sam Agent", acme, "finance"), agent("Hanna Agent", acme, "hr")

    listed = ritas.get(f"{OPENED}assignment/").json()
    answer = ritas.post(f"{OPENED}assignment/", {"assignee_id": str(sam.id)})

    assert [each["name"] for each in listed["colleagues"]] == ["Rita Lead", "Sam Agent"]
    assert str(outsider.id) not in str(listed)
    assert answer.status_code == 200
    assert answer.json()["assignee_id"] == str(sam.id)


@pytest.mark.parametrize("assignee", ["01980000-0000-7000-8000-000000000002", "Sam", 7, None])
def test_who_does_not_work_here_cannot_be_assigned(ritas: Caller, task: str, assignee: object) -> None:
    answer = ritas.post(f"{OPENED}assignment/", {"assignee_id": assignee})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "assignee_id"


def test_a_colleague_of_another_service_line_cannot_be_assigned(
    acme: Client, ritas: Caller, task: str
) -> None:
    hanna = agent("Hanna Agent", acme, "hr")

    answer = ritas.post(f"{OPENED}assignment/", {"assignee_id": str(hanna.id)})

    assert answer.json()["code"] == "cannot-be-assigned"


def test_taking_answers_with_the_task_and_records_it_once(sams: Caller, task: str, book: Book) -> None:
    first = sams.post(f"{OPENED}taking/")
    again = sams.post(f"{OPENED}taking/")

    assert first.status_code == again.status_code == 200
    assert first.json()["state"] == again.json()["state"] == "taken"
    assert book.kinds().count("work.task.taken") == 1


def test_what_a_colleague_has_taken_is_not_taken_from_him(
    acme: Client, sams: Caller, ritas: Caller, task: str
) -> None:
    sams.post(f"{OPENED}taking/")

    answer = ritas.post(f"{OPENED}taking/")

    assert answer.status_code == 409
    assert answer.json()["code"] == "task-is-taken"


def test_resolving_needs_an_answer_and_happens_once(ritas: Caller, task: str) -> None:
    silent = ritas.post(f"{OPENED}resolution/", {"answer": " "})
    done = ritas.post(f"{OPENED}resolution/", {"answer": "Booked back."})
    again = ritas.post(f"{OPENED}resolution/", {"answer": "Booked back."})

    assert (silent.status_code, silent.json()["errors"][0]["field"]) == (422, "answer")
    assert (done.status_code, done.json()["state"]) == (200, "resolved")
    assert (again.status_code, again.json()["code"]) == (409, "task-is-resolved")


@pytest.mark.parametrize("verb", VERBS)
def test_a_clients_machine_does_none_of_it(erp: Caller, task: str, verb: tuple[str, str], book: Book) -> None:
    answer = erp.ask(verb[0], f"{OPENED}{verb[1]}/", VERBS[verb])

    assert answer.status_code == 403
    assert answer.json()["code"] == "for-the-provider"
    assert not [
        kind for kind in book.kinds() if kind.startswith("work.task.") and kind != "work.task.received"
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_a_machine_without_that_permission_does_none_of_it(
    acme: Client, task: str, verb: tuple[str, str]
) -> None:
    reader = at_the_provider(acme, staff("Rita Lead"), scopes=["tasks:read"])

    answer = reader.ask(verb[0], f"{OPENED}{verb[1]}/", VERBS[verb])

    assert answer.status_code == 403
    assert answer.json()["code"] == "scope-missing"


@pytest.mark.parametrize(("scope", "status"), [("tasks:receive", (403, 201)), ("tasks:read", (200, 403))])
def test_reading_and_sending_in_are_permissions_of_their_own(
    acme: Client, scope: str, status: tuple[int, int]
) -> None:
    machine = at_the_client(acme, scopes=[scope])

    assert (machine.get(TASKS).status_code, machine.post(TASKS, DRAFT).status_code) == status
    assert machine.get("/api/v1/service-lines/").status_code == 200


def test_a_task_is_handed_over_with_a_note_for_colleagues(
    acme: Client, ritas: Caller, erp: Caller, task: str
) -> None:
    sam = agent("Sam Agent", acme, "finance")

    answer = ritas.post(f"{OPENED}handover/", {"assignee_id": str(sam.id), "note": "Half done."})
    seen, theirs = ritas.get(OPENED).json()["happenings"][-1], erp.get(OPENED).json()["happenings"]

    assert answer.json()["assignee_id"] == str(sam.id)
    assert (seen["text"], seen["is_internal"]) == ("Half done.", True)
    assert [each["kind"] for each in theirs] == ["work.task.received"]


def test_a_task_is_not_handed_over_to_who_does_not_work_here(acme: Client, ritas: Caller, task: str) -> None:
    hanna = agent("Hanna Agent", acme, "hr")
    wrong = [{"assignee_id": SOMEBODY}, {"assignee_id": str(hanna.id)}]

    answers = [ritas.post(f"{OPENED}handover/", {**each, "note": "Half done."}) for each in wrong]

    assert {answer.json()["errors"][0]["field"] for answer in answers} == {"assignee_id"}


def test_waiting_for_the_client_asks_it_and_is_taken_back(ritas: Caller, erp: Caller, task: str) -> None:
    waits = ritas.post(f"{OPENED}waiting/", VERBS["POST", "waiting"]).json()
    asked = erp.get(OPENED).json()
    goes_on = ritas.delete(f"{OPENED}waiting/")
    again = ritas.delete(f"{OPENED}waiting/")

    assert (waits["state"], waits["waiting_for"]) == ("waiting", "client")
    assert asked["question"] == asked["happenings"][-1]["text"] == "Which one?"
    assert asked["happenings"][-1]["is_question"]
    assert (goes_on.status_code, goes_on.json()["waiting_for"]) == (200, "")
    assert (again.status_code, again.json()["code"]) == (409, "task-is-not-waiting")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"waiting_for": "client"}, "question"),
        ({"waiting_for": "third_party", "question": "Which?"}, "whom"),
        ({"waiting_for": "third_party", "whom": "The bank", "question": "Which?"}, "question"),
        ({"waiting_for": "nobody", "whom": "The bank"}, "waiting_for"),
    ],
)
def test_a_wait_says_for_whom_and_for_what(
    ritas: Caller, task: str, body: dict[str, str], field: str
) -> None:
    answer = ritas.post(f"{OPENED}waiting/", body)

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_another_priority_needs_a_wish(ritas: Caller, task: str) -> None:
    changed = ritas.post(f"{OPENED}priority/", {"priority": "urgent", "reason": "Payment run"})
    empty = ritas.post(f"{OPENED}priority/", {"reason": "Payment run"})

    assert changed.json()["priority"] == "urgent"
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "priority")


@pytest.mark.parametrize(
    ("ending", "body", "state", "other"),
    [
        ("resolution", {"answer": "Done."}, "resolved", "cancellation"),
        ("cancellation", {"reason": "Not needed."}, "cancelled", "resolution"),
    ],
)
def test_an_ending_is_taken_back_by_deleting_it_and_not_the_other(
    ritas: Caller, task: str, ending: str, body: dict[str, str], state: str, other: str
) -> None:
    early = ritas.delete(f"{OPENED}{ending}/", {"reason": "It goes on."})
    ended = ritas.post(f"{OPENED}{ending}/", body)
    wrong = ritas.delete(f"{OPENED}{other}/", {"reason": "It goes on."})
    opened = ritas.delete(f"{OPENED}{ending}/", {"reason": "It goes on."})

    assert early.json()["code"] == "task-is-open"
    assert ended.json()["state"] == state
    assert wrong.json()["code"] == f"task-is-{state}"
    assert opened.json()["state"] == "received"


def test_a_deletion_sent_twice_with_one_key_happens_once(ritas: Caller, task: str, book: Book) -> None:
    ritas.post(f"{OPENED}resolution/", {"answer": "Done."})

    answers = [
        ritas.delete(f"{OPENED}resolution/", {"reason": "No."}, Idempotency_Key="once") for _ in range(2)
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert answers[1].headers["Idempotent-Replay"] == "true"
    assert book.kinds().count("work.task.reopened") == 1
