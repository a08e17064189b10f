"""Which tasks exist for whom: by default none, for contacts by role, for staff by assignment, never across clients."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import pytest

from motorblok.accounts.viewers import ContactViewer, Lines, StaffViewer, Viewer
from motorblok.audit.queries import history
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import new_id
from motorblok.visibility import queries
from motorblok.visibility.explanations import explanation
from motorblok.visibility.queries import Filters
from motorblok.visibility.scopes import tasks_of
from motorblok.visibility.seen import StaffTaskOpened, StaffTaskSeen, Standing, TaskOpened, TaskSeen
from motorblok.work.actions import Draft, assign_task, receive_task, take_task
from motorblok.work.models import Task
from tenants.models import Client
from tests import cast
from tests.cast import ANN, BOB, MONDAY
from tests.sla.promised import HOUR, an_agreement, take_back


def receive(
    client: Client, service_line: str = "finance", *, internal: bool = False, asked_by: UUID | None = None
) -> Task:
    draft = Draft(title="Pay", service_line=service_line, is_internal=internal, requester_id=asked_by)
    return receive_task(draft, client_id=client.id, actor=ANN, at=MONDAY)


def staff(lines: Mapping[UUID, Lines | None], *, everywhere: bool = False) -> StaffViewer:
    return StaffViewer(new_id(), "Sam Agent", "agent", "en", everywhere, lines)


def contact(
    client: Client, role: str = "director", lines: Lines | None = None, person: UUID | None = None
) -> ContactViewer:
    return ContactViewer(person or UUID(BOB.id), "Bob", role, client.id, lines, "en")


def numbers(viewer: Viewer) -> set[str]:
    return {task.number for task in queries.tasks(viewer, Filters(), at=MONDAY).tasks}


@pytest.fixture
def tasks(acme: Client) -> Client:
    """Acme with work in finance and HR, one of them asked by Bob, and an internal one."""
    receive(acme, "finance")
    receive(acme, "hr", asked_by=UUID(BOB.id))
    receive(acme, "finance", internal=True)
    return acme


def test_a_director_sees_all_but_the_internal(tasks: Client) -> None:
    assert numbers(contact(tasks)) == {"ACME-1", "ACME-2"}


def test_a_lead_sees_his_service_lines_and_what_he_asked_himself(tasks: Client) -> None:
    assert numbers(contact(tasks, "lead", frozenset({"finance"}), new_id())) == {"ACME-1"}
    assert numbers(contact(tasks, "lead", frozenset({"finance"}))) == {"ACME-1", "ACME-2"}
    assert numbers(contact(tasks, "lead", frozenset())) == {"ACME-2"}


def test_a_requester_sees_what_he_asked_himself(tasks: Client) -> None:
    assert numbers(contact(tasks, "requester")) == {"ACME-2"}
    assert numbers(contact(tasks, "requester", person=new_id())) == set()


def test_an_agent_sees_its_service_lines_and_the_internal_work_in_them(tasks: Client) -> None:
    assert numbers(staff({tasks.id: frozenset({"finance"})})) == {"ACME-1", "ACME-I-1"}
    assert numbers(staff({tasks.id: frozenset({"hr"})})) == {"ACME-2"}
    assert numbers(staff({tasks.id: frozenset()})) == set()


def test_staff_of_the_whole_client_sees_all_of_it(tasks: Client) -> None:
    assert numbers(staff({tasks.id: None})) == {"ACME-1", "ACME-2", "ACME-I-1"}
    assert numbers(staff({}, everywhere=True)) == {"ACME-1", "ACME-2", "ACME-I-1"}


def test_staff_without_an_assignment_sees_nothing(tasks: Client, globex: Client) -> None:
    with schema.entered(tasks.schema_name):
        assert numbers(staff({})) == set()
        assert numbers(staff({globex.id: None})) == set()


def test_staff_led_into_another_clients_schema_sees_nothing_there(tasks: Client, globex: Client) -> None:
    receive(globex)

    assert numbers(staff({tasks.id: None})) == set()
    assert numbers(staff({globex.id: None})) == {"GLOBEX-1"}


def test_nobody_in_particular_sees_nothing(tasks: Client) -> None:
    assert not tasks_of(object()).exists()  # type: ignore[arg-type]


@pytest.mark.parametrize("question", [queries.found, queries.task, explanation])
def test_what_is_not_to_be_seen_cannot_be_told_from_what_is_not(tasks: Client, question) -> None:
    how = {} if question is queries.found else {"at": MONDAY}

    for number in ("ACME-I-1", "ACME-99", "", "GLOBEX-1"):
        with pytest.raises(NotFound):
            question(contact(tasks), number, **how)
    with pytest.raises(NotFound):
        question(staff({tasks.id: frozenset({"hr"})}), "ACME-1", **how)


def test_counting_counts_what_is_seen(tasks: Client) -> None:
    for viewer in (contact(tasks), contact(tasks, "requester"), staff({tasks.id: None})):
        assert queries.count(viewer, Filters()) == len(numbers(viewer))


def test_values_hold_what_their_audience_may_have(tasks: Client) -> None:
    sam = cast.sam(tasks)
    task = Task.objects.get(number="ACME-1")
    assign_task(task.id, assignee=sam.actor, client_id=tasks.id, actor=cast.RITA, at=MONDAY)

    for_client = queries.task(contact(tasks), "ACME-1", at=MONDAY)
    for_staff = queries.task(staff({tasks.id: None}), "ACME-1", at=MONDAY)

    assert type(for_client) is TaskOpened
    assert not hasattr(for_client, "assignee_id")
    assert [each.kind for each in for_client.happenings] == ["work.task.received"]
    assert type(for_staff) is StaffTaskOpened
    assert (for_staff.audience, for_staff.assignee_id) == ("client", sam.id)
    assert [each.kind for each in for_staff.happenings] == ["work.task.received", "work.task.assigned"]


def test_a_task_fresh_from_an_action_looks_as_in_the_list(tasks: Client) -> None:
    task = Task.objects.get(number="ACME-1")

    for viewer, kind in ((contact(tasks), TaskSeen), (staff({tasks.id: None}), StaffTaskSeen)):
        fresh = queries.summary(viewer, task, at=MONDAY)
        assert type(fresh) is kind
        assert fresh in queries.tasks(viewer, Filters(), at=MONDAY).tasks


def test_staff_is_named_to_staff_alone(tasks: Client) -> None:
    sam = cast.sam(tasks)
    task = Task.objects.get(number="ACME-1")
    take_task(task.id, client_id=tasks.id, actor=sam.actor, at=MONDAY)

    for_client = queries.task(contact(tasks), "ACME-1", at=MONDAY).happenings[-1]
    for_staff = queries.task(staff({tasks.id: None}), "ACME-1", at=MONDAY).happenings[-1]

    assert for_client.by == "Motorblok"
    assert "Sam" not in for_client.words
    assert for_staff.by == "Sam Agent"
    assert for_staff.words.startswith("Sam Agent")


def test_an_explanation_stands_as_the_list_does(acme: Client) -> None:
    an_agreement({"targets": {"first_response": HOUR}})
    receive(acme)

    for hour, standing in ((8, Standing.AT_RISK), (12, Standing.LATE)):
        at = datetime(2026, 11, 23, hour, 45, tzinfo=UTC)
        (explained,) = explanation(contact(acme), "ACME-1", at=at)
        (listed,) = queries.tasks(contact(acme), Filters(), at=at).tasks
        assert explained.standing == listed.promises[0].standing == standing
        assert explained.due_at == listed.promises[0].due_at
        assert explained.stretches[-1].total_seconds == explained.consumed_seconds


def test_a_promise_that_was_taken_back_is_not_explained_as_one_that_runs(acme: Client) -> None:
    an_agreement({"targets": {"resolution": HOUR}})
    task = receive(acme)

    take_back(history(task.subject)[0].id, MONDAY, subject=task.subject)

    assert explanation(contact(acme), task.number, at=MONDAY) == ()
