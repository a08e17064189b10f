from datetime import timedelta

import pytest

from motorblok.audit.queries import history
from motorblok.board.models import Row
from motorblok.kernel.errors import Invalid
from motorblok.sla.models import Clock
from motorblok.work.actions import TaskHasChanged, prioritise_task
from motorblok.work.models import Task
from motorblok.work.queries import promised_for
from tests.cast import MONDAY, RITA
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

SOON = MONDAY + timedelta(hours=1)
LINES = (
    {"targets": {"resolution": 8 * HOUR}},
    {"targets": {"resolution": 4 * HOUR}, "priority": "urgent"},
)


def by_rita(client):
    return {"client_id": client.id, "actor": RITA, "at": SOON}


def test_what_was_counted_is_kept_and_the_new_target_holds(acme):
    an_agreement(*LINES)
    task = received(acme)

    prioritise_task(task.id, priority="urgent", reason="Pay day.", **by_rita(acme))

    clock = Clock.objects.get(subject=task.subject)
    assert (clock.target_seconds, clock.consumed_seconds) == (4 * HOUR, HOUR)
    assert Row.objects.get(task_id=task.id).target_seconds == 4 * HOUR


def test_the_event_says_both_priorities_in_both_languages(acme):
    task = received(acme)

    prioritise_task(task.id, priority="urgent", reason="Pay day.", **by_rita(acme))

    told = history(task.subject)[-1]
    assert told.sentence == f"Rita Lead changed the priority of {task.number} from normal to urgent"
    assert (told.facts["was_nl"], told.facts["priority_nl"]) == ("normaal", "spoed")


def test_the_same_priority_again_changes_nothing(acme, book):
    task = received(acme)
    before = book.kinds()

    prioritise_task(task.id, priority="normal", level="", **by_rita(acme))

    assert book.kinds() == before
    assert Task.objects.get(id=task.id).version == task.version


def test_a_service_level_alone_can_change(acme):
    an_agreement(LINES[0], {"targets": {"resolution": 2 * HOUR}, "level": "gold"})
    task = received(acme)

    prioritise_task(task.id, level="gold", **by_rita(acme))

    assert Clock.objects.get(subject=task.subject).target_seconds == 2 * HOUR


def test_what_would_be_promised_can_be_asked_beforehand(acme):
    an_agreement(*LINES)
    task = received(acme)

    (promise,) = promised_for(task, priority="urgent", level="")

    assert promise.target_seconds == 4 * HOUR
    assert Clock.objects.get(subject=task.subject).target_seconds == 8 * HOUR


@pytest.mark.parametrize("asked", [{"priority": "asap"}, {"level": "x" * 21}])
def test_what_does_not_exist_is_refused(acme, asked):
    with pytest.raises(Invalid):
        prioritise_task(received(acme).id, **asked, **by_rita(acme))


def test_who_has_not_seen_the_last_change_is_told(acme):
    task = received(acme)
    prioritise_task(task.id, priority="high", **by_rita(acme), seen=1)

    with pytest.raises(TaskHasChanged):
        prioritise_task(task.id, priority="low", **by_rita(acme), seen=1)
