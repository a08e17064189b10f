"""Another target under way: by priority, or by other hours. Amsterdam is an hour ahead of UTC: the desk opens at 8:00."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from motorblok.audit.queries import Signal
from motorblok.sla import signals
from motorblok.sla.fold import ClockState, Outcome, State
from tests.sla.promised import HOUR, a_promise, a_signal, a_start, states

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
TUESDAY_OPENING = datetime(2026, 11, 24, 8, tzinfo=UTC)
OPENING, CLOSING, NOON = MONDAY.replace(hour=8), MONDAY.replace(hour=16), MONDAY.replace(hour=12)


def a_change(at: datetime, *, hours: int, kind: str = "resolution", **rules: Any) -> Signal:
    promise = a_promise(kind, hours=hours, **rules)
    return a_signal(signals.PRIORITISED, at, promises=[promise.as_fact()])


def amended(at: datetime, version: str, *, hours: int, effective_at: str = "") -> Signal:
    promise = a_promise("resolution", hours=hours, calendar_version=version)
    return a_signal(signals.AMENDED, at, promises=[promise.as_fact()], effective_at=effective_at)


def resolution(*history: Signal, hours: int = 8, now: datetime) -> ClockState:
    (state,) = states(a_start(OPENING, a_promise("resolution", hours=hours)), *history, now=now)["resolution"]
    return state


def after(hours: float) -> datetime:
    return OPENING + timedelta(hours=hours)


def test_a_later_target_keeps_what_was_used() -> None:
    state = resolution(a_change(after(2), hours=10), now=NOON)

    assert (state.consumed, state.target_seconds) == (4 * HOUR, 10 * HOUR)
    assert state.due_at == TUESDAY_OPENING + timedelta(hours=2)


def test_an_earlier_target_counts_from_the_start_on() -> None:
    assert resolution(a_change(after(2), hours=4), now=NOON).due_at == after(4)


def test_an_upgrade_leaves_half_an_hour_and_never_breaks_a_promise_by_itself() -> None:
    state = resolution(a_change(after(3), hours=1), now=after(3))

    assert (state.outcome, state.target_seconds) == (Outcome.PENDING, int(3.5 * HOUR))
    assert state.due_at == after(3.5)


def test_the_floor_of_an_upgrade_is_never_later_than_before() -> None:
    assert resolution(a_change(after(7.75), hours=1), now=after(7.75)).due_at == CLOSING


def test_an_upgrade_to_hours_that_are_fewer_is_never_later_than_before() -> None:
    """Four hours of the late shift, which opens at 11:00, would end at 15:00."""
    state = resolution(a_change(after(1), hours=4, calendar_version="late"), hours=5, now=after(1))

    assert state.due_at == after(5)


def test_without_a_floor_the_target_holds_as_it_is_agreed() -> None:
    state = resolution(a_change(after(3), hours=1, upgrade_floor=0), now=after(3))

    assert (state.outcome, state.breach_at) == (Outcome.BREACHED, after(3))
    assert state.target_seconds == HOUR


def test_kept_time_counts_round_the_clock_from_the_change_on() -> None:
    """The vector T9: three hours used, then four hours round the clock."""
    state = resolution(a_change(after(3), hours=4, calendar_version="always"), now=after(3))

    assert state.due_at == after(4)


def test_a_pause_is_carried_along() -> None:
    """The vector T9 with a pause of an hour."""
    paused, resumed = a_signal(signals.PAUSED, after(1), reason="client"), a_signal(signals.RESUMED, after(2))

    state = resolution(paused, resumed, a_change(after(3), hours=4, calendar_version="always"), now=after(3))

    assert state.due_at == after(5)


def test_a_downgrade_does_not_undo_a_breach() -> None:
    state = resolution(a_change(after(5), hours=40), hours=4, now=after(6))

    assert (state.outcome, state.breach_at) == (Outcome.BREACHED, after(4))
    with override("en"):
        assert state.why[-1].words == (
            "The target is 40:00:00 from here on instead of 4:00:00; 5:00:00 used so far is kept. "
            "It was late already and stays so."
        )


def test_going_back_to_the_first_priority_gives_the_first_target_back() -> None:
    state = resolution(a_change(after(3), hours=1), a_change(after(3.25), hours=8), now=NOON)

    assert (state.target_seconds, state.due_at) == (8 * HOUR, CLOSING)


def test_a_change_while_paused_counts_from_where_it_goes_on() -> None:
    paused, resumed = a_signal(signals.PAUSED, after(1), reason="client"), a_signal(signals.RESUMED, after(4))

    state = resolution(paused, a_change(after(2), hours=2), resumed, now=after(4))

    assert state.due_at == after(5)


def test_a_change_while_resolved_holds_when_the_work_is_taken_up_again() -> None:
    resolved, reopened = a_signal(signals.RESOLVED, after(1)), a_signal(signals.REOPENED, after(3))

    state = resolution(resolved, a_change(after(2), hours=2), reopened, now=after(3))

    assert (state.consumed, state.due_at) == (HOUR, after(4))


def test_a_kind_that_is_no_longer_promised_keeps_its_old_promise() -> None:
    state = resolution(a_change(after(1), hours=1, kind="first_response"), now=NOON)

    assert state.target_seconds == 8 * HOUR


def test_a_kind_that_is_newly_promised_starts_at_the_change() -> None:
    change = a_change(after(2), hours=1, kind="first_response")

    found = states(a_start(OPENING, a_promise("resolution", hours=8)), change, now=NOON)

    (response,) = found["first_response"]
    assert (response.started_at, response.due_at) == (after(2), after(3))


def test_a_change_may_let_a_clock_stand_still_that_ran_on() -> None:
    waiting = a_signal(signals.PAUSED, after(1), reason="third_party")

    state = resolution(waiting, a_change(after(2), hours=8, pauses=("third_party",)), now=NOON)

    assert (state.state, state.consumed) == (State.PAUSED, 2 * HOUR)


def test_other_hours_count_from_the_amendment_on_and_no_earlier() -> None:
    state = resolution(amended(after(2), "late", hours=8), now=CLOSING)

    # Two hours at the desk, then the late shift from 11:00.
    assert state.consumed == 2 * HOUR + 5 * HOUR
    assert [segment.calendar_version for segment in state.segments] == ["desk", "late"]


@pytest.mark.parametrize(("effective_at", "used"), [("2026-11-23T13:00:00Z", 8), ("2026-11-20T08:00:00Z", 7)])
def test_hours_that_begin_later_count_from_then_on(effective_at: str, used: int) -> None:
    state = resolution(amended(after(2), "late", hours=20, effective_at=effective_at), hours=20, now=CLOSING)

    assert state.consumed == used * HOUR


def test_an_amendment_keeps_what_an_upgrade_left() -> None:
    change = a_change(after(3), hours=1)

    state = resolution(change, amended(after(3.25), "always", hours=1), now=after(3.25))

    assert (state.target_seconds, state.due_at) == (int(3.5 * HOUR), after(3.5))
