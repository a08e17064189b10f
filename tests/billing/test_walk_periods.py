"""Ten years of periods from every day of a month, in zones that change their clocks: no gap, no overlap, no drift."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing import periods
from billing.periods import MONTH, YEAR, Period, WrongPeriod

# One without summer time, and two where midnight itself was skipped or came twice.
ZONES = ["Europe/Amsterdam", "America/New_York", "America/Sao_Paulo", "America/Havana", "Asia/Kolkata"]
ANCHORS = [date(2011, 1, 1) + timedelta(days=n) for n in range(31)]
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def starts(anchor, count, *, months=MONTH):
    return [period.start for period in islice(periods.walk(anchor, months=months), count)]


def test_the_last_of_january_is_not_forgotten_in_february():
    assert starts(date(2027, 1, 31), 5) == [
        date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31),
    ]  # fmt: skip
    assert date(2028, 2, 29) in starts(date(2027, 1, 31), 15)


def test_a_leap_day_comes_back_every_fourth_year():
    assert starts(date(2024, 2, 29), 5, months=YEAR) == [
        date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29),
    ]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda day: f"day-{day.day}")
def test_ten_years_have_no_gap_and_no_overlap(anchor, zone):
    walked = list(islice(periods.walk(anchor), 120))
    edges = [period.edges(zone) for period in walked]

    assert walked[0].start == anchor
    assert all(before.end == after.start for before, after in pairwise(walked))
    assert all(before[1] == after[0] for before, after in pairwise(edges))
    assert all(start < end for start, end in edges)
    assert len({period.key for period in walked}) == 120
    assert [period.start.day for period in walked if period.start.month in (1, 3, 5)] == [anchor.day] * 30


@pytest.mark.parametrize("zone", ZONES)
def test_an_edge_is_the_first_instant_of_its_day(zone):
    for period in islice(periods.walk(date(2011, 1, 15)), 120):
        start, _ = period.edges(zone)

        assert periods.day_of(start, zone=zone) == period.start
        assert periods.day_of(start - timedelta(microseconds=1), zone=zone) == period.start - timedelta(
            days=1
        )


def test_a_month_of_the_clocks_change_is_an_hour_shorter_or_longer():
    march = Period(date(2026, 3, 1), date(2026, 4, 1)).edges("Europe/Amsterdam")
    october = Period(date(2026, 10, 1), date(2026, 11, 1)).edges("Europe/Amsterdam")

    assert march[0] == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert march[1] - march[0] == timedelta(days=31, hours=-1)
    assert october[1] - october[0] == timedelta(days=31, hours=1)


def test_a_midnight_that_is_skipped_is_the_instant_of_the_change():
    assert periods.starts_at(date(2018, 11, 4), zone="America/Sao_Paulo") == datetime(
        2018, 11, 4, 3, tzinfo=UTC
    )


def test_a_midnight_that_comes_twice_is_the_first():
    assert periods.starts_at(date(2018, 11, 4), zone="America/Havana") == datetime(2018, 11, 4, 4, tzinfo=UTC)


@settings(max_examples=1000, deadline=None)
@given(days, days, st.sampled_from([MONTH, 3, YEAR]))
def test_every_day_is_in_the_period_that_is_found_for_it(anchor, day, months):
    found = periods.on(day, anchor=anchor, months=months)

    assert day in found
    assert day < anchor or found in islice(periods.walk(anchor, months=months), 1300)


@settings(max_examples=300, deadline=None)
@given(days)
def test_a_key_leads_back_to_the_day_the_period_starts(anchor):
    period = periods.nth(anchor, 0)

    assert periods.start_of(period.key) == period.start


def test_keys_are_short_where_the_month_is_whole():
    assert Period(date(2026, 11, 1), date(2026, 12, 1)).key == "2026-11"
    assert Period(date(2026, 11, 15), date(2026, 12, 15)).key == "2026-11-15"


@pytest.mark.parametrize("key", ["", "2026", "2026-13", "November", "2026-11-31"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(WrongPeriod):
        periods.start_of(key)


def test_a_period_without_days_is_refused():
    with pytest.raises(WrongPeriod):
        Period(date(2026, 11, 1), date(2026, 11, 1))
