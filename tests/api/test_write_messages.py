"""Writing about a task by API: the client's machine as the client, the provider's to the client or to colleagues."""

import pytest

from motorblok.work.models import Task
from tenants.actions import suspend_client
from tenants.models import Client
from tests.api.callers import DRAFT, TASKS, Caller, at_the_client, at_the_provider, staff
from tests.cast import MONDAY, RITA
from tests.conftest import Book

OPENED = f"{TASKS}ACME-1/"
MESSAGES = f"{OPENED}messages/"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def task(erp: Caller) -> str:
    """A task of Acme's."""
    return str(erp.post(TASKS, DRAFT).json()["number"])


def test_a_reply_reaches_the_client_and_a_note_does_not(ritas: Caller, erp: Caller, task: str) -> None:
    ritas.post(MESSAGES, {"text": "We are on it.", "audience": "client"})
    ritas.post(MESSAGES, {"text": "They forgot it again.", "audience": "internal"})

    ours, theirs = ritas.get(OPENED).json()["happenings"], erp.get(OPENED).json()["happenings"]

    assert [each["text"] for each in ours] == ["", "We are on it.", "They forgot it again."]
    assert [each["text"] for each in theirs] == ["", "We are on it."]
    assert [each.get("is_internal") for each in ours] == [None, None, True]
    assert not any("is_internal" in each for each in theirs)


def test_the_client_writes_as_itself_and_resumes_what_waited(ritas: Caller, erp: Caller, task: str) -> None:
    ritas.post(f"{OPENED}waiting/", {"waiting_for": "client", "question": "Which one?"})

    answer = erp.post(MESSAGES, {"text": "The second one."})
    said = ritas.get(OPENED).json()["happenings"][-1]

    assert answer.status_code == 200
    assert answer.json()["waiting_for"] == ""
    assert (said["kind"], said["side"], said["by"]) == ("work.task.client_replied", "client", "ERP")


def test_the_client_reopens_what_was_resolved_by_writing(ritas: Caller, erp: Caller, task: str) -> None:
    ritas.post(f"{OPENED}resolution/", {"answer": "Done."})

    answer = erp.post(MESSAGES, {"text": "It is still there."})

    assert answer.json()["state"] == "received"


def test_nobody_writes_to_a_cancelled_task(ritas: Caller, erp: Caller, task: str) -> None:
    ritas.post(f"{OPENED}cancellation/", {"reason": "Sent twice."})

    answers = [
        erp.post(MESSAGES, {"text": "Why?"}),
        ritas.post(MESSAGES, {"text": "So.", "audience": "client"}),
    ]

    assert {(each.status_code, each.json()["code"]) for each in answers} == {(409, "task-is-cancelled")}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "Hello", "audience": "client"}, "audience"),
        ({"text": "Hello", "version": 1}, "version"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "NUL \x00"}, "text"),
        ({}, "text"),
    ],
)
def test_what_a_client_cannot_say(
    erp: Caller, task: str, body: dict[str, object], field: str, book: Book
) -> None:
    answer = erp.post(MESSAGES, body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert "work.task.client_replied" not in book.kinds()


def test_the_provider_must_say_who_reads_it(ritas: Caller, task: str) -> None:
    answer = ritas.post(MESSAGES, {"text": "Hello"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "audience")


def test_an_internal_task_has_no_client_to_write_to(ritas: Caller, erp: Caller) -> None:
    number = ritas.post(TASKS, {**DRAFT, "audience": "internal"}).json()["number"]

    ours = ritas.post(f"{TASKS}{number}/messages/", {"text": "Hello", "audience": "client"})
    theirs = erp.post(f"{TASKS}{number}/messages/", {"text": "Hello"})

    assert (ours.status_code, ours.json()["code"]) == (409, "task-is-internal")
    assert theirs.status_code == 404


def test_another_clients_machine_finds_nothing_to_write_to(globex_erp: Caller, task: str) -> None:
    assert globex_erp.post(MESSAGES, {"text": "Hello"}).status_code == 404


@pytest.mark.parametrize(
    ("side", "scopes", "status"),
    [
        ("client", ["tasks:read"], 403),
        ("client", ["tasks:receive"], 200),
        ("provider", ["tasks:receive"], 403),
        ("provider", ["tasks:work"], 200),
    ],
)
def test_writing_needs_the_permission_of_its_side(
    acme: Client, task: str, side: str, scopes: list[str], status: int
) -> None:
    if side == "client":
        answer = at_the_client(acme, scopes=scopes).post(MESSAGES, {"text": "Hello"})
    else:
        machine = at_the_provider(acme, staff("Rita Lead"), scopes=scopes)
        answer = machine.post(MESSAGES, {"text": "Hello", "audience": "client"})

    assert answer.status_code == status


def test_a_message_sent_twice_with_one_key_is_written_once(erp: Caller, task: str, book: Book) -> None:
    answers = [erp.post(MESSAGES, {"text": "Hello"}, Idempotency_Key="m-1") for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert book.kinds().count("work.task.client_replied") == 1


def test_what_is_written_comes_back_as_it_was_written(ritas: Caller, erp: Caller, task: str) -> None:
    erp.post(MESSAGES, {"text": SCRIPT})

    answer = ritas.get(OPENED)

    assert answer.json()["happenings"][-1]["text"] == SCRIPT
    assert answer.headers["Content-Type"] == "application/json"
    assert Task.objects.get().client_wrote_at


def test_at_a_suspended_client_nobody_writes(acme: Client, ritas: Caller, erp: Caller, task: str) -> None:
    suspend_client(acme, reason="Unpaid", actor=RITA, at=MONDAY)

    answers = [
        erp.post(MESSAGES, {"text": "Hello"}),
        ritas.post(MESSAGES, {"text": "Hi", "audience": "internal"}),
    ]

    assert {(each.status_code, each.json()["code"]) for each in answers} == {(409, "client-is-suspended")}
    assert erp.get(OPENED).status_code == 200
