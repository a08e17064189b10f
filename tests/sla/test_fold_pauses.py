"""A clock that stands still while the work waits. Amsterdam is an hour ahead of UTC: the desk is open from 8:00 to 16:00."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from motorblok.audit.queries import Signal
from motorblok.sla import signals
from motorblok.sla.fold import ClockState, Outcome, State
from tests.sla.promised import HOUR, a_promise, a_signal, a_start, states

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
OPENING, CLOSING, NOON = MONDAY.replace(hour=8), MONDAY.replace(hour=16), MONDAY.replace(hour=12)
BOTH = ("client", "third_party")


def paused(at: datetime, reason: str = "client") -> Signal:
    return a_signal(signals.PAUSED, at, reason=reason, party=reason)


def resumed(at: datetime, reason: str = "client") -> Signal:
    return a_signal(signals.RESUMED, at, reason=reason)


def resolution(*history: Signal, now: datetime, pauses: tuple[str, ...] = ("client",)) -> ClockState:
    start = a_start(OPENING, a_promise("resolution", hours=4, pauses=pauses))
    (state,) = states(start, *history, now=now)["resolution"]
    return state


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_what_the_work_waits_for_the_client_does_not_count() -> None:
    state = resolution(paused(OPENING + hours(1)), resumed(OPENING + hours(3)), now=NOON)

    assert (state.state, state.consumed) == (State.RUNNING, 2 * HOUR)
    assert state.due_at == OPENING + hours(6)


def test_while_paused_it_is_due_at_no_time_but_would_be_if_it_went_on() -> None:
    state = resolution(paused(OPENING + hours(1)), now=NOON)

    assert (state.state, state.outcome) == (State.PAUSED, Outcome.PENDING)
    assert (state.due_at, state.breach_at) == (None, None)
    assert state.due_if_resumed_at == NOON + hours(3)


def test_a_pause_on_a_weekend_shifts_nothing() -> None:
    """Friday 16:00 to Monday 10:00 are two open hours, not sixty-six (the vector T3, in Amsterdam and with a desk to 17:00)."""
    friday = OPENING - timedelta(days=3)
    start = a_start(friday + hours(6), a_promise("resolution", hours=4))

    (state,) = states(start, paused(friday + hours(7)), resumed(OPENING + hours(1)), now=OPENING + hours(1))[
        "resolution"
    ]

    assert state.due_at == OPENING + hours(4)
    assert [segment.not_counted for segment in state.segments] == [0, 2 * HOUR, 0]


def test_a_pause_while_closed_has_no_effect() -> None:
    night = CLOSING + hours(2)

    state = resolution(paused(night), resumed(night + hours(3)), now=TUESDAY, pauses=BOTH)

    assert state.consumed == 8 * HOUR
    assert [segment.counted for segment in state.segments] == [8 * HOUR, 0, 0]


def test_nothing_is_broken_while_paused_and_an_overrun_stands_still() -> None:
    before = resolution(paused(OPENING + hours(4)), now=TUESDAY + hours(12))
    after = resolution(paused(OPENING + hours(5)), now=TUESDAY + hours(12))

    assert (before.outcome, before.remaining) == (Outcome.PENDING, 0)
    assert (after.outcome, after.remaining) == (Outcome.BREACHED, -HOUR)
    assert (after.state, after.breach_at) == (State.PAUSED, OPENING + hours(4))


def test_exactly_the_target_used_before_the_pause_is_met_when_resolved_in_it() -> None:
    state = resolution(paused(OPENING + hours(4)), a_signal(signals.RESOLVED, CLOSING), now=TUESDAY)

    assert (state.state, state.outcome) == (State.STOPPED, Outcome.MET)
    assert state.due_at == OPENING + hours(4)


def test_resolving_a_paused_task_leaves_the_pause_out() -> None:
    state = resolution(paused(OPENING + hours(1)), a_signal(signals.RESOLVED, NOON), now=TUESDAY)

    assert (state.outcome, state.consumed) == (Outcome.MET, HOUR)
    assert state.due_at == NOON + hours(3)


def test_a_reason_that_the_agreement_does_not_know_stops_nothing_and_is_said() -> None:
    state = resolution(paused(OPENING + hours(1), "third_party"), now=NOON)

    assert (state.state, state.consumed) == (State.RUNNING, 4 * HOUR)
    with override("en"):
        assert state.why[-1].words == (
            "Not paused: under the agreement waiting for a third party does not stop this clock."
        )


def test_it_goes_on_only_when_the_last_reason_is_gone() -> None:
    history = [
        paused(OPENING + hours(1)),
        paused(OPENING + hours(2), "third_party"),
        resumed(OPENING + hours(3)),
        resumed(OPENING + hours(4), "third_party"),
    ]

    state = resolution(*history, now=OPENING + hours(5), pauses=BOTH)

    assert state.consumed == 2 * HOUR
    assert [(segment.reason, segment.party) for segment in state.segments] == [
        ("", "provider"),
        ("client", "client"),
        ("third_party", "third_party"),
        ("", "provider"),
    ]


def test_pausing_twice_for_the_same_reason_is_one_pause() -> None:
    state = resolution(paused(OPENING + hours(1)), paused(OPENING + hours(2)), now=NOON)

    assert [segment.kind for segment in state.segments] == ["running", "paused"]


def test_a_message_of_the_client_ends_the_wait_for_it_when_it_was_written() -> None:
    night = CLOSING + hours(4)

    state = resolution(
        paused(OPENING + hours(1)), a_signal(signals.CLIENT_WROTE, night), now=TUESDAY.replace(hour=9)
    )

    assert (state.state, state.consumed) == (State.RUNNING, 2 * HOUR)


def test_a_wait_for_a_third_party_outlasts_a_message_of_the_client() -> None:
    history = [paused(OPENING + hours(1), "third_party"), a_signal(signals.CLIENT_WROTE, NOON)]

    assert resolution(*history, now=CLOSING, pauses=BOTH).state is State.PAUSED


def test_going_on_without_a_reason_ends_every_wait() -> None:
    history = [paused(OPENING + hours(1)), paused(OPENING + hours(1), "third_party")]

    state = resolution(*history, a_signal(signals.RESUMED, OPENING + hours(2)), now=NOON, pauses=BOTH)

    assert state.consumed == 3 * HOUR


def test_a_first_response_is_never_paused_unless_the_agreement_says_so() -> None:
    history = [paused(OPENING + hours(1), "third_party")]
    usual = a_start(OPENING, a_promise("first_response", hours=4))
    special = a_start(OPENING, a_promise("first_response", hours=4, pauses=BOTH))

    assert states(usual, *history, now=NOON)["first_response"][0].state is State.RUNNING
    assert states(special, *history, now=NOON)["first_response"][0].state is State.PAUSED


@pytest.mark.parametrize("reason", ["<script>alert(1)</script>", ""])
def test_a_reason_that_nobody_knows_is_repeated_as_it_is(reason: str) -> None:
    state = resolution(paused(OPENING + hours(1), reason), now=NOON)

    assert state.state is State.RUNNING
    assert reason in state.why[-1].words


def test_a_pause_before_the_start_does_not_count() -> None:
    state = resolution(paused(OPENING - hours(1)), now=NOON)

    assert (state.state, state.consumed) == (State.RUNNING, 4 * HOUR)
