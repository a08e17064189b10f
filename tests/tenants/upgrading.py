"""A deployment of its own for the tests of an upgrade, with real processes, and a next release made of test migrations."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from redis import Redis

from motorblok.config.launch import processes
from motorblok.config.launch.state import any_free_port

HOST, DOMAIN, PASSWORD = "desk.example.test", "example.test", "correct horse battery"
NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL")
CLIENTS = [f"client{number:02}" for number in range(64)]
WITH_KEYS = [*CLIENTS[:4], *CLIENTS[-4:]]
BROKER = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path="/13"))
OURS = [sys.executable, "-P", "-m", "motorblok.config.cli"]
SEED = """
import json, sys
import django
django.setup()
from datetime import datetime, timedelta, UTC
from motorblok.accounts import actions as accounts
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants import actions
slugs, with_keys = json.loads(sys.argv[1])
at, keys = datetime.now(UTC), {}
for slug in slugs:
    client = actions.open_client(name=slug.title(), slug=slug, actor=SYSTEM, at=at)
    actions.provision(client.id, at=at)
    if slug in with_keys:
        with schema.entered("public"):
            keys[slug] = accounts.create_key(
                client, name="ERP", scopes=["tasks:read", "tasks:receive"], per_minute=100_000,
                expires_at=at + timedelta(days=30), actor=SYSTEM, at=at,
            ).text
print(json.dumps(keys))
"""
RELEASE = {
    "work": {
        "9001_columns": """
    operations = [
        migrations.AddField("task", "note", models.CharField(max_length=200, null=True)),
        migrations.AddField("task", "shade", models.CharField(max_length=20, db_default="plain")),
    ]
    backfills = (
        Backfill("note", "UPDATE work_task SET note = title WHERE id IN "
                 "(SELECT id FROM work_task WHERE note IS NULL LIMIT %(batch)s)", batch=50),
    )
""",
        "9002_index": """
    atomic = False
    operations = [AddIndexConcurrently("task", models.Index(fields=["note"], name="work_task_note"))]
""",
        "9003_table": """
    operations = [migrations.CreateModel("Sheet", [("id", models.UUIDField(primary_key=True))])]
""",
        "9004_gone": """
    phase = "contract"
    operations = [migrations.RemoveField("task", "shade"), migrations.RemoveField("task", "client_wrote_at")]
""",
    },
    "board": {
        "9001_columns": """
    operations = [migrations.AddField("row", "shade", models.CharField(max_length=20, db_default="plain"))]
""",
        "9002_index": """
    atomic = False
    operations = [AddIndexConcurrently("row", models.Index(fields=["shade"], name="board_row_shade"))]
""",
    },
}
HEAD = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from tenants.backfills import Backfill


class Migration(migrations.Migration):
    dependencies = [("{app}", "{before}")]
"""


def write_next_release(folder: Path, ends: Mapping[str, str]) -> dict[str, str]:
    """The migrations of RELEASE after the last ones of today; the environment of a process of that release."""
    for app, steps in RELEASE.items():
        package = folder / f"next_{app}"
        package.mkdir(parents=True)
        today = Path(__file__).parents[2] / "src" / "motorblok" / app / "migrations"
        (package / "__init__.py").write_text(f"__path__.append({str(today)!r})\n")
        before = ends[app]
        for name, body in steps.items():
            (package / f"{name}.py").write_text(HEAD.format(app=app, before=before) + body)
            before = name
    modules = {app: f"next_{app}" for app in RELEASE}
    (folder / "next_settings.py").write_text(
        f"from motorblok.config.settings import *  # noqa: F403\nMIGRATION_MODULES = {modules!r}\n"
    )
    return {
        "DJANGO_SETTINGS_MODULE": "next_settings",
        "PYTHONPATH": str(folder),
        "MOTORBLOK_RELEASE": "motorblok@99.0.0",
    }


@contextmanager
def database(name: str, *, template: str = "template1") -> Iterator[dict[str, str]]:
    """A database beside the suite's, and the variables that lead to it."""
    new, source = sql.Identifier(name), sql.Identifier(template)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        drop = sql.SQL("drop database if exists {} with (force)").format(new)
        assert processes.wait_until(lambda: _is_done(connection, drop), seconds=60)
        create = sql.SQL("create database {} template {}").format(new, source)
        assert processes.wait_until(lambda: _is_done(connection, create), seconds=60)
        try:
            yield {each: urlunsplit(urlsplit(os.environ[each])._replace(path=f"/{name}")) for each in NAMES}
        finally:
            assert processes.wait_until(lambda: _is_done(connection, drop), seconds=60)


def _is_done(connection: "psycopg.Connection[Any]", statement: sql.Composed) -> bool:
    """While autovacuum is in a database, no owner may drop or copy it."""
    try:
        connection.execute(statement)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
        return False
    return True


@dataclass
class Deployment:
    """Processes of two releases on one database."""

    home: Path
    folder: Path
    urls: dict[str, str]
    keys: dict[str, str]
    newer: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=any_free_port)

    @property
    def env(self) -> dict[str, str]:
        """What a process of the release of today is given, as in a deployment behind a proxy."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("MOTORBLOK_")},
            **self.urls,
            "DJANGO_SETTINGS_MODULE": "motorblok.config.settings",
            "REDIS_URL": BROKER,
            "MOTORBLOK_HOME": str(self.home),
            "MOTORBLOK_SECRET_KEY": "an upgrade is tried with this key, and nothing else is",
            "MOTORBLOK_PEPPER": "and this is the pepper of the same deployment, also random",
            "MOTORBLOK_CONSOLE_HOST": HOST,
            "MOTORBLOK_CLIENT_DOMAIN": DOMAIN,
            "MOTORBLOK_TRUSTED_PROXIES": "1",
            "MOTORBLOK_WORKERS": "1",
            "MOTORBLOK_LISTEN": f"127.0.0.1:{self.port}",
        }

    def run(self, *words: str, newer: bool = False, **more: str) -> "subprocess.CompletedProcess[str]":
        """One command, of the next release when asked, to its end."""
        env = {**self.env, **(self.newer if newer else {}), **more}
        return subprocess.run(
            [*OURS, *words], env=env, capture_output=True, text=True, check=False, timeout=300
        )

    def begin(self, *words: str, newer: bool = False) -> "subprocess.Popen[str]":
        """One command that is left to run; what it says is in a file of its name."""
        env = {**self.env, **(self.newer if newer else {})}
        with self.said(words[-1]).open("w") as output:
            return subprocess.Popen([*OURS, *words], env=env, stdout=output, stderr=output, text=True)

    def said(self, name: str) -> Path:
        """What a process that was begun has said."""
        return self.folder / f"{name}.log"

    @contextmanager
    def running(self, name: str) -> Iterator["subprocess.Popen[str]"]:
        """A process of the deployment, of the release of today, until the block is left."""
        process = self.begin("run", name)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows, as the owner reads them."""
        with psycopg.connect(self.urls["DATABASE_OWNER_URL"], autocommit=True) as connection:
            return connection.execute(statement.encode(), values or None).fetchall()

    def of_all(self, table_and_where: str, what: str = "count(*)") -> dict[str, Any]:
        """One value of each client."""
        selects = (f"SELECT '{slug}', {what} FROM c_{slug}.{table_and_where}" for slug in CLIENTS)
        return dict(self.ask(" UNION ALL ".join(selects)))


def seeded(urls: dict[str, str], folder: Path) -> dict[str, str]:
    """Make the tables and the clients; the keys of WITH_KEYS."""
    with Redis.from_url(BROKER) as broker:
        broker.flushdb()  # a run before this one may have been cut off
    new = Deployment(folder, folder, urls, {})
    for words in (["migrate"], ["collectstatic", "--noinput"], ["compile_messages"]):
        made = new.run(*words, *([] if words == ["compile_messages"] else ["--verbosity", "0"]))
        assert made.returncode == 0, made.stderr
    done = subprocess.run(
        [sys.executable, "-c", SEED, json.dumps([CLIENTS, WITH_KEYS])],
        env={**new.env, "MOTORBLOK_LOGIN": "owner"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    keys: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return keys
