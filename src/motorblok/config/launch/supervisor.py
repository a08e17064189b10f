"""Keeps processes running: starts them, starts them again when they end, and stops all of them in order."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType, TracebackType

from motorblok.config.launch import processes
from motorblok.config.launch.children import Service, spawn

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STEADY_SECONDS = 20.0
LONGEST_PAUSE = 10.0


class AskedToStop(Exception):
    """Somebody pressed Ctrl-C, closed the terminal or sent a signal to end."""


@dataclass
class Running:
    """A started service: `failures` counts how often in a row it ended early, `again_at` when it is due again."""

    service: Service
    process: subprocess.Popen[bytes]
    started_at: float
    failures: int = 0
    again_at: float | None = None


class Supervisor:
    """The parent of the services; leaving its `with` block stops them, and so does its own sudden death (on Linux)."""

    def __init__(self, *, mark: str, say: Callable[[str], None]) -> None:
        self._mark = mark
        self._say = say
        self._running: dict[str, Running] = {}
        self._asked_by: int | None = None

    def __enter__(self) -> "Supervisor":
        self._before = {number: signal.signal(number, self._on_signal) for number in ENDINGS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def start(self, service: Service) -> None:
        """Start the service and keep it running from now on."""
        process = spawn(service, mark=self._mark)
        self._running[service.name] = Running(service, process, time.monotonic())

    def failures(self, name: str) -> int:
        """How often in a row the service ended soon after its start."""
        return self._running[name].failures

    def pids(self) -> dict[str, int]:
        """The main process of each service."""
        return {name: running.process.pid for name, running in self._running.items()}

    def watch(self, *, until: Callable[[], bool] = lambda: False) -> None:
        """Start again whatever ends, until the question is answered yes; AskedToStop when somebody asks to."""
        while not until():
            if self._asked_by:
                raise AskedToStop
            self._look_around()

    def run(self, service: Service, *, visibly: bool = False) -> int:
        """Run a process once, to its end, while the services are watched; its exit code."""
        process = spawn(service, mark=self._mark, visibly=visibly)
        try:
            self.watch(until=lambda: process.poll() is not None)
        finally:
            processes.end_group(process.pid)
        return process.wait()

    def accompany(self, process: subprocess.Popen[bytes]) -> int:
        """Watch the services while a process has the terminal; Ctrl-C is its own affair. Its exit code."""
        while process.poll() is None:
            if self._asked_by in {signal.SIGTERM, signal.SIGHUP}:
                process.terminate()
            self._look_around()
        return process.wait()

    def stop(self) -> None:
        """Stop the services wave by wave; a second request to stop, or lost patience, kills."""
        self._asked_by = None
        for wave in sorted({running.service.wave for running in self._running.values()}):
            members = [running for running in self._running.values() if running.service.wave == wave]
            for running in members:
                _signal(running.process, running.service.stop)
            for running in members:
                self._await_end(running)
        self._running.clear()

    def _await_end(self, running: Running) -> None:
        deadline = time.monotonic() + running.service.patience
        while running.process.poll() is None and time.monotonic() < deadline and not self._asked_by:
            time.sleep(0.02)
        processes.end_group(running.process.pid)
        running.process.wait()

    def _look_around(self) -> None:
        for running in self._running.values():
            self._look_after(running)
        time.sleep(0.05)

    def _look_after(self, running: Running) -> None:
        code = running.process.poll()
        now = time.monotonic()
        if code is None:
            return
        if running.again_at is None:
            self._plan_again(running, code, now)
        elif now >= running.again_at:
            running.process = spawn(running.service, mark=self._mark)
            running.started_at, running.again_at = now, None

    def _plan_again(self, running: Running, code: int, now: float) -> None:
        # A killed main process may leave children that still hold its port.
        processes.end_group(running.process.pid)
        running.failures = running.failures + 1 if now - running.started_at < STEADY_SECONDS else 0
        running.again_at = now + min(0.1 * 2**running.failures, LONGEST_PAUSE)
        reason = f": {running.service.last_words()}" if code > 0 else ""
        self._say(
            f"{running.service.name} ended ({_meaning(code)}{reason}) and is started again. Log: {running.service.log}"
        )

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_by = number


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(number)


def _meaning(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"
