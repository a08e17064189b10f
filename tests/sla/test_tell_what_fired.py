"""What fired is told only where it still holds; what a verb overtook fires when it is due after all."""

from datetime import UTC, datetime, timedelta

import pytest

from motorblok.audit.models import Event
from motorblok.board.models import Alarm, Fired
from motorblok.board.sweeper import sweep_all
from motorblok.sla import clocks, signals
from motorblok.sla.actions import tell_fired
from motorblok.sla.models import Clock
from motorblok.sla.promises import Promise
from tenants.models import Client
from tests.sla.promised import HOUR, an_agreement, begin, take_back, tell

OPENING = datetime(2035, 1, 8, 8, tzinfo=UTC)
MINUTES = timedelta(minutes=1)
FOUR_HOURS = {"targets": {"resolution": 4 * HOUR}}


def refresh(client: Client, at: datetime) -> None:
    clocks.refresh("task:1", client_id=client.id, at=at)


def begun(client: Client) -> None:
    an_agreement(FOUR_HOURS)
    begin(OPENING)
    refresh(client, OPENING)


def said(client: Client, at: datetime) -> list[str]:
    tell_fired(client.id, at=at)
    kinds = Event.objects.filter(subject="task:1", kind__startswith="sla.").order_by("occurred_at", "id")
    return list(kinds.values_list("kind", flat=True))


def fired() -> list[str]:
    return sorted(Fired.objects.values_list("kind", flat=True))


def happen(client: Client, name: str, at: datetime, **said: str) -> None:
    tell(name, at, said=said)
    refresh(client, at)


def test_a_warning_that_had_fired_before_the_pause_is_told(acme: Client) -> None:
    begun(acme)
    sweep_all(at=OPENING + 121 * MINUTES)
    happen(acme, signals.PAUSED, OPENING + 121 * MINUTES, reason="client")

    assert said(acme, OPENING + 122 * MINUTES) == ["sla.clock.warned"]


def test_a_warning_that_a_pause_overtook_is_not_told_and_fires_when_it_is_due_after_all(acme: Client) -> None:
    begun(acme)
    sweep_all(at=OPENING + 120 * MINUTES)
    happen(acme, signals.PAUSED, OPENING + 119 * MINUTES, reason="client")

    assert said(acme, OPENING + 120 * MINUTES) == []
    assert fired() == []

    happen(acme, signals.RESUMED, OPENING + 150 * MINUTES, reason="client")
    sweep_all(at=OPENING + 151 * MINUTES)
    assert said(acme, OPENING + 152 * MINUTES) == ["sla.clock.warned"]


def test_a_breach_that_another_target_overtook_fires_at_the_new_one(acme: Client) -> None:
    begun(acme)
    sweep_all(at=OPENING + 241 * MINUTES)
    longer = Promise.from_fact({**Clock.objects.get().promise, "target_seconds": 5 * HOUR})
    tell(signals.PRIORITISED, OPENING + 239 * MINUTES, promised=[longer])
    refresh(acme, OPENING + 239 * MINUTES)

    assert "sla.clock.breached" not in said(acme, OPENING + 241 * MINUTES)
    assert Alarm.objects.get(kind="breached").fire_at == OPENING + timedelta(hours=5, seconds=1)


def test_a_breach_that_a_resolution_overtook_can_still_fire_after_a_reopening(acme: Client) -> None:
    begun(acme)
    sweep_all(at=OPENING + 241 * MINUTES)
    happen(acme, signals.RESOLVED, OPENING + 239 * MINUTES)
    assert "sla.clock.breached" not in said(acme, OPENING + 242 * MINUTES)

    happen(acme, signals.REOPENED, OPENING + 300 * MINUTES)

    assert Alarm.objects.get(kind="breached").fire_at == OPENING + timedelta(minutes=301, seconds=1)


def test_a_breach_before_the_cancellation_is_told(acme: Client) -> None:
    begun(acme)
    sweep_all(at=OPENING + 250 * MINUTES)
    happen(acme, signals.CANCELLED, OPENING + 250 * MINUTES)

    assert said(acme, OPENING + 251 * MINUTES)[-1] == "sla.clock.breached"


def test_while_paused_nothing_is_armed_and_afterwards_only_what_is_left(acme: Client) -> None:
    begun(acme)
    sweep_all(at=OPENING + 130 * MINUTES)
    happen(acme, signals.PAUSED, OPENING + 130 * MINUTES, reason="client")
    assert not Alarm.objects.exists()

    happen(acme, signals.RESUMED, OPENING + 190 * MINUTES, reason="client")

    assert {alarm.kind: alarm.fire_at - OPENING for alarm in Alarm.objects.all()} == {
        "warned_75": 240 * MINUTES,
        "warned_90": 276 * MINUTES,
        "breached": timedelta(hours=5, seconds=1),
    }


@pytest.mark.parametrize("hours", [3, 6])
def test_a_breach_that_fired_for_a_start_taken_back_does_not_silence_the_next(
    acme: Client, hours: int
) -> None:
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    started = begin(OPENING)
    refresh(acme, OPENING)
    sweep_all(at=OPENING + 61 * MINUTES)
    take_back(started, OPENING + 62 * MINUTES)
    again = OPENING + timedelta(hours=hours)
    begin(again)
    refresh(acme, again)

    sweep_all(at=again + 61 * MINUTES)

    assert said(acme, again + 62 * MINUTES).count("sla.clock.breached") == 1
    assert set(Clock.objects.values_list("kind", "cycle", "state")) == {
        ("first_response", 1, "voided"),
        ("resolution", 1, "voided"),
        ("first_response", 2, "running"),
        ("resolution", 2, "running"),
    }
