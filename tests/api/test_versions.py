"""A step says which version it was decided on: the second of two that change one task overwrites nothing."""

import pytest

from tenants.models import Client
from tests.api.callers import DRAFT, TASKS, Caller, agent
from tests.conftest import Book

OPENED = f"{TASKS}ACME-1/"
CHANGES = {
    "taking": {},
    "priority": {"priority": "low"},
    "waiting": {"waiting_for": "third_party", "whom": "The bank"},
    "messages": {"text": "Hello", "audience": "client"},
    "resolution": {"answer": "Done."},
    "cancellation": {"reason": "Not needed."},
}


@pytest.fixture
def version(erp: Caller, ritas: Caller) -> int:
    """The version of a new task of Acme's."""
    erp.post(TASKS, DRAFT)
    return int(ritas.get(OPENED).json()["version"])


@pytest.mark.parametrize("step", CHANGES)
def test_a_step_on_an_older_version_is_refused(ritas: Caller, version: int, step: str, book: Book) -> None:
    ritas.post(f"{OPENED}priority/", {"priority": "urgent", "version": version})
    before = book.kinds()

    answer = ritas.post(f"{OPENED}{step}/", {**CHANGES[step], "version": version})

    assert (answer.status_code, answer.json()["code"]) == (409, "task-has-changed")
    assert book.kinds() == before


@pytest.mark.parametrize("step", CHANGES)
def test_a_step_on_the_version_in_force_answers_with_the_next(ritas: Caller, version: int, step: str) -> None:
    answer = ritas.post(f"{OPENED}{step}/", {**CHANGES[step], "version": version})

    assert answer.status_code == 200
    assert answer.json()["version"] > version


def test_assigning_and_handing_over_look_at_the_version_too(
    acme: Client, ritas: Caller, version: int
) -> None:
    sam = str(agent("Sam Agent", acme, "finance").id)
    ritas.post(f"{OPENED}priority/", {"priority": "urgent"})

    answers = [
        ritas.post(f"{OPENED}assignment/", {"assignee_id": sam, "version": version}),
        ritas.post(f"{OPENED}handover/", {"assignee_id": sam, "note": "Half done.", "version": version}),
    ]

    assert [each.json()["code"] for each in answers] == ["task-has-changed"] * 2


def test_without_a_version_the_last_one_wins(ritas: Caller, version: int) -> None:
    ritas.post(f"{OPENED}priority/", {"priority": "urgent"})

    assert ritas.post(f"{OPENED}priority/", {"priority": "low"}).json()["priority"] == "low"


@pytest.mark.parametrize("wrong", [0, -1, "one", 1.5, None, 2**40])
def test_a_version_is_a_whole_number(ritas: Caller, version: int, wrong: object) -> None:
    answer = ritas.post(f"{OPENED}taking/", {"version": wrong})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "version")


def test_a_client_is_never_told_a_version(erp: Caller, version: int) -> None:
    answers = [erp.get(TASKS), erp.get(OPENED), erp.post(f"{OPENED}messages/", {"text": "Hello"})]

    assert {each.status_code for each in answers} == {200}
    assert not any(b'"version"' in each.content or b"assignee" in each.content for each in answers)
