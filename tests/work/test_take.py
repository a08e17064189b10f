from datetime import timedelta

import pytest

from motorblok.audit.queries import history
from motorblok.sla.models import Clock
from motorblok.work.actions import TaskIsTaken, reply_to_client, reply_to_provider, take_task
from motorblok.work.models import State, Task
from tests.cast import BOB, MONDAY, RITA, SAM
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

SOON = MONDAY + timedelta(minutes=20)


def take(task, client, *, actor=SAM, at=SOON):
    return take_task(task.id, client_id=client.id, actor=actor, at=at)


def test_taking_answers_the_client(acme):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    task = received(acme)

    take(task, acme)

    response = Clock.objects.get(subject=task.subject, kind="first_response")
    assert (response.outcome, response.decided_at, response.consumed_seconds) == ("met", SOON, 1200)


def test_who_takes_it_has_it(acme):
    task = received(acme)

    take(task, acme)

    now = Task.objects.get(id=task.id)
    assert (now.state, str(now.assignee_id), now.taken_at) == (State.TAKEN, SAM.id, SOON)


def test_taking_it_again_changes_nothing(acme, book):
    task = received(acme)
    take(task, acme)

    take(task, acme, at=SOON + timedelta(hours=1))

    assert book.kinds().count("work.task.taken") == 1
    assert Task.objects.get(id=task.id).taken_at == SOON


def test_what_a_colleague_has_in_hand_cannot_be_taken(acme):
    task = received(acme)
    take(task, acme, actor=SAM)

    with pytest.raises(TaskIsTaken):
        take(task, acme, actor=RITA)


def test_it_leaves_one_event_that_says_the_response_was_given(acme):
    task = received(acme)

    take(task, acme)

    assert [entry.signals for entry in history(task.subject)] == [("started",), ("acknowledged",)]


def test_taking_does_not_answer_what_the_client_wrote_since_its_first_response(acme):
    an_agreement({"targets": {"first_response": HOUR, "next_response": HOUR}})
    task = received(acme)
    reply_to_client(task.id, text="We look.", client_id=acme.id, actor=RITA, at=MONDAY)
    reply_to_provider(task.id, text="And?", client_id=acme.id, actor=BOB, at=SOON)

    taken = take(task, acme, at=SOON + timedelta(minutes=5))

    assert Clock.objects.get(subject=task.subject, kind="next_response").state == "running"
    assert taken.client_wrote_at == SOON
