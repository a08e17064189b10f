"""`up` as its user meets it: quick, gone after Ctrl-C, back after any crash with all that it said it had done."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from motorblok.config.launch import processes
from tests.config.running import Running, copy_of_checkout

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("up")]

SERVICES = [
    "granian",
    "postgres",
    "redis-server",
    "-Q default",
    "-Q provisioner",
    "motorblok.config --quiet beat",
    "sweep_alarms",
]
MAKE_KEY = """
from datetime import timedelta
from django.utils import timezone
from motorblok.accounts.actions.keys import create_key
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants.models import Client
with schema.entered(schema.PUBLIC):
    at = timezone.now()
    made = create_key(Client.objects.get(slug="acme"), name="test", scopes=["tasks:read", "tasks:receive"],
        expires_at=at + timedelta(days=1), per_minute=100_000, actor=SYSTEM, at=at)
print(made.text)
"""
ACME = "acme.localhost"


@dataclass
class Writer:
    """Sends tasks, one after the other, until it is told to stop; `answered` are the titles that were accepted."""

    motorblok: Running
    key: str
    answered: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def write(self) -> None:
        number = 0
        while not self.done.wait(0.005):
            title, number = f"Task {number}", number + 1
            try:
                body = {"title": title, "service_line": "finance"}
                response = self.motorblok.ask("POST", "/api/v1/tasks/", host=ACME, body=body, key=self.key)
            except (OSError, http.client.HTTPException):
                continue
            if response.status == 201:
                self.answered.append(title)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(parent.stat().st_mode | 0o055)
    return copy_of_checkout(folder)


@pytest.fixture
def motorblok(copy: Path) -> Iterator[Running]:
    made = Running(copy)
    yield made
    made.stop()
    processes.end_left_behind(str(made.home))


def is_whole(motorblok: Running) -> bool:
    commands = " ".join(motorblok.processes().values())
    return motorblok.answers() and all(service in commands for service in SERVICES)


def test_it_starts_answers_and_stops_without_a_trace(motorblok: Running) -> None:
    motorblok.start("--no-demo")
    later = [_again(motorblok) for _ in range(2)]

    assert min(later) < 10
    assert motorblok.processes() == {}
    assert motorblok.output.endswith("Stopped.\n")


def _again(motorblok: Running) -> float:
    motorblok.stop()
    seconds = motorblok.start()
    assert is_whole(motorblok)
    motorblok.stop()
    return seconds


def test_each_killed_process_is_back_at_once(motorblok: Running) -> None:
    motorblok.start("--no-demo")

    for service in SERVICES:
        killed = [pid for pid, command in motorblok.processes().items() if service in command]
        motorblok.kill(*killed)

        assert processes.wait_until(lambda pids=killed: not any(map(processes.lives, pids)), seconds=5)
        assert processes.wait_until(lambda: is_whole(motorblok), seconds=60), (service, motorblok.output)


def test_everything_goes_when_up_itself_is_killed(motorblok: Running) -> None:
    motorblok.start("--no-demo")
    assert motorblok.process

    motorblok.kill(motorblok.process.pid)
    motorblok.process.wait()

    assert processes.wait_until(lambda: motorblok.processes() == {}, seconds=30)


def test_what_was_answered_survives_the_death_of_all(motorblok: Running) -> None:
    motorblok.start("--no-demo")
    writer = Writer(motorblok, key_of_new_client(motorblok))
    thread = threading.Thread(target=writer.write)
    thread.start()
    assert processes.wait_until(lambda: len(writer.answered) >= 100, seconds=60)

    motorblok.kill(*motorblok.processes())
    writer.done.set()
    thread.join()
    motorblok.start()

    found = titles(motorblok, writer.key)
    assert set(writer.answered) <= found
    assert len(found) - len(writer.answered) in {0, 1}


def key_of_new_client(motorblok: Running) -> str:
    opened = motorblok.run("open_client", "acme", "Acme", MOTORBLOK_LOGIN="owner")
    made = motorblok.run("shell", "--no-imports", "-c", MAKE_KEY)
    assert (opened.returncode, made.returncode) == (0, 0), opened.stderr + made.stderr
    return made.stdout.strip()


def titles(motorblok: Running, key: str) -> set[str]:
    found, path = set(), "/api/v1/tasks/?limit=100"
    while path:
        response = motorblok.ask("GET", path, host=ACME, key=key)
        assert response.status == 200, response.text
        page = json.loads(response.text)
        found |= {task["title"] for task in page["tasks"]}
        path = page["next"] or ""
        path = urlsplit(path)._replace(scheme="", netloc="").geturl()
    return found


def test_a_second_one_from_the_same_folder_is_refused(motorblok: Running) -> None:
    motorblok.start("--no-demo")
    second = motorblok.run("up", "--port", "1")

    assert second.returncode == 1
    assert second.stderr == f"motorblok: Motorblok already runs from {motorblok.home}: stop that one first.\n"
    assert motorblok.answers()


def test_a_taken_port_is_one_sentence(motorblok: Running) -> None:
    with socket.create_server(("127.0.0.1", motorblok.port)):
        refused = motorblok.run("up", "--port", str(motorblok.port))

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1] == (
        f"motorblok: Port {motorblok.port} is taken by another program: choose another with --port."
    )
