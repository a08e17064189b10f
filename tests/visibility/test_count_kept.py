"""Whether promises are kept, as a client counts it: each once, in the month of its verdict, over all it may see."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.accounts.viewers import ContactViewer
from motorblok.kernel.ids import new_id
from motorblok.visibility.kept import Kept, kept
from motorblok.work.actions import cancel_task, receive_task, resolve_task, take_task, wait_for_client
from tests.cast import MONDAY, RITA
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import draft

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LATER = MONDAY + timedelta(hours=6)


@pytest.fixture
def agreed(acme):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    return acme


def director(client, role="director", person=None):
    return ContactViewer(person or new_id(), "Ann", role, client.id, None, "en")


def receive(client, at=MONDAY, **changes):
    return receive_task(draft(**changes), client_id=client.id, actor=RITA, at=at)


def do(client, verb, task, at, **how):
    return verb(task.id, client_id=client.id, actor=RITA, at=at, **how)


def verdicts(viewer, at):
    this, last = kept(viewer, zone=AMSTERDAM, at=at)
    return {each.kind: (each.met, each.missed) for each in this.kinds}, {
        each.kind: (each.met, each.missed) for each in last.kinds
    }


def test_each_promise_counts_once_in_the_month_of_its_verdict(agreed):
    october = datetime(2026, 10, 30, 9, 0, tzinfo=UTC)
    old = receive(agreed, october)
    do(agreed, take_task, old, october + timedelta(minutes=10))
    new = receive(agreed)
    do(agreed, resolve_task, new, MONDAY + timedelta(minutes=5), answer="Done.")
    do(agreed, resolve_task, old, LATER, answer="Done.")

    this, last = verdicts(director(agreed), LATER)

    # The old one broke in November already, when its fifth hour began: on Friday it was three hours old.
    assert (this, last) == (
        {"first_response": (1, 0), "resolution": (1, 0)},
        {"first_response": (1, 0), "resolution": (0, 1)},
    )


def test_what_runs_late_counts_as_missed_before_it_is_done(agreed):
    receive(agreed)

    this, _last = verdicts(director(agreed), LATER)

    assert this == {"first_response": (0, 1), "resolution": (0, 1)}


def test_what_stands_still_or_was_given_up_counts_nowhere(agreed):
    waiting, cancelled = receive(agreed), receive(agreed)
    do(agreed, wait_for_client, waiting, MONDAY, question="Which one?")
    do(agreed, cancel_task, cancelled, MONDAY, reason="Twice.")

    this, _last = verdicts(director(agreed), LATER)

    assert this == {"first_response": (1, 0)}


def test_a_requester_counts_what_it_asked_and_nobody_the_internal(agreed):
    bob = new_id()
    receive(agreed, requester_id=bob)
    receive(agreed)
    receive(agreed, is_internal=True)

    assert verdicts(director(agreed, "requester", bob), LATER)[0]["resolution"] == (0, 1)
    assert verdicts(director(agreed), LATER)[0]["resolution"] == (0, 2)


def test_a_month_begins_at_midnight_in_the_clients_zone(agreed):
    midnight = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # already November in Amsterdam

    this, last = kept(director(agreed), zone=AMSTERDAM, at=midnight)

    assert this.start_at == datetime(2026, 11, 1, tzinfo=AMSTERDAM)
    assert last.start_at == datetime(2026, 10, 1, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("met", "missed", "share"), [(0, 0, None), (2, 1, 66.6), (999, 1, 99.9), (1999, 1, 99.9), (7, 0, 100.0)]
)
def test_a_share_is_rounded_down_so_that_all_means_all(met, missed, share):
    assert Kept("", met, missed).share == share


def test_any_number_of_promises_takes_one_statement(agreed):
    for rows in (1, 8):
        for _ in range(rows):
            receive(agreed)
        with CaptureQueriesContext(connection) as asked:
            kept(director(agreed), zone=AMSTERDAM, at=LATER)
        assert len([each for each in asked if "search_path" not in each["sql"]]) == 1
