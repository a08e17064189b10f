"""A deployment of its own: a copy of the seeded database, and the processes that `up` starts, each told apart."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from infra.bench import databases
from infra.bench.products import OURS, Product
from infra.bench.programs import ROOT, run_started, say
from infra.load.cast import Cast
from motorblok.config.launch.processes import end_group, wait_until
from motorblok.config.launch.programs import PROCESSES, Room, login_of, words_of
from motorblok.config.launch.state import any_free_port

BROKER_OF_ITS_OWN = "/8"
SLOWEST_START = 60.0
STOPS_WITHIN = 40.0


class DidNotStart(RuntimeError):
    """A process ended, or the web did not answer in time."""


@dataclass
class Deployment:
    """Its processes by name, each in a group of its own, with its log; `keys` are the machines', by number."""

    cast: Cast
    env: Mapping[str, str]
    port: int
    home: Path
    keys: Mapping[str, str]
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, **given: str) -> None:
        """Start one of the processes, as `motorblok run` does in a container; `given` goes before its environment."""
        room = Room(port=self.port, schedule=str(self.home / "schedule"))
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-P", *words_of(name, room)],
                env={**os.environ, **self.env, **login_of(name), **given},
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, name: str) -> int:
        """Ask it to stop, as a deploy does, and wait; its exit code."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            end_group(process.pid)
            return process.wait()

    def await_web(self) -> None:
        """Until the web is ready. Raises DidNotStart."""
        if not wait_until(self.is_ready, seconds=SLOWEST_START):
            raise DidNotStart(f"The web does not answer; its log is {self.home / 'web.log'}.")

    def is_ready(self) -> bool:
        """Whether the web says that it can work."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def pids(self) -> dict[str, int]:
        """The main process of each that runs, and of PostgreSQL where it is on this machine."""
        found = {name: process.pid for name, process in self.processes.items() if process.poll() is None}
        return {**found, **self._postgres()}

    def _postgres(self) -> dict[str, int]:
        with psycopg.connect(self.env["DATABASE_URL"]) as connection:
            pid = connection.info.backend_pid
            try:
                stat = Path(f"/proc/{pid}/stat").read_text()
            except OSError:
                return {}
            is_it = "postgres" in stat.partition(")")[0]
            return {"postgres": int(stat.rpartition(") ")[2].split()[1])} if is_it else {}


@contextmanager
def deployed(cast: Cast) -> Iterator[Deployment]:
    """Everything runs for the length of the block."""
    databases.remove_left_behind()
    home = Path(os.environ.get("MOTORBLOK_HOME") or ROOT / ".motorblok") / "load"
    home.mkdir(parents=True, exist_ok=True)
    with _kept(home).at_work(cast.tasks) as env:
        keys: dict[str, str] = json.loads(run_started("infra.load.prepare", str(cast.tasks), env=env))
        deployment = Deployment(cast, {**env, **_broker()}, any_free_port(), home, keys)
        redis.Redis.from_url(deployment.env["REDIS_URL"]).flushdb()
        try:
            for name in PROCESSES:
                deployment.start(name)
            deployment.await_web()
            yield deployment
        finally:
            for name in list(deployment.processes):
                say(f"  {name} ended with {deployment.stop(name)}")


def _kept(home: Path) -> Product:
    own = {
        "MOTORBLOK_HOME": str(home),
        "MOTORBLOK_TRUSTED_PROXIES": "1",  # each person has an address of their own, as behind a proxy
        "MOTORBLOK_SECRET_KEY": "for a load of its own, on this machine only",
        "MOTORBLOK_LOGIN": "app",
    }
    return replace(
        OURS,
        name="load",
        modules="infra.load",
        sources=(
            "infra/load/seed.py",
            "infra/load/cast.py",
            "*/migrations/*.py",
            "src/motorblok/*/migrations/*.py",
        ),
        fixed={**OURS.fixed, **own},
        things="tasks a client",
    )


def _broker() -> dict[str, str]:
    return {"REDIS_URL": urlsplit(os.environ["REDIS_URL"])._replace(path=BROKER_OF_ITS_OWN).geturl()}
