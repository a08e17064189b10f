"""Every clock folded again from its events, and what differs put right: figures, alarms, places on the workboard."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from motorblok.board.models import Alarm, Row
from motorblok.board.sweeper import sweep_all
from motorblok.sla import clocks, signals
from motorblok.sla.holding import hold_still
from motorblok.sla.models import Clock
from motorblok.work.actions import prioritise_task, resolve_task, take_task, wait_for_client
from motorblok.work.models import Task
from tenants.actions import close_client
from tenants.models import Client
from tests.cast import RITA, SAM
from tests.sla.promised import HOUR, an_agreement, begin, take_back, tell
from tests.work.tasks import received

OPENING = datetime(2035, 1, 8, 8, tzinfo=UTC)
NOON = OPENING + timedelta(hours=4)
ALL = {"targets": {"first_response": HOUR, "next_response": 2 * HOUR, "resolution": 20 * HOUR}}
MINUTES = timedelta(minutes=1)


def some_tasks(client: Client) -> list[Task]:
    """Untouched, taken, waiting, upgraded, resolved."""
    tasks = [received(client, at=OPENING + n * MINUTES) for n in range(5)]
    late: dict[str, Any] = {"client_id": client.id, "actor": SAM, "at": OPENING + timedelta(hours=2)}
    for task in tasks[1:]:
        take_task(task.id, **late | {"at": OPENING + timedelta(minutes=30)})
    wait_for_client(tasks[2].id, question="Which one?", **late)
    prioritise_task(tasks[3].id, priority="urgent", **late)
    resolve_task(tasks[4].id, answer="Done.", **late)
    return tasks


def an_agreement_with_an_upgrade() -> None:
    first = an_agreement(ALL)
    calendar = first.content["lines"][0]["calendar"]
    urgent = {"calendar": calendar, "priority": "urgent", "targets": {"resolution": HOUR}}
    an_agreement({**ALL, "calendar": calendar}, urgent, name="With an upgrade")


def everything() -> tuple[Any, ...]:
    return (
        list(Clock.objects.order_by("subject", "kind", "cycle").values()),
        sorted(Alarm.objects.values_list("clock_id", "kind", "fire_at")),
        list(Row.objects.order_by("task_id").values()),
    )


def test_where_all_is_well_nothing_is_written(acme: Client) -> None:
    an_agreement_with_an_upgrade()
    some_tasks(acme)
    before = everything()

    assert clocks.recompute(client_id=acme.id, at=NOON) == 0
    assert everything() == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda: Clock.objects.filter(state="running").update(due_at=OPENING),
        lambda: Clock.objects.filter(kind="resolution").update(consumed_seconds=7),
        lambda: Clock.objects.filter(state="paused").update(state="running"),
        lambda: Clock.objects.filter(state="stopped").update(outcome=""),
        lambda: Clock.objects.update(promise={}),
        lambda: Clock.objects.filter(kind="resolution").update(target_seconds=1),
        lambda: Alarm.objects.filter(kind="breached").delete(),
        lambda: Alarm.objects.update(fire_at=OPENING),
        lambda: Row.objects.filter(closed_at=None).update(urgent_at=OPENING),
        lambda: Row.objects.filter(closed_at=None).update(target_kind="", target_seconds=None),
    ],
)
def test_whatever_is_damaged_is_put_right(acme: Client, damage: Any) -> None:
    an_agreement_with_an_upgrade()
    some_tasks(acme)
    refresh_all_of(acme)
    before = everything()
    damage()

    assert clocks.recompute(client_id=acme.id, at=NOON) > 0

    assert everything() == before
    assert clocks.recompute(client_id=acme.id, at=NOON) == 0


def refresh_all_of(client: Client) -> None:
    subjects = set(Clock.objects.values_list("subject", flat=True))
    clocks.refresh_all(subjects, client_id=client.id, at=NOON)


def test_clocks_that_are_lost_come_back(acme: Client) -> None:
    an_agreement_with_an_upgrade()
    some_tasks(acme)
    refresh_all_of(acme)
    before = [{**row, "id": None} for row in everything()[0]]
    Alarm.objects.all().delete()
    Clock.objects.all().delete()

    clocks.recompute(client_id=acme.id, at=NOON)

    assert [{**row, "id": None} for row in everything()[0]] == before


def test_an_alarm_that_has_fired_is_not_armed_again(acme: Client) -> None:
    an_agreement(ALL)
    received(acme, at=OPENING)
    sweep_all(at=OPENING + 61 * MINUTES)
    armed = sorted(Alarm.objects.values_list("clock_id", "kind"))
    Alarm.objects.all().delete()

    clocks.recompute(client_id=acme.id, at=OPENING + 62 * MINUTES)

    assert sorted(Alarm.objects.values_list("clock_id", "kind")) == armed


def test_a_clock_of_which_the_events_know_nothing_is_voided(acme: Client) -> None:
    an_agreement(ALL)
    begin(OPENING)
    tell(signals.RESPONDED, OPENING + 5 * MINUTES)
    wrote = tell(signals.CLIENT_WROTE, OPENING + 10 * MINUTES)
    clocks.refresh("task:1", client_id=acme.id, at=OPENING + 10 * MINUTES)
    take_back(wrote, OPENING + 11 * MINUTES)

    assert clocks.recompute(client_id=acme.id, at=NOON) == 1

    lost = Clock.objects.get(kind="next_response")
    assert (lost.state, lost.due_at, lost.breach_at) == ("voided", None, None)
    assert not Alarm.objects.filter(clock_id=lost.id).exists()


def test_it_takes_as_many_statements_for_many_tasks_as_for_one(
    acme: Client, django_assert_num_queries: Any
) -> None:
    an_agreement_with_an_upgrade()
    some_tasks(acme)

    with django_assert_num_queries(4):
        clocks.recompute(client_id=acme.id, at=NOON)
    Clock.objects.update(due_at=None)
    with django_assert_num_queries(12):
        clocks.recompute(client_id=acme.id, at=NOON)


def test_nothing_rings_for_a_closed_client(acme: Client) -> None:
    an_agreement(ALL)
    received(acme, at=OPENING)
    close_client(acme, reason="moved away", actor=RITA, at=OPENING)
    Alarm.objects.all().delete()

    assert clocks.recompute(client_id=acme.id, at=NOON) == 0
    assert not Alarm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_verb_did_while_the_others_were_folded_stays(
    acme_committed: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_agreement(ALL)
    task = received(acme_committed, at=OPENING)
    Clock.objects.update(due_at=None)
    take = {"client_id": acme_committed.id, "actor": SAM, "at": OPENING + 30 * MINUTES}

    def hold_still_after_a_verb(client_id: UUID) -> bool:
        take_task(task.id, **take)
        return hold_still(client_id)

    monkeypatch.setattr(clocks, "hold_still", hold_still_after_a_verb)

    assert clocks.recompute(client_id=acme_committed.id, at=NOON) == 1

    assert Clock.objects.get(kind="first_response").stopped_at == OPENING + 30 * MINUTES
    assert clocks.recompute(client_id=acme_committed.id, at=NOON) == 0
