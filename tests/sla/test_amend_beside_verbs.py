"""Clocks that move at once while a verb is half-way: neither loses what the other did."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from motorblok.kernel import schema
from motorblok.sla import clocks
from motorblok.sla.actions import amend_open_clocks, publish_calendar_version
from motorblok.sla.models import Calendar, Clock
from motorblok.work import actions
from motorblok.work.models import Task
from tenants.models import Client
from tests.cast import RITA, SAM
from tests.sla.promised import DESK, HOUR, an_agreement
from tests.work.tasks import received

OPENING = datetime(2035, 1, 8, 8, tzinfo=UTC)
CLOSED_ON_TUESDAY = {**DESK, "holidays": ["2035-01-09"]}
BOTH = {"targets": {"first_response": HOUR, "resolution": 12 * HOUR}}


@pytest.mark.django_db(transaction=True)
def test_an_amendment_waits_for_the_verb_that_is_half_way(acme_committed: Client, monkeypatch) -> None:
    an_agreement(BOTH)
    task = received(acme_committed, at=OPENING)
    calendar_id = Calendar.objects.get().id
    given = {"content": CLOSED_ON_TUESDAY, "effective_on": date(2035, 1, 9), "actor": RITA, "at": OPENING}
    version = publish_calendar_version(calendar_id, **given)
    has_read, amending = threading.Event(), threading.Event()
    read = clocks.signals_of

    def read_and_wait(subject: str):  # the verb has read the events, and the amendment is asked for
        told = read(subject)
        has_read.set()
        amending.wait(timeout=5)
        return told

    monkeypatch.setattr(clocks, "signals_of", read_and_wait)
    verb = threading.Thread(target=take_elsewhere, args=(acme_committed, task))
    verb.start()
    has_read.wait(timeout=5)
    threading.Timer(0.3, amending.set).start()
    asked = {"version": version.id, "client_id": acme_committed.id, "actor": RITA, "at": OPENING}
    amendment = amend_open_clocks(calendar_id, **asked)
    verb.join()

    assert [move.kind for move in amendment.moved] == ["resolution"]
    assert dict(Clock.objects.values_list("kind", "state")) == {
        "first_response": "stopped",
        "resolution": "running",
    }
    assert Clock.objects.get(kind="resolution").due_at == OPENING + timedelta(days=2, hours=4)
    assert clocks.recompute(client_id=acme_committed.id, at=OPENING + timedelta(hours=2)) == 0


def take_elsewhere(client: Client, task: Task) -> None:
    try:
        with schema.entered(client.schema_name):
            at = OPENING + timedelta(minutes=30)
            actions.take_task(task.id, client_id=client.id, actor=SAM, at=at)
    finally:
        connection.close()
