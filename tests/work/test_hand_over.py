from datetime import timedelta

import pytest

from motorblok.audit.models import Audience
from motorblok.audit.queries import history
from motorblok.board.models import Row
from motorblok.work.actions import CannotBeAssigned, TextIsMissing, assign_task, hand_over_task, note_on_task
from motorblok.work.models import Task
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.work.tasks import as_actor, received

SOON = MONDAY + timedelta(minutes=20)


def by_rita(client):
    return {"client_id": client.id, "actor": RITA, "at": SOON}


def test_the_colleague_has_it_and_reads_how_far_it_is(acme):
    sam, task = cast.sam(acme), received(acme)

    hand_over_task(task.id, to=as_actor(sam), note="The statement is missing.", **by_rita(acme))

    assert Row.objects.get(task_id=task.id).assignee_id == sam.id
    assert history(task.subject)[-1].private["note"] == "The statement is missing."


def test_a_client_never_learns_of_it(acme):
    sam, task = cast.sam(acme), received(acme)

    hand_over_task(task.id, to=as_actor(sam), note="Careful with them.", **by_rita(acme))
    note_on_task(task.id, text="They pay late.", **by_rita(acme))

    kinds = [entry.kind.name for entry in history(task.subject, audience=Audience.CLIENT)]
    assert kinds == ["work.task.received"]


def test_it_is_handed_to_somebody_else_who_works_for_the_client(acme):
    sam, stranger = cast.sam(acme), cast.staff("Nils Agent", "nils@motorblok.test", "agent")
    task = received(acme)
    assign_task(task.id, assignee=as_actor(sam), **by_rita(acme))

    for person in (sam, stranger):
        with pytest.raises(CannotBeAssigned):
            hand_over_task(task.id, to=as_actor(person), note="Yours.", **by_rita(acme))


def test_without_a_note_it_stays_where_it_is(acme):
    sam, task = cast.sam(world.client("acme")), received(acme)

    with pytest.raises(TextIsMissing):
        hand_over_task(task.id, to=as_actor(sam), note="", **by_rita(acme))

    assert Task.objects.get(id=task.id).assignee_id is None


def test_a_note_changes_nothing_that_somebody_could_overlook(acme):
    task = received(acme)

    note_on_task(task.id, text="They pay late.", **by_rita(acme))

    assert Task.objects.get(id=task.id).version == task.version
