"""Processes that an earlier run left behind are found by their mark, never by their name."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from motorblok.config.launch import processes

Start = Callable[[str], int]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def begin(mark: str) -> int:
        started.append(subprocess.Popen(["sleep", "1000"], env={**os.environ, processes.MARK: mark}))
        processes.wait_until(lambda: processes.left_behind(mark) != [], seconds=2)
        return started[-1].pid

    yield begin
    for process in started:
        process.kill()
        process.wait()


def test_what_an_earlier_run_left_is_ended(start: Start, tmp_path: Path) -> None:
    ours, stranger = start(str(tmp_path)), start(f"{tmp_path}/other")

    processes.end_left_behind(str(tmp_path))

    assert not processes.lives(ours)
    assert processes.lives(stranger)


def test_we_and_our_parents_are_spared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = f"from motorblok.config.launch import processes; print(processes.left_behind('{tmp_path}'))"
    env = {**os.environ, processes.MARK: str(tmp_path)}
    shell = ["sh", "-c", f'{sys.executable} -c "{script}"; :']

    assert subprocess.run(shell, env=env, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_zombie_does_not_live() -> None:
    zombie = subprocess.Popen(["true"])
    time.sleep(0.1)

    assert processes.condition(zombie.pid) == processes.ZOMBIE
    assert not processes.lives(zombie.pid)
    zombie.wait()
    assert processes.condition(zombie.pid) is None
