"""What every verb does in every state, and that task, clocks, workboard and proof agree after any course of verbs."""

import random
from datetime import timedelta

import pytest

from motorblok.board.models import Alarm, Row
from motorblok.kernel.errors import DomainError
from motorblok.sla import clocks, explain
from motorblok.sla.models import Clock
from motorblok.work import actions
from tests.cast import BOB, MONDAY, SAM
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

VERBS = {
    "take": {},
    "reply_to_client": {"text": "We look."},
    "reply_to_provider": {"text": "And?"},
    "wait_for_client": {"question": "Which?"},
    "wait_for_third_party": {"whom": "The bank"},
    "resume": {},
    "resolve": {"answer": "Done."},
    "cancel": {"reason": "Twice."},
    "reopen": {"reason": "Not quite."},
    "prioritise": {"priority": "high"},
    "note_on": {"text": "Hm."},
    "release": {},
}
# How a task gets into a state, and what each verb makes of it there; the name of a refusal where it makes nothing.
STATES = {
    "received": (),
    "taken": ("take",),
    "asking": ("wait_for_client",),
    "blocked": ("wait_for_third_party",),
    "resolved": ("resolve",),
    "cancelled": ("cancel",),
}
CLOSED = {"resolved": "TaskIsResolved", "cancelled": "TaskIsCancelled"}
SAME = {state: state for state in STATES}
OUTCOMES = {
    "take": {**SAME, **CLOSED, "received": "taken"},
    "reply_to_client": {**SAME, "cancelled": "TaskIsCancelled"},
    "reply_to_provider": {
        **SAME,
        "asking": "received",
        "resolved": "received",
        "cancelled": "TaskIsCancelled",
    },
    "wait_for_client": {**dict.fromkeys(STATES, "asking"), **CLOSED, "blocked": "TaskIsWaiting"},
    "wait_for_third_party": {**dict.fromkeys(STATES, "blocked"), **CLOSED, "asking": "TaskIsWaiting"},
    "resume": {
        **dict.fromkeys(("received", "taken"), "TaskIsNotWaiting"),
        **dict.fromkeys(("asking", "blocked"), "received"),
        **CLOSED,
    },
    "resolve": {**dict.fromkeys(STATES, "resolved"), **CLOSED},
    "cancel": {**dict.fromkeys(STATES, "cancelled"), **CLOSED},
    "reopen": {**dict.fromkeys(STATES, "TaskIsOpen"), **dict.fromkeys(CLOSED, "received")},
    "prioritise": {**SAME, **CLOSED},
    "note_on": SAME,
    "release": {**SAME, **CLOSED},
}
PAUSING = {
    "targets": {"first_response": HOUR, "next_response": 2 * HOUR, "resolution": 8 * HOUR},
    "pauses": {"resolution": ["client", "third_party"]},
}
URGENT = {**PAUSING, "priority": "high", "targets": {"resolution": 2 * HOUR}}


def act(client, task, verb, at, **said):
    names = {"take", "resume", "resolve", "cancel", "reopen", "prioritise", "note_on", "release"}
    acted = getattr(actions, f"{verb}_task" if verb in names else verb)
    actor = BOB if verb == "reply_to_provider" else SAM
    return acted(task.id, **(said or VERBS[verb]), client_id=client.id, actor=actor, at=at)


def standing(task):
    return {"client": "asking", "third_party": "blocked"}.get(task.waiting_for, task.state)


def outcome(client, task, verb, at):
    try:
        return standing(act(client, task, verb, at))
    except DomainError as refusal:
        return type(refusal).__name__


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state(acme, verb, state):
    task = received(acme)
    for before in STATES[state]:
        task = act(acme, task, before, MONDAY + timedelta(minutes=5))

    assert outcome(acme, task, verb, MONDAY + timedelta(minutes=9)) == OUTCOMES[verb][state]


@pytest.mark.parametrize("seed", range(12))
def test_after_any_course_of_verbs_everything_tells_the_same(acme, seed):
    chance, at = random.Random(seed), MONDAY
    an_agreement(PAUSING, URGENT)
    task = received(acme)

    for _ in range(25):
        verb = chance.choice([*VERBS, "reply_to_provider", "reopen", "resume"])
        said = {"priority": chance.choice(["high", "normal"])} if verb == "prioritise" else {}
        at += timedelta(seconds=chance.choice([0, 1, 700, 3600, 5 * 3600]))
        try:
            task = act(acme, task, verb, at, **said)
        except DomainError:
            continue
        must_agree(acme, task, at)


def must_agree(client, task, at):
    found = {(each.kind, each.cycle): each for each in Clock.objects.filter(subject=task.subject)}
    states = {"asking": "paused", "blocked": "paused", "resolved": "stopped", "cancelled": "cancelled"}
    row = Row.objects.get(task_id=task.id)
    running = [each for each in found.values() if each.state == "running"]
    broken = [each for each in found.values() if each.state == "paused" and each.breach_at]

    assert found["resolution", 1].state == states.get(standing(task), "running")
    if any(each.kind == "next_response" for each in running):
        assert task.client_wrote_at
    assert row.urgent_at == min((each.breach_at for each in [*running, *broken]), default=None)
    assert (row.closed_at is None) == task.is_open
    for each in explain.lines(task.subject, now=found["resolution", 1].refreshed_at):
        clock = found[each.state.kind, each.state.cycle]
        assert sum(line.counted for line in each.lines) == each.state.consumed == clock.consumed_seconds
        assert not each.lines or each.lines[-1].total == each.state.consumed
    quiet = [
        each.id for each in found.values() if each.state in ("paused", "cancelled") and not each.breach_at
    ]
    assert not Alarm.objects.filter(clock_id__in=quiet).exists()
    assert clocks.recompute(client_id=client.id, at=at) == 0
