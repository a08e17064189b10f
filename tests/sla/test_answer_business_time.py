"""The business-time engine against the hundred restated cases and against figures worked out by hand."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from motorblok.kernel.errors import Invalid
from motorblok.sla.business_time import Calendar, Due
from tests.sla.oracle import WEEKDAYS, Oracle, utc

CASES = json.loads((Path(__file__).parent / "cases.json").read_text())
ADDS = [case for case in CASES if case["op"] == "add"]
SPANS = [case for case in CASES if case["op"] == "elapsed"]
SHORT_SPANS = [case for case in SPANS if utc(case["end"]) - utc(case["start"]) <= timedelta(days=4)]

LONDON = ZoneInfo("Europe/London")
DESK = {
    "timezone": "Europe/London",
    "week": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in WEEKDAYS[:5]},
}
ALWAYS = {"timezone": "Europe/London", "week": {day: [["00:00", "24:00"]] for day in WEEKDAYS}}
NIGHT = {"timezone": "Europe/London", "week": {day: [["22:00", "06:00"]] for day in WEEKDAYS}}
NAIVE = datetime.fromisoformat("2026-01-01")


def named(case: dict[str, Any]) -> str:
    return str(case["id"])


def test_all_hundred_cases_are_here() -> None:
    assert len(ADDS) + len(SPANS) == 100
    assert sum("expected_latest" in case for case in ADDS) == 10


@pytest.mark.parametrize("case", ADDS, ids=named)
def test_a_target_ends_where_the_case_says(case: dict[str, Any]) -> None:
    due = Calendar(case["calendar"]).add(datetime.fromisoformat(case["start"]), case["seconds"])

    assert due == Due(utc(case["expected"]), utc(case.get("expected_latest", case["expected"])))
    assert due.due_at.tzinfo is UTC
    assert due.breach_at.tzinfo is UTC


@pytest.mark.parametrize("case", SPANS, ids=named)
def test_a_span_counts_what_the_case_says(case: dict[str, Any]) -> None:
    counted = Calendar(case["calendar"]).elapsed(utc(case["start"]), utc(case["end"]))

    assert counted == case["expected"]


@pytest.mark.parametrize("case", SHORT_SPANS, ids=named)
def test_the_oracle_knows_the_cases_too(case: dict[str, Any]) -> None:
    oracle = Oracle(case["calendar"], begin=utc(case["start"]), hours=100)

    assert oracle.elapsed(utc(case["start"]), utc(case["end"])) == case["expected"]


def test_two_hours_from_friday_afternoon_are_due_on_monday_morning() -> None:
    due = Calendar(DESK).add(datetime(2026, 11, 20, 16, 30, tzinfo=LONDON), 2 * 3600)

    assert due.due_at == datetime(2026, 11, 23, 10, 30, tzinfo=LONDON)


def test_a_target_that_ends_at_closing_is_due_at_closing_and_breached_after_the_next_opening() -> None:
    due = Calendar(DESK).add(datetime(2026, 11, 23, 9, tzinfo=LONDON), 7 * 3600)

    assert due.due_at == datetime(2026, 11, 23, 17, tzinfo=LONDON)
    assert due.breach_at == datetime(2026, 11, 24, 9, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=LONDON), datetime(2026, 3, 29, 13, tzinfo=LONDON)),
        (datetime(2026, 10, 24, 12, tzinfo=LONDON), datetime(2026, 10, 25, 11, tzinfo=LONDON)),
    ],
)
def test_a_day_round_the_clock_is_24_hours_also_when_the_clocks_change(
    start: datetime, end: datetime
) -> None:
    due = Calendar(ALWAYS).add(start, 24 * 3600)

    assert due == Due(end, end)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 7), ("2026-10-24", 9)])
def test_a_night_shift_is_shorter_or_longer_when_the_clocks_change(day: str, hours: int) -> None:
    noon = datetime.fromisoformat(day).replace(hour=12, tzinfo=LONDON)

    assert Calendar(NIGHT).elapsed(noon, noon + timedelta(days=1)) == hours * 3600


def test_zero_seconds_are_due_at_once_and_breached_after_the_next_opening() -> None:
    saturday, wednesday = datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 25, 11, tzinfo=UTC)

    assert Calendar(DESK).add(saturday, 0) == Due(saturday, datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert Calendar(DESK).add(wednesday, 0) == Due(wednesday, wednesday)


def test_parts_of_a_second_are_cut_off() -> None:
    start = datetime(2026, 11, 23, 9, 0, 0, 999_999, tzinfo=UTC)

    assert Calendar(DESK).add(start, 1).due_at == datetime(2026, 11, 23, 9, 0, 1, tzinfo=UTC)


def test_a_start_in_the_repeated_hour_is_told_apart_by_its_fold() -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)

    assert Calendar(ALWAYS).elapsed(first, first.replace(fold=1)) == 3600


def test_a_holiday_that_cancels_shifts_leaves_the_night_before_and_takes_the_night_after() -> None:
    christmas = NIGHT | {"holidays": ["2026-12-25"], "holiday_scope": "shift"}
    eve, day = datetime(2026, 12, 24, 12, tzinfo=UTC), datetime(2026, 12, 25, 12, tzinfo=UTC)

    assert Calendar(christmas).elapsed(eve, day) == 8 * 3600
    assert Calendar(christmas).elapsed(day, day + timedelta(days=1)) == 0


def test_the_timeline_grows_in_both_directions_without_changing_an_answer() -> None:
    calendar = Calendar(DESK | {"holidays": ["2026-01-01"]})
    today = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    before = calendar.add(today, 7200)

    calendar.add(datetime(1999, 5, 4, tzinfo=UTC), 10_000 * 3600)
    calendar.add(datetime(2060, 5, 4, tzinfo=UTC), 10_000 * 3600)

    assert calendar.add(today, 7200) == before


def test_equal_contents_share_one_compiled_calendar() -> None:
    again = {"week": DESK["week"], "timezone": DESK["timezone"]}

    assert Calendar(again).digest == Calendar(DESK).digest
    assert Calendar(again).digest != Calendar(NIGHT).digest


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        (lambda desk: desk.add(NAIVE, 60), "date"),
        (lambda desk: desk.elapsed(NAIVE, datetime(2026, 1, 2, tzinfo=UTC)), "date"),
        (lambda desk: desk.add(datetime(2026, 1, 1, tzinfo=UTC), -1), "seconds"),
        (lambda desk: desk.add(datetime(2199, 1, 1, tzinfo=UTC), 10**9), "date"),
        (lambda desk: desk.add(datetime(1950, 1, 1, tzinfo=UTC), 60), "date"),
    ],
)
def test_a_question_that_has_no_answer_is_refused(ask: Any, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(Calendar(DESK))

    assert refusal.value.field == field
