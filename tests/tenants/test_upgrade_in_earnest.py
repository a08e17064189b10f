"""An upgrade with real processes: the release of today works on while the next one migrates, is killed, and is begun again."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader

from motorblok.config.launch import processes
from tenants import patience
from tests.image.containers import Browser
from tests.tenants import upgrading
from tests.tenants.upgrading import CLIENTS, DOMAIN, HOST, PASSWORD, WITH_KEYS, Deployment

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("upgrade")]

BOUND = (
    patience.LOCK_TIMEOUT / 1000 + 3
)  # seconds: a lock is waited for, and the machine has other things to do
COLUMNS = "SELECT table_schema FROM information_schema.columns WHERE table_name = 'work_task' AND column_name = 'note'"
INVALID = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"
STEPS = 4  # of the clients: three of work that expand, and one that contracts


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """A database with clients, to be copied: its name, the home of its processes, and the keys of some clients."""
    name, home = f"motorblok_upgrade_{uuid4().hex[:8]}", tmp_path_factory.mktemp("home")
    with upgrading.database(name) as urls:
        yield name, home, upgrading.seeded(urls, home)


@pytest.fixture
def deployment(base: tuple[str, Path, dict[str, str]], tmp_path: Path) -> Iterator[Deployment]:
    """A copy of it, and a next release."""
    name, home, keys = base
    ends = dict(key for key in MigrationLoader(None).graph.leaf_nodes() if key[0] in upgrading.RELEASE)
    newer = upgrading.write_next_release(tmp_path / "next", ends)
    with upgrading.database(f"{name}_copy", template=name) as urls:
        yield Deployment(home, tmp_path, urls, keys, newer)


@dataclass
class Load:
    """What people and machines asked meanwhile, and how it went: seconds by kind, tasks by client, and what failed."""

    deployment: Deployment
    seconds: list[float] = field(default_factory=list)
    received: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def machines(self) -> None:
        """Send tasks in and read them, client after client."""
        while not self.stop.is_set():
            for slug in WITH_KEYS:
                if (
                    self._call(slug, "POST", {"title": f"Invoice {uuid4()}", "service_line": "finance"})
                    == 201
                ):
                    self.received[slug] = self.received.get(slug, 0) + 1
                self._call(slug, "GET", None)
                self.stop.wait(0.02)

    def person(self, browser: Browser) -> None:
        """Look at the workboard and at clients' lists."""
        while not self.stop.is_set():
            for path in ("/", *(f"/clients/{slug}/" for slug in WITH_KEYS)):
                self._timed(f"GET {path}", lambda path=path: browser.get(path)[0])
                self.stop.wait(0.05)

    def _call(self, slug: str, method: str, body: object) -> int:
        return self._timed(f"{method} {slug}", lambda: self._ask(slug, method, body))

    def _ask(self, slug: str, method: str, body: object) -> int:
        headers = {
            "Host": f"{slug}.{DOMAIN}",
            "Authorization": f"Bearer {self.deployment.keys[slug]}",
            "Content-Type": "application/json",
            "X-Forwarded-Proto": "https",
            "Idempotency-Key": str(uuid4()),
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.deployment.port, timeout=30)
        connection.request(method, "/api/v1/tasks/", json.dumps(body) if body else None, headers)
        with connection.getresponse() as answer:
            answer.read()
        connection.close()
        return answer.status

    def _timed(self, what: str, ask) -> int:
        began = time.monotonic()
        try:
            status = ask()
        except OSError as error:
            status = 0
            what = f"{what} {error}"
        self.seconds.append(time.monotonic() - began)
        if status not in {200, 201}:
            self.failed.append(f"{what}: {status}")
        return status


@contextmanager
def under_load(deployment: Deployment) -> Iterator[Load]:
    """Web and worker of today's release at work; what is asked goes on until the block is left."""
    with deployment.running("web"), deployment.running("worker"):
        browser = signed_in(deployment)
        load = Load(deployment)
        threads = [
            threading.Thread(target=load.machines),
            threading.Thread(target=load.person, args=[browser]),
        ]
        for thread in threads:
            thread.start()
        try:
            assert processes.wait_until(lambda: len(load.received) == len(WITH_KEYS), seconds=60), load.failed
            yield load
        finally:
            load.stop.set()
            for thread in threads:
                thread.join()
        # Everything that happened has been looked at by the worker, before, during and after.
        assert processes.wait_until(lambda: unread(deployment) == 0, seconds=60)


def unread(deployment: Deployment) -> int:
    return sum(count for slug, count in deployment.of_all("audit_unread").items() if slug in WITH_KEYS)


def signed_in(deployment: Deployment) -> Browser:
    link = deployment.run("invite_owner", "olga@example.test", "Olga Owner").stdout.strip()
    assert processes.wait_until(lambda: is_ready(deployment), seconds=60), deployment.said("web").read_text()
    browser = Browser(deployment.port, HOST)
    status, page = browser.fill(link.removeprefix(f"https://{HOST}"), name="Olga Owner", password=PASSWORD)
    assert status == 200, page
    return browser


def is_ready(deployment: Deployment) -> bool:
    try:
        return Browser(deployment.port, HOST).get("/readyz")[0] == 200
    except OSError:
        return False


@contextmanager
def held(deployment: Deployment, slug: str) -> Iterator[None]:
    """Somebody reads a client's tasks in a transaction that does not end."""
    with psycopg.connect(deployment.urls["DATABASE_OWNER_URL"]) as reader:
        reader.execute(f"LOCK TABLE c_{slug}.work_task IN ACCESS SHARE MODE".encode())
        yield


def test_the_release_before_works_on_until_it_is_replaced(deployment: Deployment) -> None:
    with under_load(deployment) as load:
        before = len(load.seconds)
        began = time.monotonic()
        migrated = deployment.run("migrate", "--verbosity", "0", newer=True)
        took = time.monotonic() - began
        during = load.seconds[before:]
        after = dict(load.received)
        assert processes.wait_until(
            lambda: all(load.received[slug] > after[slug] for slug in WITH_KEYS), seconds=60
        )
        ready = deployment.run("doctor", newer=True).stdout
        refused = deployment.run("migrate", "--contract", "--verbosity", "0", newer=True)
    back = deployment.run("migrate", "--verbosity", "0")
    opened = deployment.run("open_client", "late", "Late", MOTORBLOK_LOGIN="owner")

    print(
        f"{len(CLIENTS)} clients in {took:.1f} s; {len(during)} requests meanwhile, longest {max(during):.2f} s"
    )
    assert migrated.returncode == 0, migrated.stderr
    assert load.failed == []
    assert max(load.seconds) < BOUND
    # Old code never names the new column: the database fills it.
    tasks = {
        slug: count for slug, count in deployment.of_all("work_task WHERE shade = 'plain'").items() if count
    }
    assert tasks == load.received
    assert "for migrate --contract waits work.9004_gone" in ready
    assert refused.returncode == 1
    assert "Processes of another release are connected: motorblok w" in refused.stderr
    assert "Traceback" not in load.deployment.said("worker").read_text()
    assert "Traceback" not in load.deployment.said("web").read_text()

    # Whoever goes back builds what the others have.
    assert (back.returncode, opened.returncode) == (0, 0), back.stderr + opened.stderr
    assert deployment.ask("SELECT count(*) FROM c_late.django_migrations WHERE name LIKE '9%'") == [
        (STEPS - 1,)
    ]

    behind = sum(deployment.of_all("work_task WHERE note IS NULL").values())
    contracted = deployment.run("migrate", "--contract", "--verbosity", "0", newer=True)

    assert behind > 0
    assert contracted.returncode == 0, contracted.stderr
    assert sum(deployment.of_all("work_task WHERE note IS NULL").values()) == 0
    assert set(deployment.of_all("django_migrations WHERE name LIKE '9%'").values()) == {STEPS}
    broken = deployment.run("shell", "-c", READ_AS_OLD_CODE)
    assert "UndefinedColumn" in broken.stderr


READ_AS_OLD_CODE = """
from motorblok.kernel import schema
from motorblok.work.models import Task
with schema.entered("c_client00"):
    Task.objects.first()
"""


def test_one_that_is_killed_is_begun_again_and_no_client_is_half_migrated(deployment: Deployment) -> None:
    with held(deployment, CLIENTS[40]):
        first = deployment.begin("migrate", newer=True)
        assert processes.wait_until(lambda: 0 < len(deployment.ask(COLUMNS)) < len(CLIENTS), seconds=60)
        second = deployment.run("migrate", "--verbosity", "0", newer=True)
        first.kill()
        first.wait()
    assert processes.wait_until(lambda: no_one_migrates(deployment), seconds=30)

    has_column = {name.removeprefix("c_") for (name,) in deployment.ask(COLUMNS)}
    has_row = {
        slug for slug, n in deployment.of_all("django_migrations WHERE name = '9001_columns'").items() if n
    }
    again = deployment.run("migrate", "--verbosity", "0", newer=True)

    assert second.returncode == 1
    assert "Another process is migrating this database now." in second.stderr
    assert 0 < len(has_column) < len(CLIENTS)
    assert has_row == has_column
    assert again.returncode == 0, again.stderr
    assert set(deployment.of_all("django_migrations WHERE name LIKE '9%' AND app = 'work'").values()) == {3}
    assert deployment.ask(INVALID) == [(0,)]


def test_a_client_in_use_is_left_and_named_while_the_others_go_on(deployment: Deployment) -> None:
    with held(deployment, CLIENTS[40]):
        left = deployment.run("migrate", "--verbosity", "0", newer=True)
    of_all = deployment.of_all("django_migrations WHERE name LIKE '9%' AND app = 'work'")
    again = deployment.run("migrate", "--verbosity", "0", newer=True)

    assert left.returncode == 1
    assert f"Not migrated: c_{CLIENTS[40]}: canceling statement due to lock timeout" in left.stderr
    assert "Traceback" not in left.stderr
    assert {slug for slug, count in of_all.items() if count == 0} == {CLIENTS[40]}
    assert again.returncode == 0, again.stderr
    assert set(deployment.of_all("django_migrations WHERE name LIKE '9%' AND app = 'work'").values()) == {3}


def no_one_migrates(deployment: Deployment) -> bool:
    held_now = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    return deployment.ask(held_now) == [(0,)]
