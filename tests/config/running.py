"""Drives the real launcher in a copy of the checkout, as a person at a terminal would."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from motorblok.config.launch import processes
from motorblok.config.launch.state import any_free_port

CHECKOUT = Path(__file__).parents[2]
OURS = ("MOTORBLOK", "DATABASE", "REDIS", "DJANGO", "PYTEST", "UV_PROJECT")
CONSOLE = "console.localhost"
PATIENCE = 180.0


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP status and the whole body."""

    status: int
    text: str


def copy_of_checkout(folder: Path) -> Path:
    """What git knows and would know of the checkout, without what it ignores."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    for name in subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout.splitlines():
        if (CHECKOUT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / name, folder / name)
    return folder


def environment() -> dict[str, str]:
    """The environment of somebody who has set nothing; packages fetched before are not fetched again."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    cache = Path(os.environ.get("MOTORBLOK_HOME", "missing")).parent / "uv-cache"
    return {**env, **({"UV_CACHE_DIR": str(cache)} if cache.exists() else {})}


@dataclass
class Running:
    """A Motorblok of its own."""

    folder: Path
    port: int = field(default_factory=any_free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def home(self) -> Path:
        return self.folder / ".motorblok"

    @property
    def output(self) -> str:
        return (self.folder / "output").read_text()

    def start(self, *words: str) -> float:
        """Run `up` and wait for all of it; seconds to the first page."""
        began = time.monotonic()
        with (self.folder / "output").open("w") as output:
            self.process = subprocess.Popen(
                ["./motorblok", "up", "--port", str(self.port), *words],
                cwd=self.folder,
                env=environment(),
                stdout=output,
                stderr=output,
                text=True,
            )
        self._await(self.answers, "the first page")
        seconds = time.monotonic() - began
        self._await(lambda: "Motorblok runs" in self.output, "the rest")
        return seconds

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Another command from the same folder."""
        command = ["./motorblok", *words]
        env = {**environment(), **more}
        return subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)

    def answers(self) -> bool:
        """Whether the health page answers."""
        try:
            return self.ask("GET", "/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def ask(self, method: str, path: str, *, host: str = CONSOLE, body: Any = None, key: str = "") -> Answer:
        """One request on a connection of its own."""
        headers = {
            "Host": f"{host}:{self.port}",
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            with connection.getresponse() as response:
                return Answer(response.status, response.read().decode())

    def processes(self) -> dict[int, str]:
        """The living processes of this Motorblok and how they were started; its `up` among them."""
        pids = processes.left_behind(str(self.home))
        if self.process and processes.lives(self.process.pid):
            pids.append(self.process.pid)
        return {pid: _command_line(pid) for pid in pids}

    def kill(self, *pids: int) -> None:
        """End them as a crash would."""
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        if self.process and self.process.pid in pids:
            self.process.wait()

    def stop(self) -> float:
        """Press Ctrl-C and wait; seconds."""
        began = time.monotonic()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        return time.monotonic() - began

    def _await(self, condition: Any, what: str) -> None:
        def answered() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, self.output
            return bool(condition())

        assert processes.wait_until(answered, seconds=PATIENCE), f"{what} did not come: {self.output}"


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
