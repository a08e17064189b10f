"""Adding holidays to a calendar: in force from today, kept by what is still to come, and never twice."""

from datetime import date, timedelta

import pytest

from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import new_id
from motorblok.sla import days_off, queries
from motorblok.sla.actions import add_holidays, publish_calendar_version
from motorblok.sla.days_off import Verdict
from motorblok.sla.models import CalendarVersion
from motorblok.sla.seeds import Holiday
from tests.cast import MONDAY, RITA
from tests.sla.promised import DESK, a_calendar

pytestmark = pytest.mark.usefixtures("acme")
TODAY = date(2026, 11, 23)
FRIDAY = Holiday(date(2026, 12, 18), "Company outing")


def add(calendar, *holidays):
    return add_holidays(calendar.calendar_id, holidays=holidays, actor=RITA, at=MONDAY)


def verdicts(calendar, *days):
    row = queries.calendar(calendar.calendar_id, at=MONDAY)
    found = days_off.plan(row, [Holiday(on, "") for on in days], at=MONDAY)
    return [each.verdict for each in found.days]


def test_a_further_version_closes_on_it_from_today_on():
    (version,) = add(a_calendar(), FRIDAY)

    assert (version.number, version.effective_on) == (2, TODAY)
    assert version.content["holidays"] == ["2026-12-18"]
    assert (version.holidays[0]["name"], version.confirmed_by) == ("Company outing", str(RITA))


def test_adding_it_again_publishes_nothing():
    calendar = a_calendar()
    add(calendar, FRIDAY)

    assert add(calendar, FRIDAY) == []


def test_the_holidays_that_were_there_stay():
    calendar = a_calendar()
    add(calendar, FRIDAY)

    (version,) = add(calendar, Holiday(date(2026, 12, 24), "Closed early"))

    assert version.content["holidays"] == ["2026-12-18", "2026-12-24"]
    assert [each["name"] for each in version.holidays] == ["Company outing", "Closed early"]


def test_a_version_that_is_still_to_come_closes_too_and_keeps_its_first_day():
    calendar = a_calendar()
    coming = {"content": DESK, "effective_on": date(2026, 12, 1), "actor": RITA, "at": MONDAY}
    publish_calendar_version(calendar.calendar_id, **coming)

    add(calendar, FRIDAY)

    closing = CalendarVersion.objects.filter(content__holidays__contains="2026-12-18").order_by("number")
    assert [each.effective_on for each in closing] == [TODAY, date(2026, 12, 1)]
    assert add(calendar, FRIDAY) == []


def test_what_would_not_close_is_told_with_its_reason():
    content = {**DESK, "holidays": ["2026-12-25"], "overrides": {"2026-12-24": [["09:00", "13:00"]]}}
    calendar = a_calendar()
    coming = {"content": content, "effective_on": TODAY, "actor": RITA, "at": MONDAY}
    publish_calendar_version(calendar.calendar_id, **coming)
    days = [TODAY - timedelta(days=1), TODAY, date(2026, 12, 25), date(2026, 12, 24), date(2026, 12, 19)]

    found = verdicts(calendar, *days)

    assert found == [Verdict.PAST, Verdict.CLOSES, Verdict.CLOSED, Verdict.OWN_HOURS, Verdict.NO_HOURS]
    assert add(calendar, *[Holiday(on, "") for on in (days[0], *days[2:])]) == []


def test_a_night_that_reaches_into_the_day_is_cut_off():
    nights = {"timezone": "Europe/Amsterdam", "week": {"fri": [["22:00", "06:00"]]}}

    assert verdicts(a_calendar("Nights", nights), date(2026, 12, 19)) == [Verdict.CLOSES]


def test_a_calendar_that_is_not_there_gets_none():
    with pytest.raises(NotFound):
        add_holidays(new_id(), holidays=[FRIDAY], actor=RITA, at=MONDAY)
