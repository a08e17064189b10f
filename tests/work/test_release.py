from datetime import timedelta

import pytest

from motorblok.audit.models import Audience
from motorblok.audit.queries import history
from motorblok.board.models import Row
from motorblok.work.actions import TaskHasChanged, release_task, take_task
from motorblok.work.models import State, Task
from tests.cast import MONDAY, RITA, SAM
from tests.work.tasks import received

SOON = MONDAY + timedelta(minutes=20)


def by(actor, client):
    return {"client_id": client.id, "actor": actor, "at": SOON}


def test_nobody_has_it_and_the_board_says_so(acme):
    task = received(acme)
    take_task(task.id, **by(SAM, acme))

    released = release_task(task.id, **by(SAM, acme))

    assert released.assignee_id is None
    assert Row.objects.get(task_id=task.id).assignee_id is None


def test_a_client_sees_nothing_of_it_nor_of_who_picks_it_up(acme):
    task = received(acme)
    take_task(task.id, **by(SAM, acme))

    release_task(task.id, **by(SAM, acme))
    taken = take_task(task.id, **by(RITA, acme))

    seen = [entry.kind.name for entry in history(task.subject, audience=Audience.CLIENT)]
    assert (taken.state, str(taken.assignee_id)) == (State.TAKEN, RITA.id)
    assert seen == ["work.task.received", "work.task.taken"]


def test_releasing_what_nobody_has_changes_nothing(acme, book):
    task = received(acme)
    before = book.kinds()

    release_task(task.id, **by(SAM, acme))

    assert book.kinds() == before
    assert Task.objects.get(id=task.id).version == task.version


def test_who_has_not_seen_the_last_change_is_told(acme):
    task = received(acme)
    take_task(task.id, **by(SAM, acme))

    with pytest.raises(TaskHasChanged):
        release_task(task.id, **by(RITA, acme), seen=task.version)
