"""Clocks that begin again: reopened, cancelled, in cycles, after a start that was taken back. The desk opens at 8:00 UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any

from motorblok.audit.queries import Signal
from motorblok.sla import signals
from motorblok.sla.fold import ClockState, Outcome, State
from tests.sla.promised import HOUR, a_promise, a_signal, a_start, states

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
OPENING, CLOSING = MONDAY.replace(hour=8), MONDAY.replace(hour=16)


def after(hours: float) -> datetime:
    return OPENING + timedelta(hours=hours)


def told(name: str, hours: float) -> Signal:
    return a_signal(name, after(hours))


def folded(kind: str, *history: Signal, now: float, hours: int = 4, **rules: Any) -> list[ClockState]:
    return states(a_start(OPENING, a_promise(kind, hours=hours, **rules)), *history, now=after(now)).get(
        kind, []
    )


def test_a_reopened_clock_goes_on_and_the_time_in_between_does_not_count() -> None:
    (state,) = folded("resolution", told("resolved", 1), told("reopened", 4), now=5)

    assert (state.state, state.outcome, state.consumed) == (State.RUNNING, Outcome.PENDING, 2 * HOUR)
    assert (state.due_at, state.stopped_at) == (after(7), None)
    assert [(segment.kind, segment.not_counted) for segment in state.segments] == [
        ("running", 0),
        ("resolved", 3 * HOUR),
        ("running", 0),
    ]


def test_a_breach_stays_through_a_reopening() -> None:
    (state,) = folded("resolution", told("resolved", 5), told("reopened", 6), told("resolved", 7), now=8)

    assert (state.outcome, state.breach_at) == (Outcome.BREACHED, after(4))


def test_in_a_new_cycle_the_first_verdict_stands() -> None:
    """The vector T20."""
    history = [told("resolved", 1), told("reopened", 2)]

    first, second = folded("resolution", *history, now=7, reopen="new_cycle")

    assert (first.cycle, first.state, first.outcome, first.consumed) == (1, State.STOPPED, Outcome.MET, HOUR)
    assert (second.cycle, second.outcome, second.breach_at) == (2, Outcome.BREACHED, after(6))


def test_a_second_resolution_changes_nothing() -> None:
    (state,) = folded("resolution", told("resolved", 1), told("resolved", 3), now=5)

    assert (state.stopped_at, state.consumed) == (after(1), HOUR)


def test_a_given_first_response_is_not_reopened() -> None:
    (state,) = folded("first_response", told("resolved", 1), told("reopened", 2), now=5)

    assert (state.state, state.outcome) == (State.STOPPED, Outcome.MET)


def test_what_is_cancelled_stops_without_a_verdict() -> None:
    (state,) = folded("resolution", told("cancelled", 1), now=9)

    assert (state.state, state.outcome, state.decided_at) == (State.CANCELLED, Outcome.PENDING, None)
    assert (state.due_at, state.stopped_at, state.consumed) == (None, after(1), HOUR)


def test_what_was_late_stays_so_when_cancelled() -> None:
    (state,) = folded("resolution", told("cancelled", 5), now=9)

    assert (state.state, state.outcome, state.decided_at) == (State.CANCELLED, Outcome.BREACHED, after(4))


def test_a_cancellation_taken_back_lets_every_clock_go_on_also_the_response() -> None:
    history = [told("cancelled", 1), told("reopened", 3)]

    for kind in ("first_response", "resolution"):
        (state,) = folded(kind, *history, now=3, reopen="new_cycle")
        assert (state.state, state.due_at) == (State.RUNNING, after(6))


def test_a_resolution_of_what_is_cancelled_changes_nothing() -> None:
    (state,) = folded("resolution", told("cancelled", 1), told("resolved", 2), now=3)

    assert state.state is State.CANCELLED


def test_no_next_response_is_due_before_the_first_one_was_given() -> None:
    assert folded("next_response", told("client_wrote", 1), now=3) == []
    assert folded("next_response", told("client_wrote", 1), told("responded", 2), now=3) == []


def test_several_messages_and_one_answer_are_one_cycle_from_the_first_message_on() -> None:
    """The vector T14."""
    history = [told("responded", 1), told("client_wrote", 2), told("client_wrote", 3), told("responded", 4)]

    (state,) = folded("next_response", *history, now=5)

    assert (state.started_at, state.stopped_at) == (after(2), after(4))
    assert (state.outcome, state.consumed) == (Outcome.MET, 2 * HOUR)


def test_each_further_message_after_an_answer_is_a_cycle() -> None:
    history = [
        told("responded", 1),
        told("client_wrote", 1.5),
        told("responded", 2),
        told("client_wrote", 3),
    ]

    first, second = folded("next_response", *history, hours=1, now=5)

    assert (first.cycle, first.outcome) == (1, Outcome.MET)
    assert (second.cycle, second.outcome, second.breach_at) == (2, Outcome.BREACHED, after(4))


def test_a_resolution_answers_and_thanks_afterwards_asks_for_nothing() -> None:
    history = [told("responded", 1), told("client_wrote", 2), told("resolved", 3), told("client_wrote", 4)]

    (state,) = folded("next_response", *history, now=5)

    assert (state.outcome, state.stopped_at) == (Outcome.MET, after(3))


def test_a_message_that_reopens_is_to_be_answered() -> None:
    wrote = told("client_wrote", 4)
    reopened = a_signal("reopened", after(4))

    (state,) = folded("next_response", told("resolved", 1), wrote, reopened, now=5)

    assert (state.started_at, state.due_at) == (after(4), after(8))


def test_a_cancelled_answer_is_due_again_when_the_work_is_taken_up() -> None:
    history = [told("responded", 1), told("client_wrote", 2), told("cancelled", 3), told("reopened", 5)]

    (state,) = folded("next_response", *history, now=5)

    assert (state.state, state.consumed, state.due_at) == (State.RUNNING, HOUR, after(8))


def test_a_start_after_one_that_was_taken_back_has_a_number_of_its_own() -> None:
    start = a_start(OPENING, a_promise("resolution"))
    voided = a_signal(signals.VOIDED, after(1), voids=str(start.event_id))
    again = a_start(after(2), a_promise("resolution", hours=1))

    first, second = states(start, voided, again, now=after(2))["resolution"]

    assert (first.cycle, first.state, first.due_at) == (1, State.VOIDED, None)
    assert (second.cycle, second.state, second.due_at) == (2, State.RUNNING, after(3))


def test_what_only_the_voided_start_promised_does_not_run() -> None:
    start = a_start(OPENING, a_promise("resolution"), a_promise("first_response"))
    voided = a_signal(signals.VOIDED, after(1), voids=str(start.event_id))

    found = states(start, voided, a_start(after(2), a_promise("resolution")), now=after(3))

    assert [state.state for state in found["first_response"]] == [State.VOIDED]


def test_answers_after_a_start_that_was_taken_back_have_numbers_of_their_own() -> None:
    start = a_start(OPENING, a_promise("next_response"))
    before = [told("responded", 1), told("client_wrote", 2)]
    voided = a_signal(signals.VOIDED, after(3), voids=str(start.event_id))
    again = [a_start(after(4), a_promise("next_response")), told("responded", 5), told("client_wrote", 6)]

    (state,) = states(start, *before, voided, *again, now=after(7))["next_response"]

    assert (state.cycle, state.started_at) == (2, after(6))


def test_a_second_start_changes_nothing_while_the_first_one_stands() -> None:
    again = a_start(after(2), a_promise("resolution", hours=1))

    (state,) = states(a_start(OPENING), again, now=after(3))["resolution"]

    assert (state.started_at, state.target_seconds) == (OPENING, 4 * HOUR)


def test_work_that_is_to_begin_later_waits() -> None:
    found = states(a_start(CLOSING, a_promise("resolution"), a_promise("next_response")), now=OPENING)

    assert [state.state for state in found["resolution"]] == [State.WAITING]
    assert "next_response" not in found
