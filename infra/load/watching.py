"""Looks at the machine while others load it: memory and processor by process, the queues, the lateness of alarms."""

import os
import re
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter

from infra.load.deployment import Deployment

EVERY = 5.0
TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1024
AGE = re.compile(r'^motorblok_queue_oldest_seconds\{queue="(\w+)"\} (\S+)$', re.MULTILINE)
PARENT, USER, SYSTEM = 1, 11, 12
GENERATOR = "generator"


@dataclass(frozen=True, slots=True)
class Look:
    """How it stood at one moment of the run: megabytes, and processor seconds used so far, by process."""

    at: float
    memory: Mapping[str, float]
    processor: Mapping[str, float]
    ages: Mapping[str, float]
    probe: float


@dataclass
class Watch:
    """Looks every five seconds, from a thread of its own, until it is told to end."""

    deployment: Deployment
    looks: list[Look] = field(default_factory=list)
    began: float = field(default_factory=perf_counter)

    def __enter__(self) -> "Watch":
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.looks.append(self._look())
            if self._over.wait(EVERY):
                self.looks.append(self._look())
                return

    def _look(self) -> Look:
        families = {name: family(pid) for name, pid in self.deployment.pids().items()}
        families[GENERATOR] = [os.getpid()]
        began = perf_counter()
        ages = ages_of(self.deployment.port)
        return Look(
            at=perf_counter() - self.began,
            memory={name: sum(map(_memory, pids)) for name, pids in families.items()},
            processor={name: sum(map(_processor, pids)) for name, pids in families.items()},
            ages=ages,
            probe=perf_counter() - began,
        )


def ages_of(port: int) -> dict[str, float]:
    """For how long the oldest of each queue has waited, in seconds; nothing where the web does not answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    with suppress(OSError, HTTPException):
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        return {name: float(age) for name, age in AGE.findall(text)}
    return {}


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    parents = {each: _stat(each) for each in _all()}
    found = [pid]
    for one in found:
        found += [each for each, stat in parents.items() if stat[PARENT : PARENT + 1] == [str(one)]]
    return found


def _all() -> Iterable[int]:
    return (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit())


def _memory(pid: int) -> float:
    """Megabytes; what several processes share counts once (proc(5): Pss)."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / MEGABYTE
    return 0.0


def _processor(pid: int) -> float:
    return sum(int(ticks) for ticks in _stat(pid)[USER : SYSTEM + 1]) / TICKS


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []
