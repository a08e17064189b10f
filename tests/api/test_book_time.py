"""Time by the API: for keys of the provider, once for each idempotency key, and never for a client's."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.api.callers import DRAFT, TASKS, Caller

TIME = f"{TASKS}ACME-1/time/"
SAID = {"seconds": 5400, "note": "Looked for it"}


@pytest.fixture
def task(erp: Caller) -> str:
    """The day on which a task of Acme's was received, where Acme is."""
    received_at = datetime.fromisoformat(erp.post(TASKS, DRAFT).json()["received_at"])
    return received_at.astimezone(ZoneInfo("Europe/Amsterdam")).date().isoformat()


def booked(caller: Caller, day: str, **said):
    return caller.post(TIME, {**SAID, "worked_on": day, **said})


def test_what_is_booked_is_listed_with_its_sum(ritas: Caller, task: str) -> None:
    answer = booked(ritas, task)
    booked(ritas, task, seconds=600)

    listed = ritas.get(TIME).json()

    assert answer.status_code == 200
    assert (answer.json()["seconds"], answer.json()["worked_on"]) == (5400, task)
    assert (listed["seconds"], len(listed["entries"])) == (6000, 2)


def test_what_is_taken_back_no_longer_counts(ritas: Caller, task: str) -> None:
    entry = booked(ritas, task).json()

    answer = ritas.delete(TIME, {"entry_id": entry["id"], "reason": "Another task"})
    again = ritas.delete(TIME, {"entry_id": entry["id"], "reason": "Another task"})

    assert (answer.json()["seconds"], again.status_code, again.json()["code"]) == (
        -5400,
        409,
        "time-is-taken-back",
    )
    listed = ritas.get(TIME).json()
    assert (listed["seconds"], [each["is_taken_back"] for each in listed["entries"]]) == (0, [True])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"seconds": 59}, "seconds"),
        ({"seconds": "long"}, "seconds"),
        ({"seconds": 86_401}, "seconds"),
        ({"worked_on": "2020-01-01"}, "worked_on"),
        ({"worked_on": "yesterday"}, "worked_on"),
        ({"note": "x" * 501}, "note"),
        ({"hours": 1}, "hours"),
    ],
)
def test_what_cannot_be_booked_is_refused_at_its_field(
    ritas: Caller, task: str, wrong: dict, field: str
) -> None:
    answer = booked(ritas, task, **wrong)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_key_of_the_client_sees_and_books_nothing(erp: Caller, task: str) -> None:
    answers = [erp.get(TIME), booked(erp, task)]

    assert {answer.status_code for answer in answers} == {403}
