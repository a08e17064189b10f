"""What the events of a task say of what is counted: its receipt and its resolution, which reopening takes back."""

from datetime import timedelta

from motorblok.audit import leaves
from motorblok.audit.models import Audience, Event
from motorblok.work.actions import cancel_task, reopen_task, reply_to_provider, resolve_task
from tests.cast import ANN, MONDAY, SAM
from tests.work.tasks import received

PIECE = {"unit": "piece", "service_line": "finance"}
RESOLVED = {"meter": "tasks_resolved", "quantity": "1", **PIECE}


def done(verb, client, task, minute, *, by=SAM, **said):
    return verb(task.id, client_id=client.id, actor=by, at=MONDAY + timedelta(minutes=minute), **said)


def told(task):
    """The billable facts of a task's events, and the ids of the events, in their order."""
    events = Event.objects.filter(subject=task.subject).order_by("id")
    facts = [leaves.read(bytes(event.leaf))["facts"].get("billable") for event in events]
    return facts, [event.id for event in events]


def taken_back(event_id):
    return {**RESOLVED, "quantity": "-1", "takes_back": {"event": str(event_id), "part": 0}}


def test_receipt_and_resolution_are_counted(acme):
    task = received(acme)

    done(resolve_task, acme, task, 5, answer="Done")

    assert told(task)[0] == [[{"meter": "tasks_received", "quantity": "1", **PIECE}], [RESOLVED]]


def test_reopening_takes_the_last_resolution_back_and_resolving_counts_again(acme):
    task = received(acme)
    for minute in (5, 15):
        done(resolve_task, acme, task, minute, answer="Done")
        done(reopen_task, acme, task, minute + 5, reason="Not yet")

    facts, ids = told(task)

    assert facts[1:] == [[RESOLVED], [taken_back(ids[1])], [RESOLVED], [taken_back(ids[3])]]


def test_a_client_that_writes_on_a_resolved_task_takes_the_resolution_back(acme):
    task = received(acme)
    done(resolve_task, acme, task, 5, answer="Done")

    done(reply_to_provider, acme, task, 6, by=ANN, text="It is not")

    facts, ids = told(task)
    assert facts[2] == [taken_back(ids[1])]


def test_reopening_what_was_cancelled_takes_nothing_back(acme):
    task = received(acme)
    done(cancel_task, acme, task, 5, reason="Asked twice")

    done(reopen_task, acme, task, 6, reason="After all")

    assert told(task)[0][1:] == [None, []]


def test_a_message_on_an_open_task_counts_nothing(acme):
    task = received(acme)

    done(reply_to_provider, acme, task, 5, by=ANN, text="And?")

    assert told(task)[0][1] == []


def test_an_internal_task_is_counted_in_no_event(acme):
    task = received(acme, is_internal=True)
    done(resolve_task, acme, task, 5, answer="Done")
    done(reopen_task, acme, task, 6, reason="Not yet")

    assert told(task)[0] == [[], [], []]
    assert not Event.objects.filter(subject=task.subject, audience=Audience.CLIENT).exists()
