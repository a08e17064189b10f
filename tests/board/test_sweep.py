"""An alarm fires once: whoever sweeps, however many sweep, and whenever one is killed."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from motorblok.board.alarms import Armed, Due, arm
from motorblok.board.management.commands import sweep_alarms
from motorblok.board.models import Alarm, Fired
from motorblok.board.sweeper import sweep, sweep_all
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from tests.cast import MONDAY

ACME = new_id()


def armed(*minutes, clock_id=None, kind="breached", cycle=1):
    clock_id = clock_id or new_id()
    dues = tuple(
        Due(kind if len(minutes) == 1 else f"warned_{m}", MONDAY + timedelta(minutes=m)) for m in minutes
    )
    arm([Armed(clock_id, cycle, dues)], client_id=ACME, subject="task:1")
    return clock_id


@pytest.mark.usefixtures("public")
class TestOne:
    def test_what_is_due_fires_and_what_is_not_stays(self):
        armed(0)
        armed(10)

        assert sweep(at=MONDAY) == 1
        assert (Fired.objects.count(), Alarm.objects.count()) == (1, 1)

    def test_the_ledger_keeps_what_and_when(self):
        clock_id = armed(0)

        sweep(at=MONDAY)

        row = Fired.objects.get()
        assert (row.clock_id, row.kind, row.client_id, row.fire_at) == (clock_id, "breached", ACME, MONDAY)
        assert row.told_at is None

    def test_arming_again_replaces_what_was_armed(self):
        clock_id = armed(0)

        armed(30, clock_id=clock_id)

        assert sweep(at=MONDAY) == 0
        assert Alarm.objects.get().fire_at == MONDAY + timedelta(minutes=30)

    def test_a_disarmed_clock_is_silent(self):
        clock_id = armed(0)

        arm([Armed(clock_id, 1)], client_id=ACME, subject="task:1")

        assert sweep(at=MONDAY) == 0

    def test_what_fired_is_never_armed_again_in_the_same_cycle(self):
        clock_id = armed(0)
        sweep(at=MONDAY)

        armed(5, clock_id=clock_id)
        armed(5, clock_id=clock_id, cycle=2)

        assert [alarm.cycle for alarm in Alarm.objects.all()] == [2]

    def test_a_backlog_is_swept_in_batches(self):
        for _ in range(7):
            armed(0)

        assert sweep(at=MONDAY, limit=3) == 3
        assert sweep_all(at=MONDAY) == 4


@pytest.mark.django_db(transaction=True)
class TestMany:
    def test_sweepers_side_by_side_fire_each_alarm_once(self, public):
        for _ in range(300):
            armed(0)

        def run(_):
            try:
                with schema.entered(schema.PUBLIC):
                    return sum(iter(lambda: sweep(at=MONDAY, limit=20), 0))
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            swept = list(pool.map(run, range(4)))

        assert sum(swept) == 300
        assert Fired.objects.count() == 300

    def test_a_sweep_that_dies_before_its_commit_has_fired_nothing(self, public):
        armed(0)

        with pytest.raises(ZeroDivisionError), transaction.atomic():
            sweep(at=MONDAY)
            raise ZeroDivisionError

        assert (Fired.objects.count(), Alarm.objects.count()) == (0, 1)
        assert sweep(at=MONDAY) == 1

    @pytest.mark.slow
    def test_a_sweeper_killed_in_the_middle_fires_nothing_twice_and_loses_nothing(self, public):
        for _ in range(400):
            armed(0)
        database = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"

        for _ in range(3):
            command = [sys.executable, "-m", "tests.board.sweeping", MONDAY.isoformat()]
            env = {**os.environ, "DATABASE_URL": database}
            with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as sweeper:
                for _ in range(3):
                    assert sweeper.stdout.readline().strip() == b"20"
                sweeper.kill()
        fired_before_the_end = Fired.objects.count()
        sweep_all(at=MONDAY)

        assert 0 < fired_before_the_end < 400
        assert Fired.objects.count() == Fired.objects.values("clock_id").distinct().count() == 400
        assert Alarm.objects.count() == 0


def test_a_database_that_is_away_is_told_once(
    public: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers = iter([OperationalError("away"), OperationalError("away"), None, OperationalError("again")])

    def answer(**_when: object) -> None:
        if refusal := next(answers):
            raise refusal

    monkeypatch.setattr(sweep_alarms, "sweep_all", answer)
    monkeypatch.setattr(sweep_alarms, "close_old_connections", lambda: None)
    command = sweep_alarms.Command()

    for _turn in range(4):
        command._sweep()

    told = [line.getMessage() for line in caplog.records]
    assert told == ["The database does not answer: away", "The database does not answer: again"]
