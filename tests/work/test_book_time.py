"""Booking time: how long somebody worked on a task, for colleagues, and taken back by an entry of as much below 0."""

from datetime import date, timedelta

import pytest

from motorblok.audit import leaves
from motorblok.audit.models import Audience, Event
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.ids import new_id
from motorblok.work.actions import TimeIsTakenBack, book_time, cancel_task, correct_time, resolve_task
from motorblok.work.models import Task, TimeEntry
from tests.cast import MONDAY, SAM
from tests.work.tasks import received

LATER = MONDAY + timedelta(hours=3)


def booked(client, task, **said):
    usual = {"seconds": 5400, "worked_on": MONDAY.date(), "note": "Looked for it", "at": LATER}
    return book_time(task.id, **(usual | said), client_id=client.id, actor=SAM)


def taken_back(client, entry, reason="Another task"):
    return correct_time(
        entry.id, task_id=entry.task_id, reason=reason, client_id=client.id, actor=SAM, at=LATER
    )


def facts_of(event_id):
    return leaves.read(bytes(Event.objects.get(id=event_id).leaf))["facts"]


def test_time_is_kept_with_who_worked_and_when(acme):
    task = received(acme)

    entry = booked(acme, task)

    kept = TimeEntry.objects.get()
    assert (kept.id, kept.staff_id, kept.seconds, kept.hours) == (entry.id, SAM.uuid, 5400, "1:30")
    assert (kept.worked_on, kept.note) == (MONDAY.date(), "Looked for it")


def test_the_event_says_what_is_counted_and_only_colleagues_read_it(acme):
    entry = booked(acme, received(acme))

    told = Event.objects.get(id=entry.event_id)
    assert told.audience == Audience.INTERNAL
    assert facts_of(told.id)["billable"] == [
        {"meter": "time", "quantity": "5400", "unit": "second", "service_line": "finance", "on": "2026-11-23"}
    ]


def test_time_on_an_internal_task_is_counted_under_a_meter_that_costs_no_client(acme):
    entry = booked(acme, received(acme, is_internal=True))

    assert [fact["meter"] for fact in facts_of(entry.event_id)["billable"]] == ["internal_time"]


def test_booking_moves_neither_the_version_nor_a_clock(acme):
    task = received(acme)

    booked(acme, task)

    assert Task.objects.get(id=task.id).version == task.version
    assert Event.objects.get(kind="work.task.time_booked").signals == []


@pytest.mark.parametrize("end", [resolve_task, cancel_task])
def test_time_is_booked_after_the_end_of_a_task_too(acme, end):
    task = received(acme)
    said = {"answer": "Done"} if end is resolve_task else {"reason": "Asked twice"}
    end(task.id, **said, client_id=acme.id, actor=SAM, at=MONDAY + timedelta(hours=1))

    assert booked(acme, task).seconds == 5400


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"seconds": 59}, "wrong-time", "seconds"),
        ({"seconds": 24 * 3600 + 1}, "wrong-time", "seconds"),
        ({"worked_on": date(2026, 11, 22)}, "wrong-day", "worked_on"),
        ({"worked_on": date(2026, 11, 24)}, "wrong-day", "worked_on"),
        ({"note": "x" * 501}, "note-is-too-long", "note"),
        ({"note": "a\x00b"}, "text-cannot-be-kept", "note"),
    ],
)
def test_what_cannot_have_been_worked_is_refused_and_nothing_is_kept(acme, book, said, code, field):
    task = received(acme)
    before = book.kinds()

    with pytest.raises(DomainError) as refusal:
        booked(acme, task, **said)

    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert (TimeEntry.objects.count(), book.kinds()) == (0, before)


@pytest.mark.parametrize("seconds", [60, 24 * 3600])
def test_the_limits_themselves_are_allowed(acme, seconds):
    assert booked(acme, received(acme), seconds=seconds).seconds == seconds


def test_the_day_is_that_of_the_client(acme):
    task, night = received(acme), MONDAY.replace(hour=23, minute=30)

    assert booked(acme, task, worked_on=date(2026, 11, 24), at=night).worked_on == date(2026, 11, 24)


def test_taking_back_leaves_both_entries_and_names_the_event_that_counted(acme):
    entry = booked(acme, received(acme))

    back = taken_back(acme, entry)

    assert sum(TimeEntry.objects.values_list("seconds", flat=True)) == 0
    (fact,) = facts_of(back.event_id)["billable"]
    assert (fact["quantity"], fact["on"]) == ("-5400", "2026-11-23")
    assert fact["takes_back"] == {"event": str(entry.event_id), "part": 0}


def test_time_is_taken_back_once(acme):
    entry = booked(acme, received(acme))
    back = taken_back(acme, entry)

    with pytest.raises(TimeIsTakenBack):
        taken_back(acme, entry)
    with pytest.raises(NotFound):
        taken_back(acme, back)


def test_unknown_time_is_not_taken_back(acme):
    with pytest.raises(NotFound):
        correct_time(
            new_id(), task_id=received(acme).id, reason="Gone", client_id=acme.id, actor=SAM, at=LATER
        )


def test_time_on_another_task_is_not_taken_back(acme):
    entry, other = booked(acme, received(acme)), received(acme)

    with pytest.raises(NotFound):
        correct_time(entry.id, task_id=other.id, reason="Wrong", client_id=acme.id, actor=SAM, at=LATER)
