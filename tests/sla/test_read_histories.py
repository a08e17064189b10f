"""The signals of many subjects at once: cut out of the leaves, they say to the clocks what the leaves say when they are read."""

from datetime import UTC, datetime, timedelta

from motorblok.audit.queries import signals_of
from motorblok.sla.histories import histories
from motorblok.sla.promises import pinned
from motorblok.work.actions import prioritise_task, resolve_task, take_task, wait_for_client
from tenants.models import Client
from tests.cast import SAM
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

OPENING = datetime(2035, 1, 8, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ALL = {"targets": {"first_response": HOUR, "next_response": 2 * HOUR, "resolution": 20 * HOUR}}


def lived(client: Client) -> str:
    """A task with every kind of signal that facts go with; its words look like the names of a leaf."""
    task = received(client, at=OPENING, title='"promises":[{"facts":{"source":"import"}}]')
    done = {"client_id": client.id, "actor": SAM}
    take_task(task.id, **done, at=OPENING + MINUTE)
    prioritise_task(task.id, priority="urgent", **done, at=OPENING + 2 * MINUTE)
    wait_for_client(task.id, question="Which?", **done, at=OPENING + 3 * MINUTE)
    resolve_task(task.id, answer="Done.", **done, at=OPENING + 4 * MINUTE)
    return f"task:{task.id}"


def test_all_is_heard_that_reading_the_leaves_one_by_one_tells(acme: Client) -> None:
    an_agreement(ALL)
    subject = lived(acme)

    heard = dict(histories([subject]))[subject]

    read = signals_of(subject)
    plain = [(each.event_id, each.name, each.at, each.recorded_at, each.source) for each in read]
    assert [(e.event_id, e.name, e.at, e.recorded_at, e.source) for e in heard] == plain
    assert {"started", "acknowledged", "prioritised", "paused", "resolved"} <= {each.name for each in heard}
    assert [each.facts.get("reason") for each in heard] == [each.facts.get("reason") for each in read]


def test_the_promises_are_those_of_the_leaf(acme: Client) -> None:
    an_agreement(ALL)
    subject = lived(acme)

    heard = dict(histories([subject]))[subject]

    assert pinned(heard[:1]) == pinned(signals_of(subject)[:1])
    assert [each.kind for each in pinned(heard[:1])] == ["first_response", "next_response", "resolution"]
    assert pinned(heard) == pinned(signals_of(subject))


def test_work_for_which_nothing_is_promised_has_no_promises(acme: Client) -> None:
    task = received(acme, at=OPENING)

    heard = dict(histories())[f"task:{task.id}"]

    assert pinned(heard) == []
