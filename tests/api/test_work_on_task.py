"""The provider's verbs: assign, take, resolve."""

import pytest

from tenants.models import Client
from tests.api.callers import DRAFT, TASKS, Caller, agent, at_the_client, at_the_provider, staff
from tests.conftest import Book

OPENED = f"{TASKS}ACME-1/"
VERBS = {
    "assignment": {"assignee_id": "01980000-0000-7000-8000-000000000002"},
    "taking": None,
    "resolution": {"answer": "Done."},
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
def test_a_clients_machine_does_none_of_it(erp: Caller, task: str, verb: str, book: Book) -> None:
    answer = erp.post(f"{OPENED}{verb}/", VERBS[verb])

    assert answer.status_code == 403
    assert answer.json()["code"] == "for-the-provider"
    assert not [
        kind for kind in book.kinds() if kind.startswith("work.task.") and kind != "work.task.received"
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_a_machine_without_that_permission_does_none_of_it(acme: Client, task: str, verb: str) -> None:
    reader = at_the_provider(acme, staff("Rita Lead"), scopes=["tasks:read"])

    answer = reader.post(f"{OPENED}{verb}/", VERBS[verb])

    assert answer.status_code == 403
    assert answer.json()["code"] == "scope-missing"


@pytest.mark.parametrize(("scope", "status"), [("tasks:receive", (403, 201)), ("tasks:read", (200, 403))])
def test_reading_and_sending_in_are_permissions_of_their_own(
    acme: Client, scope: str, status: tuple[int, int]
) -> None:
    machine = at_the_client(acme, scopes=[scope])

    assert (machine.get(TASKS).status_code, machine.post(TASKS, DRAFT).status_code) == status
    assert machine.get("/api/v1/service-lines/").status_code == 200
