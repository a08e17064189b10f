from uuid import uuid4

import pytest

from motorblok.board.models import Row
from motorblok.kernel.errors import NotFound
from motorblok.work.actions import CannotBeAssigned, TaskIsResolved, assign_task, resolve_task
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.work.tasks import as_actor, received


def assign(task, client, person):
    return assign_task(task.id, assignee=as_actor(person), client_id=client.id, actor=RITA, at=MONDAY)


def test_the_assignee_is_responsible_and_the_workboard_says_so(acme, book):
    sam, task = cast.sam(acme), received(acme)

    assign(task, acme, sam)

    assert Row.objects.get(task_id=task.id).assignee_id == sam.id
    assert book.kinds()[-1] == "work.task.assigned"


def test_assigning_it_to_who_has_it_changes_nothing(acme, book):
    sam, task = cast.sam(acme), received(acme)
    assign(task, acme, sam)
    before = book.kinds()

    assign(task, acme, sam)

    assert book.kinds() == before


def test_who_is_not_assigned_to_the_client_cannot_get_its_tasks(acme):
    sam, task = cast.sam(world.client("globex")), received(acme)

    with pytest.raises(CannotBeAssigned):
        assign(task, acme, sam)


def test_a_contact_cannot_get_a_task(acme):
    ann, task = cast.ann(), received(acme)

    with pytest.raises(CannotBeAssigned):
        assign(task, acme, ann)


def test_a_resolved_task_is_not_assigned(acme):
    sam, task = cast.sam(acme), received(acme)
    resolve_task(task.id, answer="Done.", client_id=acme.id, actor=RITA, at=MONDAY)

    with pytest.raises(TaskIsResolved):
        assign(task, acme, sam)


def test_a_task_that_does_not_exist_is_not_found(acme):
    with pytest.raises(NotFound):
        assign_task(uuid4(), assignee=RITA, client_id=acme.id, actor=RITA, at=MONDAY)
