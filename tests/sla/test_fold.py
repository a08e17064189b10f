"""One clock as a function of its signals. Amsterdam is an hour ahead of UTC in these weeks: the desk opens at 8:00."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from motorblok.sla import signals
from motorblok.sla.fold import ClockState, Outcome, State
from tests.sla.promised import HOUR, a_promise, a_signal, a_start, states

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
AT_NINE, AT_TEN, AT_NOON, AT_FOUR = (MONDAY.replace(hour=hour) for hour in (8, 9, 11, 15))
CLOSING = MONDAY.replace(hour=16)
TUESDAY_OPENING = datetime(2026, 11, 24, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def folded(
    *history: tuple[str, datetime], kind: str = "resolution", hours: int = 4, now: datetime
) -> ClockState:
    promise = a_promise(kind, hours=hours).as_fact()
    told = [a_signal(name, at, promises=[promise]) for name, at in history]
    return states(*told, now=now)[kind][0]


def test_a_running_clock_counts_open_time_and_knows_its_edges() -> None:
    state = folded((signals.STARTED, AT_FOUR), now=TUESDAY_OPENING + timedelta(hours=1))

    assert (state.state, state.outcome) == (State.RUNNING, Outcome.PENDING)
    assert (state.consumed, state.remaining) == (2 * HOUR, 2 * HOUR)
    assert state.due_at == state.breach_at == TUESDAY_OPENING + timedelta(hours=3)
    assert (state.stopped_at, state.decided_at) == (None, None)


def test_the_first_response_stops_only_its_own_clock() -> None:
    history = [(signals.STARTED, AT_NINE), (signals.RESPONDED, AT_TEN)]

    response = folded(*history, kind="first_response", now=AT_NOON)
    resolution = folded(*history, now=AT_NOON)

    assert (response.state, response.outcome, response.consumed) == (State.STOPPED, Outcome.MET, HOUR)
    assert (response.stopped_at, response.decided_at) == (AT_TEN, AT_TEN)
    assert (resolution.state, resolution.consumed) == (State.RUNNING, 3 * HOUR)


def test_resolving_without_a_reply_stops_the_first_response_too() -> None:
    state = folded((signals.STARTED, AT_NINE), (signals.RESOLVED, AT_TEN), kind="first_response", now=AT_NOON)

    assert (state.outcome, state.stopped_at) == (Outcome.MET, AT_TEN)


def test_a_second_response_changes_nothing() -> None:
    history = [(signals.STARTED, AT_NINE), (signals.RESPONDED, AT_TEN), (signals.RESPONDED, AT_NOON)]

    state = folded(*history, kind="first_response", now=AT_FOUR)

    assert (state.consumed, state.stopped_at) == (HOUR, AT_TEN)


def test_exactly_the_target_is_met_and_one_second_more_is_not() -> None:
    met = folded((signals.STARTED, AT_NINE), (signals.RESOLVED, AT_NINE + timedelta(hours=4)), now=CLOSING)
    late = folded(
        (signals.STARTED, AT_NINE), (signals.RESOLVED, AT_NINE + timedelta(hours=4) + SECOND), now=CLOSING
    )

    assert (met.outcome, met.remaining) == (Outcome.MET, 0)
    assert (late.outcome, late.remaining) == (Outcome.BREACHED, -1)


def test_a_target_used_up_at_closing_is_still_met_when_resolved_at_night() -> None:
    night = CLOSING + timedelta(hours=5)

    state = folded((signals.STARTED, AT_NINE), (signals.RESOLVED, night), hours=8, now=night)

    assert (state.outcome, state.consumed) == (Outcome.MET, 8 * HOUR)
    assert (state.due_at, state.breach_at) == (CLOSING, TUESDAY_OPENING)


def test_a_running_clock_is_late_as_soon_as_its_breach_has_passed() -> None:
    history = [(signals.STARTED, AT_NINE)]
    breach_at = AT_NINE + timedelta(hours=4)

    assert folded(*history, now=breach_at).outcome is Outcome.PENDING
    assert folded(*history, now=breach_at + SECOND).outcome is Outcome.BREACHED
    assert folded(*history, now=breach_at + SECOND).decided_at == breach_at


def test_a_breach_is_decided_when_it_became_certain_not_when_the_work_ended() -> None:
    state = folded((signals.STARTED, AT_NINE), (signals.RESOLVED, CLOSING), now=CLOSING)

    assert (state.outcome, state.stopped_at) == (Outcome.BREACHED, CLOSING)
    assert state.decided_at == state.breach_at == AT_NINE + timedelta(hours=4)


def test_what_happens_later_than_now_is_not_known_yet() -> None:
    history = [(signals.STARTED, AT_NINE), (signals.RESOLVED, AT_NOON)]

    assert folded(*history, now=AT_TEN).state is State.RUNNING
    assert folded(*history, now=AT_NINE - SECOND).state is State.WAITING


def test_a_start_and_a_response_at_the_same_instant_are_met_with_nothing_used() -> None:
    state = folded(
        (signals.RESPONDED, AT_NINE), (signals.STARTED, AT_NINE), kind="first_response", now=AT_NOON
    )

    assert (state.outcome, state.consumed) == (Outcome.MET, 0)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_arrival_plays_no_part(seed: int) -> None:
    names = [signals.RESPONDED, signals.RESPONDED, signals.RESOLVED, "unheard"]
    history = [
        a_start(AT_NINE),
        *(a_signal(name, AT_NINE + timedelta(hours=n)) for n, name in enumerate(names)),
    ]
    shuffled = random.Random(seed).sample(history, len(history))

    assert states(*shuffled, now=CLOSING) == states(*history, now=CLOSING)


def test_a_voided_resolution_lets_the_clock_run_on() -> None:
    resolved = a_signal(signals.RESOLVED, AT_TEN)
    taken_back = a_signal(signals.VOIDED, AT_NOON, voids=str(resolved.event_id))

    (state,) = states(a_start(AT_NINE), resolved, taken_back, now=AT_FOUR)["resolution"]

    assert (state.state, state.consumed) == (State.RUNNING, 7 * HOUR)


def test_a_voided_start_takes_the_clock_back() -> None:
    started = a_start(AT_NINE)
    taken_back = a_signal(signals.VOIDED, AT_TEN, voids=str(started.event_id))

    (state,) = states(started, taken_back, now=AT_NOON)["resolution"]

    assert (state.state, state.outcome, state.due_at) == (State.VOIDED, Outcome.PENDING, None)


def test_the_segments_add_up_to_what_is_consumed() -> None:
    state = folded(
        (signals.STARTED, AT_FOUR), (signals.RESOLVED, TUESDAY_OPENING + timedelta(hours=1)), now=CLOSING
    )
    later = folded(
        (signals.STARTED, AT_FOUR),
        (signals.RESOLVED, TUESDAY_OPENING + timedelta(hours=1)),
        now=TUESDAY_OPENING + timedelta(days=3),
    )

    assert (
        sum(segment.counted for segment in later.segments)
        == later.segments[-1].total
        == later.consumed
        == 2 * HOUR
    )
    assert state.consumed == HOUR


def test_every_turn_has_its_reason() -> None:
    state = folded(
        (signals.STARTED, AT_NINE), (signals.RESPONDED, AT_TEN), kind="first_response", now=AT_NOON
    )

    assert [reason.at for reason in state.why] == [AT_NINE, AT_TEN]
    assert str(state.why[1].words) == "The first response was given."
