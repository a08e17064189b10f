"""Cases on which known products went wrong, with the figures that are right. London: Mon-Fri 09:00-12:00 and 13:00-17:00."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from motorblok.audit.queries import Signal
from motorblok.sla import signals
from motorblok.sla.business_time import Calendar
from motorblok.sla.fold import ClockState, Outcome, State, fold
from tests.sla.promised import HOUR, a_promise, a_signal, a_start

LONDON = ZoneInfo("Europe/London")
DAYS = ("mon", "tue", "wed", "thu", "fri")
ALL_DAYS = (*DAYS, "sat", "sun")


def weekly(days: tuple[str, ...], *hours: list[str]) -> Calendar:
    return Calendar({"timezone": "Europe/London", "week": {day: list(hours) for day in days}})


CALENDARS = {
    "desk": weekly(DAYS, ["09:00", "12:00"], ["13:00", "17:00"]),
    "always": weekly(ALL_DAYS, ["00:00", "24:00"]),
    "night": weekly(ALL_DAYS, ["22:00", "06:00"]),
}


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def told(name: str, at: datetime, **facts: object) -> Signal:
    return a_signal(name, at, **facts)


def folded(*history: Signal, kind: str = "resolution", now: datetime) -> list[ClockState]:
    return [state for state in fold(history, CALENDARS.__getitem__, now=now) if state.kind == kind]


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "due"),
    [
        pytest.param("desk", local(11, 20, 16, 30), 2, local(11, 23, 10, 30), id="T1, over a weekend"),
        pytest.param("desk", local(11, 23, 9), 7, local(11, 23, 17), id="T2, the closing edge"),
        pytest.param("always", local(3, 28, 12), 24, local(3, 29, 13), id="T4, a day of 23 hours"),
        pytest.param("always", local(10, 24, 12), 24, local(10, 25, 11), id="T4, a day of 25 hours"),
        pytest.param("night", local(3, 28, 22), 7, local(3, 29, 6), id="T5, a night of 7 hours"),
        pytest.param("night", local(10, 24, 22), 9, local(10, 25, 6), id="T5, a night of 9 hours"),
    ],
)
def test_working_hours_end_where_they_end(calendar: str, start: datetime, hours: int, due: datetime) -> None:
    assert CALENDARS[calendar].add(start, hours * HOUR).due_at == due


def test_t3_a_pause_moves_the_due_date_by_its_working_hours_alone() -> None:
    (state,) = folded(
        a_start(local(11, 20, 15)),
        told(signals.PAUSED, local(11, 20, 16), reason="client", party="client"),
        told(signals.RESUMED, local(11, 23, 10), reason="client"),
        now=local(11, 23, 10),
    )

    assert state.due_at == local(11, 23, 14)


@pytest.mark.parametrize(("pause", "due"), [(False, 13), (True, 14)])
def test_t9_another_priority_keeps_what_was_used(pause: bool, due: int) -> None:
    urgent = a_promise(hours=4, calendar_version="always")
    paused = told(signals.PAUSED, local(11, 23, 10), reason="client", party="client")
    resumed = told(signals.RESUMED, local(11, 23, 11), reason="client")
    change = told(signals.PRIORITISED, local(11, 23, 12), promises=[urgent.as_fact()])

    (state,) = folded(
        a_start(local(11, 23, 9), a_promise(hours=14)),
        *([paused, resumed] if pause else []),
        change,
        now=local(11, 23, 12),
    )

    assert state.due_at == local(11, 23, due)


def test_t10_what_is_resolved_while_it_waits_is_charged_nothing_for_the_waiting() -> None:
    (state,) = folded(
        a_start(local(11, 23, 9)),
        told(signals.PAUSED, local(11, 23, 11), reason="client", party="client"),
        told(signals.RESOLVED, local(12, 23, 11)),
        now=local(12, 24, 9),
    )

    assert (state.outcome, state.consumed) == (Outcome.MET, 2 * HOUR)


def test_t11_nothing_is_broken_while_it_waits() -> None:
    (state,) = folded(
        a_start(local(11, 23, 9)),
        told(signals.PAUSED, local(11, 23, 11), reason="client", party="client"),
        now=local(12, 23, 11),
    )

    assert (state.state, state.outcome, state.breach_at) == (State.PAUSED, Outcome.PENDING, None)


def test_t14_two_messages_and_one_answer_are_one_cycle_and_thanks_afterwards_none() -> None:
    (state,) = folded(
        a_start(local(11, 23, 9), a_promise(), a_promise("next_response")),
        told(signals.RESPONDED, local(11, 23, 10)),
        told(signals.CLIENT_WROTE, local(11, 23, 11)),
        told(signals.CLIENT_WROTE, local(11, 23, 14)),
        told(signals.RESOLVED, local(11, 23, 15)),
        told(signals.CLIENT_WROTE, local(11, 23, 16)),
        kind="next_response",
        now=local(11, 24, 16),
    )

    assert (state.started_at, state.outcome, state.consumed) == (local(11, 23, 11), Outcome.MET, 3 * HOUR)


@pytest.mark.parametrize(("reopen", "outcomes"), [("new_cycle", ["met", ""]), ("resume", [""])])
def test_t20_the_agreement_says_whether_a_verdict_outlives_a_reopening(
    reopen: str, outcomes: list[str]
) -> None:
    found = folded(
        a_start(local(11, 23, 9), a_promise(reopen=reopen)),
        told(signals.RESOLVED, local(11, 23, 10)),
        told(signals.REOPENED, local(11, 23, 11)),
        now=local(11, 23, 11) + timedelta(minutes=1),
    )

    assert [state.outcome.value for state in found] == outcomes
