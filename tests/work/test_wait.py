from datetime import timedelta

import pytest

from motorblok.audit.queries import history
from motorblok.board.models import Alarm, Row
from motorblok.sla.models import Clock
from motorblok.work.actions import (
    TaskHasChanged,
    TaskIsInternal,
    TaskIsNotWaiting,
    TaskIsResolved,
    TaskIsWaiting,
    TextIsMissing,
    resolve_task,
    resume_task,
    take_task,
    wait_for_client,
    wait_for_third_party,
)
from motorblok.work.models import State, Task
from tests.cast import MONDAY, RITA, SAM
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

SOON, LATER = MONDAY + timedelta(minutes=20), MONDAY + timedelta(hours=3)


def by_sam(client, at=SOON):
    return {"client_id": client.id, "actor": SAM, "at": at}


def test_waiting_for_the_client_stops_the_resolution_and_answers_it(acme):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    task = received(acme)

    wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    states = dict(Clock.objects.filter(subject=task.subject).values_list("kind", "state"))
    assert states == {"first_response": "stopped", "resolution": "paused"}
    assert not Alarm.objects.filter(subject=task.subject).exists()


def test_the_board_says_for_whom_it_waits_and_that_nothing_is_urgent(acme):
    an_agreement({"targets": {"resolution": 4 * HOUR}})
    task = received(acme)

    wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    row = Row.objects.get(task_id=task.id)
    assert (row.state, row.waiting_for, row.urgent_at) == ("waiting", "client", None)


def test_a_second_question_takes_the_place_of_the_first_and_time_runs_from_the_first(acme):
    task = received(acme)
    wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    asked = wait_for_client(task.id, question="And which year?", **by_sam(acme, at=LATER))

    assert (asked.question, asked.waiting_since) == ("And which year?", SOON)


def test_time_that_it_waited_is_not_counted_after_it_is_resumed(acme):
    an_agreement({"targets": {"resolution": 4 * HOUR}})
    task = received(acme)
    wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    resume_task(task.id, **by_sam(acme, at=LATER))
    resolve_task(task.id, answer="Posted.", **by_sam(acme, at=LATER + timedelta(minutes=10)))

    assert Clock.objects.get(subject=task.subject).consumed_seconds == 1800


def test_what_was_taken_is_in_progress_again_after_waiting(acme):
    task = received(acme)
    take_task(task.id, **by_sam(acme))
    wait_for_third_party(task.id, whom="The bank", **by_sam(acme))

    resumed = resume_task(task.id, **by_sam(acme, at=LATER))

    assert (resumed.state, resumed.waiting_since, resumed.waiting_for) == (State.TAKEN, None, "")


def test_who_takes_a_waiting_task_has_it_and_it_goes_on_waiting(acme):
    task = received(acme)
    wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    taken = take_task(task.id, **by_sam(acme))

    assert (taken.state, str(taken.assignee_id)) == (State.WAITING, SAM.id)


def test_it_waits_for_one_at_a_time(acme):
    task = received(acme)
    wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    with pytest.raises(TaskIsWaiting):
        wait_for_third_party(task.id, whom="The bank", **by_sam(acme))


def test_an_internal_task_waits_for_a_third_party_but_not_for_the_client(acme):
    task = received(acme, is_internal=True)

    with pytest.raises(TaskIsInternal):
        wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    wait_for_third_party(task.id, whom="The bank", **by_sam(acme))
    assert Task.objects.get(id=task.id).waiting_for == "third_party"


def test_what_does_not_wait_is_not_resumed(acme):
    with pytest.raises(TaskIsNotWaiting):
        resume_task(received(acme).id, **by_sam(acme))


def test_without_a_question_it_does_not_wait(acme):
    with pytest.raises(TextIsMissing):
        wait_for_client(received(acme).id, question=" ", **by_sam(acme))


def test_resolving_ends_the_waiting(acme):
    task = received(acme)
    wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    resolved = resolve_task(task.id, answer="Posted.", **by_sam(acme, at=LATER))

    assert (resolved.waiting_for, resolved.question, resolved.waiting_since) == ("", "", None)
    with pytest.raises(TaskIsResolved):
        resume_task(task.id, **by_sam(acme, at=LATER))


def test_of_two_who_looked_at_the_same_version_the_second_changes_nothing(acme):
    task = received(acme)
    wait_for_client(task.id, question="Which ledger?", **by_sam(acme), seen=task.version)
    before = len(history(task.subject))

    with pytest.raises(TaskHasChanged):
        resolve_task(task.id, answer="Done.", client_id=acme.id, actor=RITA, at=LATER, seen=task.version)

    assert Task.objects.get(id=task.id).state == State.WAITING
    assert len(history(task.subject)) == before


def test_a_machine_whose_clock_is_behind_still_resumes(acme):
    an_agreement({"targets": {"resolution": 4 * HOUR}})
    task = received(acme)
    wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    resume_task(task.id, **by_sam(acme, at=SOON - timedelta(seconds=2)))

    assert Clock.objects.get(subject=task.subject).state == "running"
