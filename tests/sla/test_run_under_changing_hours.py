"""A clock whose calendar changes under way. Amsterdam is an hour ahead of UTC: the desk opens at 8:00, late shift at 11:00."""

from datetime import UTC, datetime, timedelta

import pytest

from motorblok.sla.business_time import Due
from motorblok.sla.courses import Course
from tests.sla.promised import CALENDARS, HOUR

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
OPENING, CLOSING = MONDAY.replace(hour=8), MONDAY.replace(hour=16)
TUESDAY = MONDAY + timedelta(days=1)


def a_course(until: datetime, following: str = "late") -> Course:
    first, second = (Course(name, CALENDARS[name]) for name in ("desk", following))
    return first.then(until, second)


def test_what_ends_before_the_change_ends_by_the_old_hours() -> None:
    assert a_course(TUESDAY).add(OPENING, 7 * HOUR) == Due(*[CLOSING - timedelta(hours=1)] * 2)


def test_what_is_left_at_the_change_counts_by_the_new_hours() -> None:
    due_at = TUESDAY.replace(hour=13)

    assert a_course(TUESDAY).add(OPENING, 10 * HOUR) == Due(due_at, due_at)


def test_what_ends_with_the_last_old_hour_is_due_then_and_broken_at_the_first_new_one() -> None:
    assert a_course(TUESDAY).add(OPENING, 8 * HOUR) == Due(CLOSING, TUESDAY.replace(hour=11))


@pytest.mark.parametrize(("hours", "counted"), [(0, 0), (5, 5), (8, 8), (15, 11), (30, 14)])
def test_elapsed_is_the_sum_of_the_parts(hours: int, counted: int) -> None:
    course, end = a_course(MONDAY.replace(hour=12)), OPENING + timedelta(hours=hours)

    parts = list(course.parts(OPENING, end))

    assert [part.version for part in parts] == ["desk", "late"][: 1 + (hours > 4)]
    assert course.elapsed(OPENING, end) == counted * HOUR


def test_a_change_that_comes_before_another_takes_its_place() -> None:
    third = Course("always", CALENDARS["always"])
    course = a_course(TUESDAY).then(MONDAY.replace(hour=12), third)

    assert [part.version for part in course.parts(OPENING, TUESDAY)] == ["desk", "always"]
    assert course.last == "always"


def test_a_change_that_comes_after_another_follows_it() -> None:
    third = Course("always", CALENDARS["always"])
    course = a_course(TUESDAY).then(TUESDAY.replace(hour=12), third)

    assert [part.version for part in course.parts(OPENING, TUESDAY.replace(hour=20))] == [
        "desk",
        "late",
        "always",
    ]
