from datetime import timedelta

import pytest

from motorblok.audit.queries import history
from motorblok.board.models import Alarm, Row
from motorblok.sla.models import Clock
from motorblok.work.actions import AnswerIsMissing, TaskIsResolved, TextCannotBeKept, resolve_task
from tests.cast import MONDAY, SAM
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

LATER = MONDAY + timedelta(hours=3)


def resolve(task, client, *, answer="Posted on ledger 4000.", at=LATER):
    return resolve_task(task.id, answer=answer, client_id=client.id, actor=SAM, at=at)


def test_resolving_decides_every_clock(acme):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    task = received(acme)

    resolve(task, acme)

    outcomes = dict(Clock.objects.filter(subject=task.subject).values_list("kind", "outcome"))
    assert outcomes == {"first_response": "breached", "resolution": "met"}


def test_exactly_the_target_is_met_and_a_second_more_is_not(acme):
    an_agreement({"targets": {"resolution": HOUR}})
    exact, late = received(acme), received(acme)

    resolve(exact, acme, at=MONDAY + timedelta(seconds=HOUR))
    resolve(late, acme, at=MONDAY + timedelta(seconds=HOUR + 1))

    assert Clock.objects.get(subject=exact.subject).outcome == "met"
    assert Clock.objects.get(subject=late.subject).outcome == "breached"


def test_it_leaves_the_open_workboard_and_its_warnings_are_disarmed(acme):
    an_agreement({"targets": {"resolution": 4 * HOUR}})
    task = received(acme)

    resolve(task, acme)

    assert Row.objects.get(task_id=task.id).closed_at == LATER
    assert not Alarm.objects.filter(subject=task.subject).exists()


def test_the_answer_is_private_and_readable(acme):
    task = received(acme)

    resolve(task, acme, answer="  Posted.  ")

    assert history(task.subject)[-1].private["answer"] == "Posted."


@pytest.mark.parametrize(
    ("answer", "refusal"), [("", AnswerIsMissing), ("   ", AnswerIsMissing), ("a\x00b", TextCannotBeKept)]
)
def test_without_an_answer_it_is_refused(acme, answer, refusal):
    task = received(acme)

    with pytest.raises(refusal):
        resolve(task, acme, answer=answer)


def test_resolving_it_twice_is_refused_and_changes_nothing(acme, book):
    task = received(acme)
    resolve(task, acme)
    before = book.kinds()

    with pytest.raises(TaskIsResolved):
        resolve(task, acme, answer="Something else.")

    assert book.kinds() == before


def test_a_machine_whose_clock_is_behind_still_stops_the_clocks(acme):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    task = received(acme)

    resolved = resolve(task, acme, at=MONDAY - timedelta(seconds=2))

    assert resolved.resolved_at == MONDAY
    assert set(Clock.objects.values_list("state", "outcome")) == {("stopped", "met")}
    assert not Alarm.objects.exists()
    assert Row.objects.get(task_id=task.id).urgent_at is None
