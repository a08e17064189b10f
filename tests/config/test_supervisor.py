"""The supervisor: what ends is started again, what is told to stop stops in order, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from motorblok.config.launch import processes
from motorblok.config.launch.children import Service
from motorblok.config.launch.supervisor import AskedToStop, Supervisor

SLEEPER = ["sleep", "1000"]
TELLS_WHEN_IT_ENDS = "trap 'echo $0 >>{order}; exit 0' TERM; while :; do sleep 0.02; done"
WITH_A_CHILD = "sleep 1000 & echo $! >{child}; wait"
RUNS_A_SUPERVISOR = """
from motorblok.config.launch.supervisor import Supervisor
from motorblok.config.launch.children import Service
from pathlib import Path
with Supervisor(mark="test", say=print) as supervisor:
    supervisor.start(Service("sleeper", ["sleep", "1000"], log=Path("{log}")))
    print(supervisor.pids()["sleeper"], flush=True)
    supervisor.watch()
"""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    with Supervisor(mark=str(tmp_path), say=said.append) as made:
        yield made


def sleeper(folder: Path, name: str = "sleeper", **options: object) -> Service:
    return Service(name, SLEEPER, log=folder / "log", **options)  # type: ignore[arg-type]


def test_what_is_killed_is_started_again(supervisor: Supervisor, said: list[str], tmp_path: Path) -> None:
    supervisor.start(sleeper(tmp_path))
    first = supervisor.pids()["sleeper"]
    os.kill(first, signal.SIGKILL)

    supervisor.watch(until=lambda: supervisor.pids()["sleeper"] != first)

    assert processes.lives(supervisor.pids()["sleeper"])
    assert "sleeper ended (signal 9)" in said[0]


def test_what_ends_at_once_is_started_less_and_less_often(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    supervisor.start(Service("broken", ["sh", "-c", "exit 3"], log=tmp_path / "log"))
    began = time.monotonic()
    supervisor.watch(until=lambda: supervisor.failures("broken") == 3)

    assert time.monotonic() - began > 0.2 + 0.4
    assert all("code 3" in words for words in said)


def test_a_killed_process_leaves_no_children(supervisor: Supervisor, tmp_path: Path) -> None:
    child = tmp_path / "child"
    supervisor.start(Service("parent", ["sh", "-c", WITH_A_CHILD.format(child=child)], log=tmp_path / "log"))
    supervisor.watch(until=lambda: child.exists() and child.read_text().endswith("\n"))
    orphan = int(child.read_text())
    first = supervisor.pids()["parent"]
    os.kill(first, signal.SIGKILL)

    supervisor.watch(until=lambda: supervisor.pids()["parent"] != first)

    assert not processes.lives(orphan)


def test_waves_stop_one_after_the_other(tmp_path: Path) -> None:
    order = tmp_path / "order"
    with Supervisor(mark="test", say=print) as supervisor:
        for name, wave in (("database", 2), ("web", 0), ("broker", 1)):
            command = ["sh", "-c", TELLS_WHEN_IT_ENDS.format(order=order), name]
            supervisor.start(Service(name, command, log=tmp_path / "log", wave=wave))
        time.sleep(0.3)

    assert order.read_text().split() == ["web", "broker", "database"]


def test_what_does_not_stop_is_killed(tmp_path: Path) -> None:
    with Supervisor(mark="test", say=print) as supervisor:
        supervisor.start(
            Service("deaf", ["sh", "-c", "trap '' TERM; sleep 1000"], log=tmp_path / "log", patience=0.3)
        )
        pid = supervisor.pids()["deaf"]
        time.sleep(0.2)

    assert not processes.lives(pid)


def test_a_request_to_stop_ends_the_watch(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(sleeper(tmp_path))
    os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(AskedToStop):
        supervisor.watch()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_services_end_with_their_supervisor(tmp_path: Path, by: signal.Signals) -> None:
    script = RUNS_A_SUPERVISOR.format(log=tmp_path / "log")
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline()) if parent.stdout else 0
        assert processes.lives(pid)
        parent.send_signal(by)

    assert processes.wait_until(lambda: not processes.lives(pid), seconds=5)


def test_a_process_that_runs_once_gives_its_code(supervisor: Supervisor, tmp_path: Path) -> None:
    once = Service("once", ["sh", "-c", "echo the reason; exit 4"], log=tmp_path / "once.log")

    assert supervisor.run(once) == 4
    assert once.last_words() == "the reason"
