"""POST /tasks/: a task is received, or refused with what to correct."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.audit.queries import history
from motorblok.kernel import schema
from motorblok.visibility.seen import Standing
from motorblok.work.models import Task
from tenants.actions import suspend_client
from tenants.models import Client
from tests.api.callers import DRAFT, RECEIVE, TASKS, WORK, Caller, at_the_client, at_the_provider, staff
from tests.cast import MONDAY, OLGA
from tests.conftest import Book
from tests.sla.promised import HOUR, an_agreement

BOTH = {"targets": {"first_response": HOUR, "resolution": 4 * HOUR}}
MOST_STATEMENTS = 18


def test_a_clients_machine_sends_in_a_task_that_its_client_sees(erp: Caller, book: Book) -> None:
    an_agreement(BOTH)

    answer = erp.post(TASKS, {**DRAFT, "description": "Twice 410.00", "priority": "high"})

    assert answer.status_code == 201
    assert answer["Location"] == "/api/v1/tasks/ACME-1/"
    assert answer.json()["state"] == "received"
    assert [each["standing"] for each in answer.json()["promises"]] == [Standing.ON_TRACK] * 2
    assert not Task.objects.get().is_internal
    assert "work.task.received" in book.kinds()


def test_the_book_tells_which_machine_it_was(erp: Caller) -> None:
    erp.post(TASKS, DRAFT)

    (entry,) = history(Task.objects.get().subject)
    assert entry.actor.startswith("key:")
    assert entry.source == entry.actor
    assert entry.private["actor"] == "ERP"


def test_the_providers_machine_acts_for_its_member_of_staff(ritas: Caller) -> None:
    ritas.post(TASKS, {**DRAFT, "audience": "internal"})

    (entry,) = history(Task.objects.get().subject)
    assert entry.actor.startswith("staff:")
    assert entry.private["actor"] == "Rita Lead"
    assert entry.source.startswith("key:")


def test_an_internal_task_is_received_outside_the_clients_numbers(ritas: Caller, erp: Caller) -> None:
    internal = ritas.post(TASKS, {**DRAFT, "audience": "internal"}).json()
    visible = erp.post(TASKS, DRAFT).json()

    assert (internal["number"], internal["audience"]) == ("ACME-I-1", "internal")
    assert visible["number"] == "ACME-1"


def test_what_is_the_providers_alone_is_not_in_a_clients_answer(erp: Caller) -> None:
    answer = erp.post(TASKS, DRAFT).json()

    assert not {"audience", "assignee_id", "is_internal"} & set(answer)


def test_a_key_that_may_not_read_is_told_only_that_what_it_sent_arrived(acme: Client) -> None:
    machine = at_the_client(acme, scopes=[RECEIVE])

    task = machine.post(TASKS, {**DRAFT, "description": "Twice 410.00"})
    message = machine.post(f"{TASKS}ACME-1/messages/", {"text": "And once more."})

    assert (task.status_code, message.status_code) == (201, 200)
    assert task["Location"] == "/api/v1/tasks/ACME-1/"
    for answer in (task, message):
        told = answer.json()
        assert set(told) == {"number", "url", "received_at"}
        assert (told["number"], told["url"]) == ("ACME-1", "/api/v1/tasks/ACME-1/")
    assert machine.get(TASKS).status_code == 403


def test_a_machine_of_the_provider_that_may_not_read_is_told_no_more(acme: Client) -> None:
    machine = at_the_provider(acme, staff("Rita Lead"), scopes=[RECEIVE, WORK])

    machine.post(TASKS, {**DRAFT, "audience": "internal"})
    taken = machine.post(f"{TASKS}ACME-I-1/taking/")

    assert taken.status_code == 200
    assert set(taken.json()) == {"number", "url", "received_at"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "   "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": 5}, "title"),
        ({"title": None}, "title"),
        ({"title": "nul \x00"}, "title"),
        ({"title": "half a pair \ud800"}, "title"),
        ({"description": ["a"]}, "description"),
        ({"service_line": "gardening"}, "service_line"),
        ({"priority": "asap"}, "priority"),
        ({"level": "x" * 21}, "level"),
        ({"titel": "misspelt"}, "titel"),
        ({"audience": "client"}, "audience"),
    ],
)
def test_what_must_be_corrected_is_named(erp: Caller, changes: dict[str, object], field: str) -> None:
    answer = erp.post(TASKS, {**DRAFT, **changes})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Task.objects.exists()


def test_the_provider_must_say_who_may_see_it(ritas: Caller) -> None:
    answer = ritas.post(TASKS, DRAFT)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "audience"


def test_an_agents_machine_stays_in_its_service_lines(sams: Caller) -> None:
    own = sams.post(TASKS, {**DRAFT, "audience": "client"})
    other = sams.post(TASKS, {**DRAFT, "service_line": "hr", "audience": "client"})

    assert own.status_code == 201
    assert other.status_code == 403
    assert other.json()["errors"][0]["field"] == "service_line"


def test_a_suspended_client_is_read_but_takes_no_work(acme: Client, erp: Caller) -> None:
    erp.post(TASKS, DRAFT)
    with schema.entered(schema.PUBLIC):
        suspend_client(acme, reason="unpaid", actor=OLGA, at=MONDAY)

    assert erp.get(TASKS).status_code == 200
    answer = erp.post(TASKS, DRAFT)
    assert answer.status_code == 409
    assert answer.json()["code"] == "client-is-suspended"


def test_receiving_takes_few_statements_however_much_there_is(erp: Caller) -> None:
    an_agreement(BOTH)
    erp.post(TASKS, DRAFT)

    first, later = statements(erp), None
    for _ in range(5):
        later = statements(erp)

    print(f"\nPOST /tasks/ takes {len(first)} statements:", *first, sep="\n  ")
    assert len(first) == len(later or [])
    assert len(first) <= MOST_STATEMENTS


def statements(caller: Caller) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert caller.post(TASKS, DRAFT).status_code == 201
    return [query["sql"][:110] for query in captured.captured_queries]
