"""Which alarms a clock has. Amsterdam is an hour ahead of UTC in these weeks: the desk opens at 8:00."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from motorblok.audit.queries import Signal
from motorblok.board.alarms import Due
from motorblok.sla import signals
from motorblok.sla.alarming import alarms, is_history
from tests.sla.promised import CALENDARS, a_promise, a_signal, a_start, states

OPENING = datetime(2026, 11, 23, 8, tzinfo=UTC)
MINUTES = timedelta(minutes=1)


def scheduled(*history: Signal, at: datetime) -> dict[str, timedelta]:
    (state,) = states(*history, now=at)["resolution"]
    return {due.kind: due.at - OPENING for due in alarms(state, calendars=CALENDARS.__getitem__)}


def a_change(hours: int, at: datetime) -> Signal:
    promise = a_promise("resolution", hours=hours)
    return a_signal(signals.PRIORITISED, at, promises=[promise.as_fact()])


def test_an_upgrade_raises_no_warning_that_would_lie_in_the_past() -> None:
    # Three hours are used of what is now three and a half: more than 75 %, less than 90 %.
    at = OPENING + 180 * MINUTES

    found = scheduled(a_start(OPENING), a_change(1, at), at=at)

    assert found == {"warned_90": 189 * MINUTES, "breached": timedelta(minutes=210, seconds=1)}


def test_a_later_target_has_its_warnings_later() -> None:
    at = OPENING + 60 * MINUTES

    assert scheduled(a_start(OPENING), a_change(6, at), at=at) == {
        "warned_50": 180 * MINUTES,
        "warned_75": 270 * MINUTES,
        "warned_90": 324 * MINUTES,
        "breached": timedelta(hours=6, seconds=1),
    }


def test_a_warning_that_passed_before_a_pause_keeps_its_instant() -> None:
    paused = a_signal(signals.PAUSED, OPENING + 150 * MINUTES, reason="client")
    resumed = a_signal(signals.RESUMED, OPENING + 210 * MINUTES, reason="client")

    found = scheduled(a_start(OPENING), paused, resumed, at=OPENING + 240 * MINUTES)

    assert (found["warned_50"], found["warned_75"]) == (120 * MINUTES, 240 * MINUTES)


def test_a_clock_that_stands_still_or_was_given_up_has_none() -> None:
    paused = a_signal(signals.PAUSED, OPENING + 150 * MINUTES, reason="client")
    cancelled = a_signal(signals.CANCELLED, OPENING + 160 * MINUTES)

    assert scheduled(a_start(OPENING), paused, at=OPENING + 200 * MINUTES) == {}
    assert scheduled(a_start(OPENING), paused, cancelled, at=OPENING + 200 * MINUTES) == {}


def test_a_breach_before_the_pause_stays() -> None:
    paused = a_signal(signals.PAUSED, OPENING + 250 * MINUTES, reason="client")

    found = scheduled(a_start(OPENING), paused, at=OPENING + 300 * MINUTES)

    assert found == {"breached": timedelta(hours=4, seconds=1)}


def test_of_imported_work_no_warning_is_raised_that_lies_behind_and_a_breach_is_only_for_the_ledger() -> None:
    start = replace(a_start(OPENING), source="import", recorded_at=OPENING + 200 * MINUTES)

    assert set(scheduled(start, at=OPENING + 200 * MINUTES)) == {"warned_90", "breached"}
    late = replace(start, recorded_at=OPENING + 300 * MINUTES)
    assert set(scheduled(late, at=OPENING + 300 * MINUTES)) == {"breached"}
    [state] = states(late, now=OPENING + 300 * MINUTES)["resolution"]
    assert is_history(Due("breached", state.breach_at), state)


def test_after_an_amendment_a_threshold_lies_where_the_new_hours_put_it() -> None:
    at = OPENING + 60 * MINUTES
    round_the_clock = a_promise("resolution", hours=20, calendar_version="always")
    told = a_signal(signals.AMENDED, at, promises=[round_the_clock.as_fact()])

    found = scheduled(a_start(OPENING, a_promise("resolution", hours=20)), told, at=at)

    assert (found["warned_50"], found["breached"]) == (600 * MINUTES, timedelta(hours=20, seconds=1))
