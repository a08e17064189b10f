"""Work that is taken up again counts under the version of its calendar then in force; targets stay what they were."""

from datetime import UTC, date, datetime, timedelta

import pytest

from motorblok.audit.models import Event
from motorblok.sla import clocks, explain
from motorblok.sla.actions import publish_calendar_version
from motorblok.sla.models import Calendar, Clock
from motorblok.work.actions import reopen_task, reply_to_provider, resolve_task
from tests.cast import RITA
from tests.sla.promised import DESK, HOUR, an_agreement
from tests.work.tasks import received

# A Monday on which the desk opens; the Tuesday becomes a holiday while the task is resolved.
OPENING = datetime(2035, 1, 8, 8, tzinfo=UTC)
HOURS, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY = date(2035, 1, 9)
EVENING = OPENING + 7 * HOURS
AMENDED = "sla.clocks.amended"


def resolved(client, **rules):
    """Six of twelve hours are used, from nine to three."""
    an_agreement({"targets": {"resolution": 12 * HOUR}, **rules})
    task = received(client, at=OPENING)
    return resolve_task(task.id, answer="Done.", client_id=client.id, actor=RITA, at=OPENING + 6 * HOURS)


def add_holiday(*, on=TUESDAY, effective_on=date(2035, 1, 1), at=OPENING + 6 * HOURS):
    content = {**DESK, "holidays": [on.isoformat()]}
    known = Calendar.objects.get().id
    return publish_calendar_version(known, content=content, effective_on=effective_on, actor=RITA, at=at)


def reopened(client, task, at=EVENING):
    reopen_task(task.id, reason="Not yet.", client_id=client.id, actor=RITA, at=at)
    return Clock.objects.order_by("cycle").last()


def amendments():
    return Event.objects.filter(kind=AMENDED).count()


def test_a_clock_that_goes_on_counts_no_holiday_that_came_while_it_lay_closed(acme):
    task = resolved(acme)
    version = add_holiday()

    clock = reopened(acme, task)

    # One hour is left of Monday, none of Tuesday, five are on Wednesday.
    assert clock.due_at == OPENING + 2 * DAY + 5 * HOURS
    assert (clock.promise["calendar_version"], clock.target_seconds) == (str(version.id), 12 * HOUR)
    assert clocks.recompute(client_id=acme.id, at=EVENING) == 0


def test_a_further_cycle_begins_under_the_version_in_force(acme):
    task = resolved(acme, reopen="new_cycle")
    add_holiday()

    clock = reopened(acme, task)

    assert (clock.cycle, clock.consumed_seconds) == (2, 0)
    assert clock.due_at == OPENING + 3 * DAY + 3 * HOURS


def test_a_client_who_writes_opens_it_under_the_version_in_force_too(acme):
    task = resolved(acme)
    add_holiday()

    reply_to_provider(task.id, text="Not yet.", client_id=acme.id, actor=RITA, at=EVENING)

    assert Clock.objects.get(kind="resolution").due_at == OPENING + 2 * DAY + 5 * HOURS


def test_what_was_counted_before_stays_with_the_version_of_before(acme):
    task = resolved(acme)
    add_holiday(on=OPENING.date())

    clock = reopened(acme, task)

    assert clock.consumed_seconds == 6 * HOUR
    [told] = explain.lines(task.subject, now=EVENING + DAY)
    assert [(line.calendar.number, line.counted // HOUR) for line in told.lines if line.counted] == [
        (1, 6),
        (2, 7),
    ]


@pytest.mark.parametrize("effective_on", [date(2035, 1, 9), date(2036, 1, 1)])
def test_a_version_that_is_still_to_come_is_not_taken(acme, effective_on):
    task = resolved(acme)
    add_holiday(effective_on=effective_on)

    clock = reopened(acme, task)

    assert clock.due_at == OPENING + DAY + 5 * HOURS
    assert amendments() == 0


def test_where_no_version_came_nothing_is_amended(acme):
    task = resolved(acme)

    clock = reopened(acme, task)

    assert (clock.due_at, amendments()) == (OPENING + DAY + 5 * HOURS, 0)


def test_reopened_once_more_it_is_not_amended_again(acme):
    task = resolved(acme)
    add_holiday()
    reopened(acme, task)
    resolve_task(task.id, answer="Done.", client_id=acme.id, actor=RITA, at=EVENING + HOURS)

    reopened(acme, task, at=EVENING + 2 * HOURS)

    assert amendments() == 1
