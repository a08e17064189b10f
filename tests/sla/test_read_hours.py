"""A calendar's content is checked, and what is wrong is named."""

from datetime import date, timedelta
from typing import Any

import pytest

from motorblok.kernel.errors import Invalid
from motorblok.sla.business_time import Calendar

WEEK = {"mon": [["09:00", "17:00"]]}
DESK = {"timezone": "Europe/Amsterdam", "week": WEEK}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"timezone": "Europe/Amstelveen"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"timezone": None}, "timezone"),
        ({"week": None}, "week"),
        ({"week": {}}, "week"),
        ({"week": {"mon": []}}, "week"),
        ({"week": {"monday": [["09:00", "17:00"]]}}, "week.monday"),
        ({"week": {"mon": "09:00-17:00"}}, "week.mon"),
        ({"week": {"mon": [["09:00", "17:00"], ["18:00"]]}}, "week.mon[1]"),
        ({"week": {"mon": [["9 o'clock", "17:00"]]}}, "week.mon[0]"),
        ({"week": {"mon": [["09:60", "17:00"]]}}, "week.mon[0]"),
        ({"week": {"mon": [["09:00", "24:01"]]}}, "week.mon[0]"),
        ({"week": {"mon": [["24:00", "06:00"]]}}, "week.mon[0]"),
        ({"week": {"mon": [[9, 17]]}}, "week.mon[0]"),
        ({"holidays": "2026-12-25"}, "holidays"),
        ({"holidays": ["2026-12-25", "25-12-2026"]}, "holidays[1]"),
        ({"holidays": ["2026-02-29"]}, "holidays[0]"),
        ({"holidays": ["1899-01-01"]}, "holidays[0]"),
        ({"overrides": ["2026-12-24"]}, "overrides"),
        ({"overrides": {"24 December": []}}, "overrides.24 December"),
        ({"overrides": {"2026-12-24": [["09:00"]]}}, "overrides.2026-12-24[0]"),
        ({"breaks": [{"date": "2026-12-24", "start": "09:00"}]}, "breaks[0]"),
        ({"breaks": [{"date": "later", "start": "09:00", "end": "10:00"}]}, "breaks[0].date"),
        ({"holiday_scope": "night"}, "holiday_scope"),
        ({"holiday": ["2026-12-25"]}, "holiday"),
        ({"holidays": {1, 2}}, "calendar"),
    ],
)
def test_content_that_cannot_be_used_names_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Calendar(DESK | change)

    assert refusal.value.field == field
    assert str(refusal.value).startswith(f"{field}: ")


def weekly(*, first: date, times: int) -> list[str]:
    return [(first + timedelta(weeks=n)).isoformat() for n in range(times)]


def test_closed_for_more_than_400_days_is_refused_with_the_day_it_begins() -> None:
    mondays = weekly(first=date(2026, 1, 5), times=57)

    with pytest.raises(Invalid, match="from 2025-12-29"):
        Calendar(DESK | {"holidays": mondays})


def test_closed_for_less_than_400_days_is_accepted() -> None:
    mondays = weekly(first=date(2026, 1, 5), times=56)

    assert Calendar(DESK | {"holidays": mondays})


def test_open_on_one_day_of_a_long_closure_is_accepted() -> None:
    mondays = weekly(first=date(2026, 1, 5), times=80)

    assert Calendar(DESK | {"holidays": mondays, "overrides": {mondays[40]: [["09:00", "09:01"]]}})
