"""Random calendars around the changes of the clock, against the brute force, and the laws that addition obeys."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from motorblok.sla.business_time import Calendar
from tests.sla.oracle import WEEKDAYS, Oracle

# The UTC hour nearest to a change: whole and half hours, midnights that do not exist or come twice, a day skipped, two
# hours at once, a change at one minute past midnight, clocks that are set back for a month of fasting.
CHANGES = [
    ("Europe/Amsterdam", datetime(2025, 3, 30, 1, tzinfo=UTC)),
    ("Europe/Amsterdam", datetime(2025, 10, 26, 1, tzinfo=UTC)),
    ("Europe/Dublin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("America/St_Johns", datetime(2006, 10, 29, 2, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 2, 18, 2, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2025, 10, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2025, 4, 5, 15, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Pacific/Chatham", datetime(2025, 9, 27, 14, tzinfo=UTC)),
    ("Asia/Tehran", datetime(2015, 9, 21, 19, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2025, 6, 1, 0, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2023, 4, 27, 22, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2026, 2, 15, 2, tzinfo=UTC)),
    ("Antarctica/Troll", datetime(2025, 3, 30, 1, tzinfo=UTC)),
]
WINDOW_HOURS = 54

# Every five minutes of the day, and often those of the small hours, in which most clocks are changed.
ticks = st.one_of(st.integers(0, 24 * 12 - 1), st.integers(0, 4 * 12))
times = ticks.map(lambda n: f"{n // 12:02}:{n % 12 * 5:02}")
ends = st.one_of(times, st.just("24:00"))
shifts = st.lists(st.tuples(times, ends).map(list), max_size=3)


@st.composite
def calendars(draw: Any, name: str, change: datetime) -> dict[str, Any]:
    dates = st.sampled_from([(change.date() + timedelta(days=n)).isoformat() for n in range(-2, 3)])
    pause = st.fixed_dictionaries({"date": dates, "start": times, "end": ends})
    content = {
        "timezone": name,
        "week": draw(st.dictionaries(st.sampled_from(WEEKDAYS), shifts, min_size=2)),
        "holidays": draw(st.lists(dates, max_size=2)),
        "overrides": draw(st.dictionaries(dates, shifts, max_size=2)),
        "breaks": draw(st.lists(pause, max_size=2)),
        "holiday_scope": draw(st.sampled_from(["date", "shift"])),
    }
    assume(any(content["week"].values()))
    return content


@st.composite
def situations(draw: Any) -> tuple[dict[str, Any], datetime, list[datetime]]:
    """A calendar, the beginning of a window around a change of its clock, and three instants inside it in order."""
    name, change = draw(st.sampled_from(CHANGES))
    begin = change - timedelta(hours=WINDOW_HOURS // 2)
    instants = st.integers(0, WINDOW_HOURS * 3600 - 1).map(lambda second: begin + timedelta(seconds=second))
    return draw(calendars(name, change)), begin, sorted(draw(st.lists(instants, min_size=3, max_size=3)))


def agrees_with_the_brute_force(situation: Any, seconds: int) -> None:
    content, begin, (start, middle, end) = situation
    calendar, oracle = Calendar(content), Oracle(content, begin=begin, hours=WINDOW_HOURS)
    window_end = begin + timedelta(hours=WINDOW_HOURS)

    assert [
        (each.start_at, each.end_at) for each in calendar.stretches(begin, window_end)
    ] == oracle.stretches()
    assert calendar.elapsed(start, end) == oracle.elapsed(start, end)
    # One target anywhere, and one that ends exactly where the clock has got to at `middle`: often a closing.
    for target in (seconds, oracle.elapsed(start, middle)):
        due, (first, last) = calendar.add(start, target), oracle.first_and_last(start, target)
        assert due.due_at == first if first else due.due_at > window_end
        assert due.breach_at == last if last else due.breach_at >= window_end


@settings(max_examples=80, deadline=None)
@given(situations(), st.integers(0, 24 * 3600))
def test_every_answer_is_that_of_the_brute_force(situation: Any, seconds: int) -> None:
    agrees_with_the_brute_force(situation, seconds)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(situations(), st.integers(0, 24 * 3600))
def test_every_answer_of_many_more_is_that_of_the_brute_force(situation: Any, seconds: int) -> None:
    agrees_with_the_brute_force(situation, seconds)


@settings(max_examples=100, deadline=None)
@given(situations())
def test_parts_of_a_span_add_up(situation: Any) -> None:
    content, _, (start, middle, end) = situation
    calendar = Calendar(content)
    stretches = calendar.stretches(start, end)

    assert calendar.elapsed(start, middle) + calendar.elapsed(middle, end) == calendar.elapsed(start, end)
    assert calendar.elapsed(start, end) == sum(
        (each.end_at - each.start_at).total_seconds() for each in stretches
    )
    assert calendar.elapsed(end, start) == 0


@settings(max_examples=100, deadline=None)
@given(situations(), st.integers(0, 300 * 3600), st.integers(1, 300 * 3600))
def test_targets_add_up_and_never_run_backwards(situation: Any, one: int, other: int) -> None:
    content, _, (start, later, _) = situation
    calendar = Calendar(content)
    due = calendar.add(start, one)

    assert calendar.elapsed(start, due.due_at) == calendar.elapsed(start, due.breach_at) == one
    assert calendar.elapsed(start, due.breach_at + timedelta(seconds=1)) == one + 1
    assert (
        calendar.add(due.due_at, other)
        == calendar.add(due.breach_at, other)
        == calendar.add(start, one + other)
    )
    assert calendar.add(start, one + other).due_at > due.due_at
    assert calendar.add(later, one).due_at >= due.due_at
    assert start <= due.due_at <= due.breach_at
