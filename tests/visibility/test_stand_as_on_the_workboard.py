"""A promise is late for a client exactly when its task is late on the workboard, also while it waits for somebody."""

from datetime import datetime, timedelta

import pytest

from motorblok.accounts.viewers import ContactViewer
from motorblok.board.queries import Filters, Scope, Show, page
from motorblok.console.lines import bar_of as bar_of_row
from motorblok.console.promises import promises_of
from motorblok.kernel.ids import new_id
from motorblok.portal.words import shown
from motorblok.sla.fold import fold
from motorblok.sla.folded import Folded, most_urgent
from motorblok.sla.states import State
from motorblok.visibility.promises import standing_of
from motorblok.visibility.queries import Filters as Asked
from motorblok.visibility.queries import tasks
from motorblok.visibility.seen import Standing
from motorblok.visibility.urgency import count_late
from motorblok.work.actions import wait_for_client
from tests.cast import MONDAY, RITA
from tests.sla.lives import a_life
from tests.sla.promised import CALENDARS, HOUR, an_agreement
from tests.work.tasks import received

EVERYTHING = Scope(everything=True)
BROKEN, ASKED = MONDAY + timedelta(hours=5), MONDAY + timedelta(hours=6)


@pytest.mark.parametrize("seed", range(300))
def test_in_any_state_both_doors_call_the_same_work_late(seed):
    history, now = a_life(seed)
    states = [
        each for each in fold(history, CALENDARS.__getitem__, now=now) if each.state is not State.WAITING
    ]

    urgency = most_urgent(Folded("task:1", history[0].audience, tuple(states), now, len(history)))

    seen = {standing_of(each, at=now) for each in states}
    assert bool(urgency and urgency.urgent_at < now) == (Standing.LATE in seen)
    assert bool(urgency) == bool(seen & {Standing.LATE, Standing.AT_RISK, Standing.ON_TRACK})


def waiting_since(client, at):
    """A task whose four hours run from Monday morning, and that waits for the client from an instant on."""
    an_agreement({"targets": {"resolution": 4 * HOUR}})
    task = received(client)
    wait_for_client(task.id, question="Which one?", client_id=client.id, actor=RITA, at=at)
    return task


def both_doors(client, at: datetime):
    """The band and whether it is counted as late: on the workboard, and for the client's director."""
    director = ContactViewer(new_id(), "Ann", "director", client.id, None, "en")
    rows = page(EVERYTHING, Filters(show=Show.LATE), at=at).rows
    [row], [task] = page(EVERYTHING, Filters(), at=at).rows, tasks(director, Asked(), at=at).tasks
    return [
        (bar_of_row(row, at=at).band, len(rows)),
        (shown(task, at=at).bar.band, count_late(director, at=at)),
    ]


def test_what_was_broken_before_it_waited_is_late_at_both_doors(acme):
    waiting_since(acme, BROKEN)

    assert both_doors(acme, ASKED) == [("late", 1), ("late", 1)]


def test_what_waited_in_time_is_paused_at_both_doors(acme):
    waiting_since(acme, MONDAY + timedelta(hours=1))

    assert both_doors(acme, ASKED) == [("paused", 0), ("paused", 0)]


def test_the_page_of_the_task_says_late_too(acme):
    task = waiting_since(acme, BROKEN)

    [promise] = promises_of(task.subject, at=ASKED)

    assert promise.bar.band == "late"
