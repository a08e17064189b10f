from datetime import timedelta

import pytest

from motorblok.audit.queries import history
from motorblok.board.models import Alarm, Row
from motorblok.sla.models import Clock
from motorblok.work.actions import (
    TaskHasChanged,
    TaskIsCancelled,
    TaskIsOpen,
    TaskIsResolved,
    TextIsMissing,
    cancel_task,
    reopen_task,
    reply_to_client,
    reply_to_provider,
    resolve_task,
    take_task,
)
from motorblok.work.models import State, Task
from tests.cast import MONDAY, SAM
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

SOON, LATER = MONDAY + timedelta(minutes=20), MONDAY + timedelta(hours=3)


def by_sam(client, at=SOON):
    return {"client_id": client.id, "actor": SAM, "at": at}


def test_a_cancelled_task_is_closed_without_a_verdict(acme):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    task = received(acme)

    cancel_task(task.id, reason="Asked twice.", **by_sam(acme))

    assert Row.objects.get(task_id=task.id).closed_at == SOON
    assert set(Clock.objects.values_list("state", "outcome")) == {("cancelled", "")}
    assert not Alarm.objects.filter(subject=task.subject).exists()


def test_nothing_more_is_done_on_a_cancelled_task(acme):
    task = received(acme)
    cancel_task(task.id, reason="Asked twice.", **by_sam(acme))

    with pytest.raises(TaskIsCancelled):
        resolve_task(task.id, answer="Done.", **by_sam(acme))


def test_a_reason_is_given_and_only_people_read_it(acme):
    task = received(acme)

    cancel_task(task.id, reason="Asked twice.", **by_sam(acme))

    assert history(task.subject)[-1].private["reason"] == "Asked twice."
    with pytest.raises(TextIsMissing):
        reopen_task(task.id, reason=" ", **by_sam(acme))


def test_time_that_it_was_resolved_is_not_counted_after_it_is_reopened(acme):
    an_agreement({"targets": {"resolution": 4 * HOUR}})
    task = received(acme)
    resolve_task(task.id, answer="Posted.", **by_sam(acme))

    reopen_task(task.id, reason="It bounced.", **by_sam(acme, at=LATER))
    resolve_task(task.id, answer="Posted again.", **by_sam(acme, at=LATER + timedelta(minutes=10)))

    clock = Clock.objects.get(subject=task.subject)
    assert (clock.consumed_seconds, clock.outcome) == (1800, "met")


@pytest.mark.parametrize(
    ("end", "given"), [(resolve_task, {"answer": "Done."}), (cancel_task, {"reason": "Asked twice."})]
)
def test_both_endings_can_be_taken_back(acme, end, given):
    task = received(acme)
    take_task(task.id, **by_sam(acme))
    end(task.id, **given, **by_sam(acme))

    opened = reopen_task(task.id, reason="By mistake.", **by_sam(acme, at=LATER))

    assert (opened.state, opened.closed_at, opened.answer) == (State.TAKEN, None, "")
    assert Row.objects.get(task_id=task.id).closed_at is None


@pytest.mark.parametrize(
    ("end", "given", "meant", "refusal"),
    [
        (resolve_task, {"answer": "Done."}, State.CANCELLED, TaskIsResolved),
        (cancel_task, {"reason": "Asked twice."}, State.RESOLVED, TaskIsCancelled),
    ],
)
def test_an_ending_is_not_taken_back_for_another(acme, end, given, meant, refusal):
    task = received(acme)
    end(task.id, **given, **by_sam(acme))

    with pytest.raises(refusal):
        reopen_task(task.id, reason="By mistake.", ending=meant, **by_sam(acme, at=LATER))

    assert not Task.objects.get(id=task.id).is_open


def test_what_is_open_is_not_reopened(acme):
    with pytest.raises(TaskIsOpen):
        reopen_task(received(acme).id, reason="By mistake.", **by_sam(acme))


def test_who_reopens_an_older_version_is_told(acme):
    task = received(acme)
    resolve_task(task.id, answer="Done.", **by_sam(acme))

    with pytest.raises(TaskHasChanged):
        reopen_task(task.id, reason="By mistake.", **by_sam(acme), seen=1)

    assert Task.objects.get(id=task.id).state == State.RESOLVED


def test_what_the_client_wrote_before_a_cancellation_is_to_be_answered_after_it_is_taken_back(acme):
    an_agreement({"targets": {"first_response": HOUR, "next_response": 4 * HOUR}})
    task = received(acme)
    reply_to_client(task.id, text="We look.", **by_sam(acme))
    reply_to_provider(task.id, text="And?", **by_sam(acme, SOON + timedelta(minutes=1)))
    cancel_task(task.id, reason="Asked twice.", **by_sam(acme, SOON + timedelta(minutes=2)))

    opened = reopen_task(task.id, reason="It was not.", **by_sam(acme, LATER))

    assert Clock.objects.get(subject=task.subject, kind="next_response").state == "running"
    assert opened.client_wrote_at == SOON + timedelta(minutes=1)
