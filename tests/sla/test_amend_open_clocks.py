"""Open clocks that go on under another version of their calendar, and what would move if they did."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import override

from motorblok.audit.models import Audience, Event
from motorblok.audit.queries import entries
from motorblok.board.models import Alarm, Row
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import new_id
from motorblok.sla import amendments, clocks, signals
from motorblok.sla.actions import amend_open_clocks, publish_calendar_version
from motorblok.sla.models import Calendar, Clock
from tenants.actions import ClientIsSuspended, suspend_client
from tenants.models import Client
from tests.cast import RITA
from tests.sla.promised import DESK, HOUR, an_agreement, begin, tell
from tests.work.tasks import received

# Monday the desk opens; the Tuesday is to become a holiday.
OPENING = datetime(2035, 1, 8, 8, tzinfo=UTC)
TUESDAY = date(2035, 1, 9)
CLOSED_ON_TUESDAY = {**DESK, "holidays": ["2035-01-09"]}
TWELVE_HOURS = {"targets": {"resolution": 12 * HOUR}}
DAY = timedelta(days=1)


def a_running_clock(client: Client, subject: str = "task:1", **how: Any) -> None:
    begin(OPENING, subject=subject, **how)
    clocks.refresh(subject, client_id=client.id, at=OPENING)


def calendar_id() -> UUID:
    return Calendar.objects.get().id


def foreseen(at: datetime = OPENING) -> amendments.Amendment:
    return amendments.foresee(calendar_id(), content=CLOSED_ON_TUESDAY, effective_on=TUESDAY, at=at)


def amended(client: Client, *, effective_on: date = TUESDAY, at: datetime = OPENING) -> amendments.Amendment:
    given = {"content": CLOSED_ON_TUESDAY, "effective_on": effective_on, "actor": RITA, "at": at}
    version = publish_calendar_version(calendar_id(), **given)
    return amend_open_clocks(calendar_id(), version=version.id, client_id=client.id, actor=RITA, at=at)


def test_the_dry_run_tells_what_would_move_and_moves_nothing(acme: Client, book) -> None:
    an_agreement(TWELVE_HOURS)
    a_running_clock(acme)
    told = len(book.events())

    foresight = foreseen()

    assert (foresight.clocks, foresight.tasks) == (1, 1)
    (move,) = foresight.moved
    assert (move.kind, move.later) == ("resolution", DAY)
    assert Clock.objects.get().due_at == move.was_due_at == OPENING + DAY + timedelta(hours=4)
    assert len(book.events()) == told


def test_a_clock_that_ends_before_the_holiday_is_counted_and_does_not_move(acme: Client) -> None:
    an_agreement({"targets": {"resolution": HOUR}})
    a_running_clock(acme)

    foresight = foreseen()

    assert (foresight.clocks, foresight.moved) == (1, ())


def test_amending_moves_the_clock_its_alarms_and_tells_the_task(acme: Client) -> None:
    an_agreement(TWELVE_HOURS)
    a_running_clock(acme)
    foresight = foreseen()

    amendment = amended(acme)

    assert amendment == foresight
    due_at = OPENING + 2 * DAY + timedelta(hours=4)
    assert Clock.objects.get().due_at == due_at
    assert Alarm.objects.get(kind="breached").fire_at == due_at + timedelta(seconds=1)
    assert Event.objects.filter(subject="task:1", kind="sla.clocks.amended").count() == 1


def test_the_workboard_moves_with_it(acme: Client) -> None:
    an_agreement(TWELVE_HOURS)
    task = received(acme, at=OPENING)

    amended(acme)

    row = Row.objects.get(task_id=task.id)
    assert row.due_at == row.urgent_at == OPENING + 2 * DAY + timedelta(hours=4)
    assert row.title == task.title


def test_amending_again_finds_nothing_more_to_do(acme: Client, book) -> None:
    an_agreement(TWELVE_HOURS)
    a_running_clock(acme)
    given = {"content": CLOSED_ON_TUESDAY, "effective_on": TUESDAY, "actor": RITA, "at": OPENING}
    version = publish_calendar_version(calendar_id(), **given)
    asked = {"version": version.id, "client_id": acme.id, "actor": RITA, "at": OPENING}

    first, second = (amend_open_clocks(calendar_id(), **asked) for _ in range(2))

    assert (first.clocks, second.clocks, second.moved) == (1, 0, ())
    assert book.kinds().count("sla.clocks.amended") == 1


def test_what_was_counted_before_the_first_day_of_the_version_stays(acme: Client) -> None:
    an_agreement({"targets": {"resolution": 20 * HOUR}})
    a_running_clock(acme)

    amended(acme, effective_on=date(2035, 1, 10), at=OPENING)

    # The Tuesday still counts by the old hours, for the new version begins on the Wednesday.
    assert Clock.objects.get().due_at == OPENING + 2 * DAY + timedelta(hours=4)


def test_a_paused_clock_moves_as_if_it_went_on(acme: Client) -> None:
    an_agreement(TWELVE_HOURS)
    a_running_clock(acme)
    tell(signals.PAUSED, OPENING + timedelta(hours=1), said={"reason": "client"})
    clocks.refresh("task:1", client_id=acme.id, at=OPENING + timedelta(hours=1))

    amendment = amended(acme, at=OPENING + timedelta(hours=1))

    assert [(move.is_paused, move.later) for move in amendment.moved] == [(True, DAY)]
    assert Clock.objects.get().due_at is None


def test_what_is_decided_is_left_alone(acme: Client, book) -> None:
    an_agreement(TWELVE_HOURS)
    a_running_clock(acme)
    tell(signals.RESOLVED, OPENING + timedelta(hours=1))
    clocks.refresh("task:1", client_id=acme.id, at=OPENING + timedelta(hours=1))

    assert amended(acme, at=OPENING + timedelta(hours=2)).clocks == 0
    assert "sla.clocks.amended" not in book.kinds()


def test_of_internal_work_the_client_is_told_nothing(acme: Client) -> None:
    an_agreement(TWELVE_HOURS)
    a_running_clock(acme, audience=Audience.INTERNAL)

    amended(acme)

    assert Event.objects.get(kind="sla.clocks.amended").audience == Audience.INTERNAL


def test_it_is_told_in_both_languages(acme: Client) -> None:
    an_agreement(TWELVE_HOURS)
    a_running_clock(acme)
    amended(acme)

    (entry,) = entries(Event.objects.filter(kind="sla.clocks.amended").values_list("id", flat=True))
    with override("en"):
        assert "version 2 of the calendar “Office hours”" in entry.sentence
    with override("nl"):
        assert "versie 2 van de kalender ‘Office hours’" in entry.sentence


def test_a_version_of_another_calendar_is_refused(acme: Client) -> None:
    an_agreement(TWELVE_HOURS)

    with pytest.raises(NotFound):
        amend_open_clocks(calendar_id(), version=new_id(), client_id=acme.id, actor=RITA, at=OPENING)


def test_nothing_moves_at_a_suspended_client(acme: Client) -> None:
    an_agreement(TWELVE_HOURS)
    suspend_client(acme, reason="unpaid", actor=RITA, at=OPENING)

    with pytest.raises(ClientIsSuspended):
        amended(acme)


def test_the_dry_run_takes_as_many_statements_for_many_tasks_as_for_one(
    acme: Client, django_assert_num_queries
) -> None:
    an_agreement(TWELVE_HOURS)
    for number in range(5):
        a_running_clock(acme, f"task:{number}")
    calendar = calendar_id()

    with django_assert_num_queries(3):
        amendments.foresee(calendar, content=CLOSED_ON_TUESDAY, effective_on=TUESDAY, at=OPENING)
