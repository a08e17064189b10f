"""Why a clock stands where it stands, line by line."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import override

from motorblok.sla import clocks, explain, signals
from motorblok.sla.models import Clock
from tenants.models import Client
from tests.sla.promised import HOUR, an_agreement, begin, tell

# Friday 15:00 in Amsterdam; the desk closes at 17:00 and opens on Monday at 9:00.
FRIDAY = datetime(2026, 11, 20, 14, tzinfo=UTC)
MONDAY_TEN = datetime(2026, 11, 23, 9, tzinfo=UTC)
LINE = {"targets": {"first_response": HOUR, "resolution": 8 * HOUR}}


def test_nothing_is_explained_of_what_has_no_clock(acme: Client) -> None:
    assert explain.lines("task:1", now=FRIDAY) == []


def test_each_open_stretch_is_a_line_with_a_running_total(acme: Client) -> None:
    an_agreement(LINE)
    begin(FRIDAY)

    resolution = explain.lines("task:1", now=MONDAY_TEN)[1]

    assert [(line.counted, line.total) for line in resolution.lines] == [
        (2 * HOUR, 2 * HOUR),
        (HOUR, 3 * HOUR),
    ]
    assert resolution.lines[1].start_at == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert resolution.state.consumed == 3 * HOUR


def test_a_line_reads_in_both_languages_on_the_calendars_own_clock(acme: Client) -> None:
    an_agreement(LINE)
    begin(FRIDAY)

    line = explain.lines("task:1", now=MONDAY_TEN)[1].lines[0]

    with override("en"):
        assert line.words == (
            "Fri 20 Nov 2026 15:00 to Fri 20 Nov 2026 17:00: 2:00:00 counted, 2:00:00 in all "
            "(Office hours, version 1)"
        )
    with override("nl"):
        assert line.words.lower() == (
            "vr 20 nov 2026 15:00 tot vr 20 nov 2026 17:00: 2:00:00 geteld, 2:00:00 in totaal "
            "(office hours, versie 1)"
        )


def test_a_clock_is_summed_up_with_its_target_and_agreement(acme: Client) -> None:
    an_agreement(LINE)
    begin(FRIDAY)
    tell(signals.RESPONDED, FRIDAY + timedelta(minutes=5, seconds=7))

    response = explain.lines("task:1", now=MONDAY_TEN)[0]

    with override("en"):
        assert response.summary == "First response: 0:05:07 of 1:00:00 used (Back office, version 1)"
        assert [str(reason.words) for reason in response.reasons] == [
            "Line 1 of the agreement applies: no other is more specific.",
            "The first response was given.",
        ]


def test_what_is_explained_is_what_the_clock_says(acme: Client) -> None:
    an_agreement(LINE)
    begin(FRIDAY)
    tell(signals.RESOLVED, MONDAY_TEN)
    clocks.refresh("task:1", client_id=acme.id, at=MONDAY_TEN)

    explained = {each.state.promise.kind: each.state for each in explain.lines("task:1", now=MONDAY_TEN)}

    for clock in Clock.objects.all():
        state = explained[clock.kind]
        assert (clock.consumed_seconds, clock.outcome) == (state.consumed, state.outcome)
        assert (clock.due_at, clock.breach_at) == (state.due_at, state.breach_at)
        assert (clock.stopped_at, clock.decided_at) == (state.stopped_at, state.decided_at)


def test_years_of_waiting_are_one_line(acme: Client) -> None:
    an_agreement(LINE)
    begin(FRIDAY)

    resolution = explain.lines("task:1", now=FRIDAY + timedelta(days=400))[1]

    assert len(resolution.lines) == 1
    assert resolution.lines[0].counted == resolution.state.consumed


def test_versions_that_were_met_before_are_explained_in_one_statement(
    acme: Client, django_assert_num_queries
) -> None:
    an_agreement(LINE)
    begin(FRIDAY)
    first = explain.lines("task:1", now=MONDAY_TEN)

    with django_assert_num_queries(1):
        again = explain.lines("task:1", now=MONDAY_TEN)

    assert again == first
