"""Calendars and agreements as lists show them: the version called in force is the one that is promised by."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from motorblok.kernel.errors import NotFound
from motorblok.sla import promises, queries
from motorblok.sla.actions import create_calendar, publish_agreement_version, publish_calendar_version
from motorblok.sla.seeds import Holiday
from tests.cast import MONDAY, RITA
from tests.sla.promised import DESK, a_calendar, an_agreement

pytestmark = pytest.mark.usefixtures("acme")
DAY = timedelta(days=1)


def publish_agreement(first, *days):
    """A further version for each number of days from Monday."""
    for day in days:
        begins = MONDAY + day * DAY
        publish_agreement_version(
            first.agreement_id, content=first.content, effective_at=begins, actor=RITA, at=MONDAY
        )


def publish_calendar(first, *dates):
    for on in dates:
        publish_calendar_version(first.calendar_id, content=DESK, effective_on=on, actor=RITA, at=MONDAY)


def standings(row):
    return {each.number: each.standing.value for each in row.versions}


def test_the_version_in_force_is_the_one_that_is_chosen():
    first = an_agreement({"targets": {"resolution": 3600}})
    publish_agreement(first, -10, -20, 5, 9, 5)

    row = queries.agreement(first.agreement_id, at=MONDAY)

    chosen = promises.choose(service_line="finance", level="", priority="low", at=MONDAY)
    assert str(row.shown.id) == chosen[0].terms_version
    assert standings(row) == {
        1: "replaced",
        2: "in_force",
        3: "replaced",
        4: "replaced",
        5: "coming",
        6: "coming",
    }


def test_the_calendar_version_in_force_is_the_one_that_is_chosen():
    first = a_calendar()
    publish_calendar(first, MONDAY.date(), date(2027, 1, 1))
    an_agreement({"calendar": str(first.calendar_id), "targets": {"resolution": 3600}})

    row = queries.calendar(first.calendar_id, at=MONDAY)

    chosen = promises.choose(service_line="finance", level="", priority="low", at=MONDAY)
    assert str(row.shown.id) == chosen[0].calendar_version
    assert standings(row) == {1: "replaced", 2: "in_force", 3: "coming"}


def test_before_its_first_day_a_calendar_follows_its_first_version():
    first = a_calendar()
    publish_calendar(first, date(2000, 6, 1))

    row = queries.calendar(first.calendar_id, at=MONDAY.replace(year=1999))

    assert standings(row) == {1: "in_force", 2: "coming"}


def test_a_proposed_calendar_is_told_with_its_holidays_by_name():
    holidays = [Holiday(date(2026, 12, 25), "Christmas"), Holiday(date(2027, 3, 9), "Eid", is_estimated=True)]
    content = {**DESK, "holidays": ["2026-12-28"]}

    create_calendar(
        name="Desk", content=content, effective_on=MONDAY.date(), holidays=holidays, actor=RITA, at=MONDAY
    )

    (row,) = queries.calendars(at=MONDAY)
    assert (row.is_usable, row.shown.standing.value) == (False, "proposed")
    assert row.newest.holidays == (holidays[0], Holiday(date(2026, 12, 28), ""), holidays[1])


def test_both_lists_take_one_statement_each(django_assert_num_queries):
    an_agreement({"targets": {"resolution": 3600}})

    with django_assert_num_queries(2):
        found = [*queries.calendars(at=MONDAY), *queries.agreements(at=MONDAY)]

    assert [each.name for each in found] == ["Office hours", "Back office"]


def test_what_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        queries.calendar(uuid4(), at=MONDAY)
