"""Runs a WSGI application under granian, as the product is run, and tells what its processes used of the processor."""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 60
PORTS = (20_000, 30_000)  # below those that the system hands out
PARENT, USER, SYSTEM = 1, 11, 12


class DidNotStart(RuntimeError):
    """A server ended, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, and its processes."""

    port: int
    pids: tuple[int, ...]

    def cpu(self) -> float:
        """Processor seconds that its processes have used so far, in the kernel too."""
        return sum(int(ticks) for pid in self.pids for ticks in _stat(pid)[USER : SYSTEM + 1]) / TICKS


@contextmanager
def serving(application: str, env: Mapping[str, str], *, workers: int = 1) -> Iterator[Server]:
    """A server for the length of the block, on a free port. Raises DidNotStart."""
    port = _free_port()
    words = [
        "--interface",
        "wsgi",
        "--workers",
        str(workers),
        "--blocking-threads",
        "1",
        "--log-level",
        "error",
    ]
    command = [
        sys.executable,
        "-m",
        "granian",
        *words,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        application,
    ]
    process = subprocess.Popen(command, env={**os.environ, **env})
    try:
        _await(process, port, workers)
        yield Server(port, (process.pid, *_children(process.pid)))
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _await(process: subprocess.Popen[bytes], port: int, workers: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if len(_children(process.pid)) >= workers and _listens(port):
            return
        time.sleep(0.1)
    raise DidNotStart(f"Nothing answers at port {port}.")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    """One that no program gets that asks the system for any: two servers on one port would share its calls."""
    while True:
        port = random.randrange(*PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _children(parent: int) -> list[int]:
    pids = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    return [pid for pid in pids if _stat(pid)[PARENT : PARENT + 1] == [str(parent)]]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the name, from the state on; none for a process that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
