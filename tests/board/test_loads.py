"""How the work is spread, read from the public tables alone."""

from datetime import timedelta

import pytest

from motorblok.board import loads
from motorblok.board.actions import place
from motorblok.board.alarms import Armed, Due, arm
from motorblok.board.placements import Placement
from motorblok.board.sweeper import sweep_all
from motorblok.kernel.ids import new_id
from tests.cast import MONDAY

pytestmark = pytest.mark.usefixtures("public")
ACME, GLOBEX, SAM = new_id(), new_id(), new_id()
DAY = timedelta(days=1)


def a_row(client=ACME, assignee=SAM, *, due_in=2 * DAY, received=DAY, **changes):
    fields = {"number": "ACME-1", "title": "Post it", "service_line": "finance", "priority": "normal"}
    due = {"urgent_at": MONDAY + due_in, "due_at": MONDAY + due_in}
    usual = {"state": "taken", "is_internal": False, "received_at": MONDAY - received, **due}
    ids = {"client_id": client, "task_id": new_id(), "assignee_id": assignee}
    place(Placement(**{**fields, **usual, **ids, **changes}))


def breached(client, *, ago, target="resolution"):
    due = Due("breached", MONDAY - ago)
    arm([Armed(new_id(), 1, (due,), "task:1", target)], client_id=client)
    sweep_all(at=MONDAY)


def test_a_load_counts_what_lies_there_and_what_came_and_went():
    a_row(due_in=-DAY)
    a_row(due_in=timedelta(hours=2))
    a_row(received=9 * DAY)
    a_row(waiting_for="client", urgent_at=None, due_at=None)
    a_row(state="resolved", closed_at=MONDAY - DAY, received=9 * DAY)
    a_row(state="cancelled", closed_at=MONDAY - DAY)
    a_row(state="resolved", closed_at=MONDAY - 9 * DAY, received=9 * DAY)

    load = loads.by_assignee(at=MONDAY, soon_until=MONDAY + DAY)[SAM]

    assert load == loads.Load(open_tasks=4, late=1, soon=1, waiting=1, unassigned=0, received=4, resolved=1)


def test_what_nobody_has_stands_under_nobody():
    a_row(assignee=None)

    found = loads.by_assignee(at=MONDAY, soon_until=MONDAY + DAY)

    assert (found[None].open_tasks, found[None].unassigned) == (1, 1)


def test_breaches_are_counted_by_client_and_by_target_for_this_week_and_the_one_before():
    breached(ACME, ago=DAY)
    breached(ACME, ago=8 * DAY, target="first_response")
    breached(GLOBEX, ago=2 * DAY, target="first_response")
    breached(GLOBEX, ago=20 * DAY)

    clients = {(each.client_id, each.now, each.before) for each in loads.missed_by_client(at=MONDAY)}
    targets = {(each.target, each.now, each.before) for each in loads.missed_by_target(at=MONDAY)}

    assert clients == {(ACME, 1, 1), (GLOBEX, 1, 0)}
    assert targets == {("resolution", 1, 0), ("first_response", 1, 1)}


def test_a_warning_is_no_breach():
    due = Due("warned_75", MONDAY - DAY)
    arm([Armed(new_id(), 1, (due,), "task:1", "resolution")], client_id=ACME)
    sweep_all(at=MONDAY)

    assert loads.missed_by_client(at=MONDAY) == []


def test_days_without_work_stand_between_the_others():
    a_row(received=5 * DAY)
    a_row(received=3 * DAY, state="resolved", closed_at=MONDAY - 2 * DAY)

    days = loads.days_of_work(since=MONDAY - 28 * DAY, until=MONDAY)

    assert [(day.received, day.closed) for day in days] == [(1, 0), (0, 0), (1, 0), (0, 1)]


def test_the_longest_waiting_come_first():
    a_row(title="New", client_wrote_at=MONDAY - DAY)
    a_row(title="Old", client_wrote_at=MONDAY - 3 * DAY)
    a_row(title="Closed", client_wrote_at=MONDAY - 9 * DAY, closed_at=MONDAY, state="resolved")
    a_row(title="Untouched", state="received", received=4 * DAY)

    assert [row.title for row in loads.longest_unanswered(5)] == ["Old", "New"]
    assert [row.title for row in loads.longest_untouched(5)] == ["Untouched"]
