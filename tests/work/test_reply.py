from datetime import timedelta

import pytest

from motorblok.audit.queries import history
from motorblok.board.models import Row
from motorblok.sla.models import Clock
from motorblok.work.actions import (
    TaskHasChanged,
    TaskIsCancelled,
    TaskIsInternal,
    TaskWasResolved,
    TextIsMissing,
    TextIsTooLong,
    cancel_task,
    reply_to_client,
    reply_to_provider,
    resolve_task,
    wait_for_client,
    wait_for_third_party,
)
from motorblok.work.models import State, Task
from tests.cast import BOB, MONDAY, SAM
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

SOON, LATER = MONDAY + timedelta(minutes=20), MONDAY + timedelta(hours=3)


def by_sam(client, at=SOON):
    return {"client_id": client.id, "actor": SAM, "at": at}


def by_bob(client, at=LATER):
    return {"client_id": client.id, "actor": BOB, "at": at}


def test_a_reply_is_the_first_response(acme):
    an_agreement({"targets": {"first_response": HOUR}})
    task = received(acme)

    reply_to_client(task.id, text=" We are on it. ", **by_sam(acme))

    assert Clock.objects.get(subject=task.subject).outcome == "met"
    assert history(task.subject)[-1].private["text"] == "We are on it."


def test_a_message_of_the_client_is_marked_until_it_is_answered(acme):
    task = received(acme)
    reply_to_provider(task.id, text="Any news?", **by_bob(acme, at=SOON))
    reply_to_provider(task.id, text="Hello?", **by_bob(acme))
    marked = Row.objects.get(task_id=task.id).client_wrote_at

    reply_to_client(task.id, text="Tomorrow.", **by_sam(acme, at=LATER))

    assert marked == SOON
    assert Row.objects.get(task_id=task.id).client_wrote_at is None


def test_what_waits_for_the_client_goes_on_when_it_answers(acme):
    task = received(acme)
    wait_for_client(task.id, question="Which ledger?", **by_sam(acme))

    answered = reply_to_provider(task.id, text="4000.", **by_bob(acme))

    assert (answered.state, answered.waiting_for, answered.question) == (State.RECEIVED, "", "")
    assert history(task.subject)[-1].signals == ("client_wrote", "resumed")


def test_what_waits_for_a_third_party_goes_on_waiting(acme):
    task = received(acme)
    wait_for_third_party(task.id, whom="The bank", **by_sam(acme))

    written = reply_to_provider(task.id, text="Any news?", **by_bob(acme))

    assert (written.state, written.client_wrote_at) == (State.WAITING, LATER)


def test_a_reply_of_the_client_opens_a_resolved_task_again(acme):
    task = received(acme)
    resolve_task(task.id, answer="Posted.", **by_sam(acme))

    opened = reply_to_provider(task.id, text="It is still not there.", **by_bob(acme))

    assert (opened.state, opened.resolved_at, opened.answer) == (State.RECEIVED, None, "")
    assert Row.objects.get(task_id=task.id).closed_at is None


def test_a_reply_of_the_provider_leaves_a_resolved_task_resolved(acme):
    task = received(acme)
    resolve_task(task.id, answer="Posted.", **by_sam(acme))

    written = reply_to_client(task.id, text="You may see it on page 2.", **by_sam(acme))

    assert written.state == State.RESOLVED


@pytest.mark.parametrize("seen", [State.RECEIVED, State.WAITING, ""])
def test_what_was_resolved_while_the_client_wrote_stays_resolved(acme, book, seen):
    task = received(acme)
    resolve_task(task.id, answer="Posted.", **by_sam(acme))
    before = book.kinds()

    with pytest.raises(TaskWasResolved):
        reply_to_provider(task.id, text="Any news?", seen=seen, **by_bob(acme))

    assert book.kinds() == before
    assert Task.objects.get(pk=task.pk).state == State.RESOLVED


def test_who_saw_the_answer_opens_the_task_again_by_writing(acme):
    task = received(acme)
    resolve_task(task.id, answer="Posted.", **by_sam(acme))

    opened = reply_to_provider(task.id, text="Not there.", seen=State.RESOLVED, **by_bob(acme))

    assert opened.state == State.RECEIVED


@pytest.mark.parametrize("reply", [reply_to_client, reply_to_provider])
def test_nobody_writes_on_a_cancelled_task(acme, reply):
    task = received(acme)
    cancel_task(task.id, reason="Asked twice.", **by_sam(acme))

    with pytest.raises(TaskIsCancelled):
        reply(task.id, text="Hello?", **by_sam(acme))


@pytest.mark.parametrize("reply", [reply_to_client, reply_to_provider])
def test_there_is_no_client_on_an_internal_task(acme, reply):
    task = received(acme, is_internal=True)

    with pytest.raises(TaskIsInternal):
        reply(task.id, text="Hello?", **by_sam(acme))


def test_who_has_not_seen_the_last_change_is_told(acme):
    task = received(acme)
    reply_to_provider(task.id, text="Do not post it!", **by_bob(acme, at=SOON))

    with pytest.raises(TaskHasChanged):
        reply_to_client(task.id, text="It is posted.", **by_sam(acme), seen=task.version)


@pytest.mark.parametrize(("text", "refusal"), [("  ", TextIsMissing), ("x" * 20_001, TextIsTooLong)])
def test_a_reply_says_something_that_can_be_kept(acme, text, refusal):
    task = received(acme)

    with pytest.raises(refusal):
        reply_to_client(task.id, text=text, **by_sam(acme))
