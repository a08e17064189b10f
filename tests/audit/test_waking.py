"""A broker that is down or hung is not felt by the request, and nothing is lost."""

import os
import socket
import subprocess
import sys

import pytest
from django.db import connection, transaction

from motorblok.audit import catalogue, readers, waking
from motorblok.audit.actions import record
from motorblok.audit.models import Unread
from motorblok.kernel import schema
from motorblok.kernel.breaker import Breaker
from tests.audit.kinds import NOTED, RITA
from tests.cast import MONDAY

COMMITTED = pytest.mark.django_db(transaction=True)


@pytest.fixture
def woken(monkeypatch):
    monkeypatch.setitem(catalogue._kinds, NOTED.name, NOTED)
    names = []
    monkeypatch.setattr(waking, "wake", names.append)
    return names


def note(**changes):
    fields = {"facts": {"number": "1"}, "private": {"text": "x"}, "at": MONDAY, "actor": RITA}
    record(NOTED, subject="task:1", **{**fields, **changes})


@COMMITTED
def test_a_transaction_wakes_the_readers_of_each_schema_once(acme, globex_schema, woken):
    with transaction.atomic():
        note()
        note()
        with schema.entered(globex_schema):
            note()

    assert woken == [acme.schema_name, globex_schema]


@COMMITTED
def test_a_rollback_wakes_nobody(acme, woken):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note()
        raise ZeroDivisionError

    assert woken == []


@COMMITTED
def test_a_savepoint_that_was_rolled_back_does_not_silence_the_rest(acme, woken):
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            note()
            raise ZeroDivisionError
        note()

    assert woken == [acme.schema_name]


@COMMITTED
def test_an_import_wakes_nobody(acme, woken):
    with transaction.atomic():
        note(source="import")

    assert woken == []


@pytest.fixture
def hung_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield listener.getsockname()[1]


@pytest.fixture
def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def seconds_of_commits(client, port):
    database = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
    run = subprocess.run(
        [sys.executable, "-m", "tests.audit.broker_probe", client.schema_name],
        env={**os.environ, "DATABASE_URL": database, "REDIS_URL": f"redis://127.0.0.1:{port}/0"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [float(line) for line in run.stdout.split()]


@COMMITTED
@pytest.mark.parametrize("broker", ["hung_port", "closed_port"])
def test_a_broker_that_does_not_answer_is_not_felt(acme, broker, request, monkeypatch):
    monkeypatch.setitem(catalogue._kinds, NOTED.name, NOTED)

    seconds = seconds_of_commits(acme, request.getfixturevalue(broker))

    assert len(seconds) == 3
    assert max(seconds) < 1.0
    assert max(seconds[1:]) < 0.2, "after the first failure the broker is left alone"
    assert Unread.objects.count() == 4


@COMMITTED
def test_the_sweep_reads_what_no_message_announced(acme, monkeypatch):
    monkeypatch.setitem(catalogue._kinds, NOTED.name, NOTED)
    monkeypatch.setattr(waking, "wake", lambda name: None)
    seen = []
    monkeypatch.setattr(readers, "_readers", lambda: [seen.extend])
    with transaction.atomic():
        note()

    with schema.entered(schema.PUBLIC):
        for name in readers.unread_books():
            with schema.entered(name):
                readers.drain()

    assert [entry.kind.name for entry in seen] == ["test.noted"]


@COMMITTED
def test_whatever_goes_wrong_with_a_wake_up_the_commit_is_answered(acme, monkeypatch):
    monkeypatch.setitem(catalogue._kinds, NOTED.name, NOTED)
    monkeypatch.setattr(waking, "breaker", Breaker(seconds=5))
    monkeypatch.setattr(waking.tasks.read_book, "apply_async", lambda **_: 1 / 0)

    with transaction.atomic():
        note()

    assert Unread.objects.count() == 1
    assert waking.breaker.is_open()
