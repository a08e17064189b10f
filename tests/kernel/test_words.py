"""Instants, durations, initials and bars in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from motorblok.kernel import bars, faces, instants, toasts

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("seconds", "english", "dutch"),
    [
        (20, "under a minute", "minder dan een minuut"),
        (720, "12 min", "12 min"),
        (5280, "1 h 28 min", "1 u 28 min"),
        (-7200, "2 h", "2 u"),
        (187_200, "2 d 4 h", "2 d 4 u"),
    ],
)
def test_a_duration_has_two_units_at_most(seconds, english, dutch):
    assert instants.duration(seconds).replace("\xa0", " ") == english
    with translation.override("nl"):
        assert instants.duration(seconds).replace("\xa0", " ") == dutch


def test_business_time_knows_no_days():
    assert instants.worktime(86_400).replace("\xa0", " ") == "24 h"


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(hours=2), "11:30"),
        (timedelta(days=1), "tomorrow 09:30"),
        (timedelta(days=-1), "yesterday 09:30"),
        (timedelta(days=3), "Thu 09:30"),
        (timedelta(days=20), "13 Dec 09:30"),
        (timedelta(days=400), "28 Dec 2027"),
    ],
)
def test_a_moment_is_as_short_as_leaves_no_doubt(away, words):
    with timezone.override(AMSTERDAM):
        assert instants.moment(NOW + away, now=NOW) == words


def test_dutch_months_begin_small():
    with timezone.override(AMSTERDAM), translation.override("nl"):
        assert instants.moment(NOW + timedelta(days=20), now=NOW) == "13 dec 09:30"
        assert instants.moment(NOW + timedelta(days=400), now=NOW) == "28 dec 2027"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-29T03:30:00+02:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-03-29T03:30:00+02:00:00.5", datetime(2026, 3, 29, 1, 29, 59, 500000, tzinfo=UTC)),
        ("2026-03-29T03:30:00", None),
        ("2026-03-29", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("soon", None),
        ("", None),
    ],
)
def test_an_instant_is_read_in_utc_and_only_with_its_zone(text, instant):
    found = instants.read(text)

    assert found == instant
    assert found is None or found.tzinfo is UTC


def test_tomorrow_is_counted_where_the_reader_is():
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    with timezone.override(AMSTERDAM):
        assert instants.moment(late, now=NOW) == "tomorrow 00:30"
    assert instants.moment(late, now=NOW) == "23:30"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Sanne de Vries", "SV"), ("Hortus", "HO"), ("Van der Meer & Zonen", "MZ"), ("", "?"), ("de", "DE")],
)
def test_initials_leave_particles_out(name, letters):
    assert faces.initials(name) == letters


def test_a_hue_never_changes():
    assert faces.hue("Bakker Logistics") == faces.hue("Bakker Logistics")
    assert {faces.hue(f"name {n}") for n in range(200)} == set(range(faces.HUES))


def bar(*, due, breach=None, used=0, since=timedelta(hours=-1)):
    breach_at = NOW + breach if breach is not None else None
    return bars.running(since_at=NOW + since, due_at=NOW + due, breach_at=breach_at, share_then=used, now=NOW)


@pytest.mark.parametrize(
    ("clock", "band", "share"),
    [
        (bar(due=timedelta(hours=3)), "calm", 25),
        (bar(due=timedelta(minutes=40)), "soon", 60),
        (bar(due=timedelta(minutes=20)), "near", 75),
        (bar(due=timedelta(hours=30), used=92), "soon", 92),
        (bar(due=timedelta(hours=-1)), "late", 100),
        (bar(due=timedelta(hours=-1), breach=timedelta(hours=15)), "near", 100),
    ],
)
def test_a_bar_is_calm_soon_near_or_late(clock, band, share):
    assert (clock.band, clock.share) == (band, share)


def test_a_bar_says_late_by_how_much_since_its_breach():
    clock = bar(due=timedelta(hours=-20), breach=timedelta(minutes=-88))

    assert clock.words.replace("\xa0", " ") == "1 h 28 min late"
    assert bar(due=timedelta(minutes=-1), breach=timedelta(hours=1)).words == "due now"


def test_a_message_carries_its_way_back():
    assert toasts.undo_of("") is None
    found = toasts.undo_of("undo:/tasks/7/?assignee=a%26b&note=")

    assert (found.action, found.fields) == ("/tasks/7/", (("assignee", "a&b"), ("note", "")))


def test_no_tag_writes_a_style_of_its_own():
    page = Template("{% load motorblok %}{% sla bar target='resolution' %}{% icon 'x' %}{% mark %}")

    drawn = page.render(Context({"bar": bar(due=timedelta(hours=3))}))

    assert "style=" not in drawn
    assert 'width="25"' in drawn


def test_an_exact_instant_is_told_in_the_readers_zone_and_language():
    with timezone.override(AMSTERDAM):
        here = instants.exact(NOW)
        with translation.override("nl"):
            assert instants.exact(NOW).startswith("maandag 23 november 2026, 09:30")
    with timezone.override(UTC):
        there = instants.exact(NOW)

    assert (here, there) == ("Monday 23 November 2026, 09:30 CET", "Monday 23 November 2026, 08:30 UTC")
