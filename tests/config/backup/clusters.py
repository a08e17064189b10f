"""A server of its own with Motorblok's tables, two clients and their work, for tests that lose it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from motorblok.config.backup.taking import Made, Source, back_up
from motorblok.config.launch import postgres, processes, programs
from motorblok.config.launch.children import as_login
from motorblok.config.launch.logins import server_login
from motorblok.config.launch.postgres import Cluster
from motorblok.config.launch.postgres_files import server_folder, socket_folder
from motorblok.config.launch.state import State
from motorblok.config.launch.supervisor import Supervisor

DEBIAN = Path("/usr/lib/postgresql")
OPEN = """
from django.utils import timezone
from motorblok.kernel.actors import SYSTEM
from tenants import actions
for slug, name in {"acme": "Acme Bakeries", "globex": "Globex Energy"}.items():
    client = actions.open_client(name=name, slug=slug, actor=SYSTEM, at=timezone.now())
    actions.provision(client.id, at=timezone.now())
"""
WORK = """
from django.utils import timezone
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.work.actions.receive import Draft, receive_task
from tenants.models import Client
with schema.entered(schema.PUBLIC):
    clients = list(Client.objects.order_by("slug"))
for client in clients:
    with schema.entered(client.schema_name):
        for number in range(%d):
            draft = Draft(title=f"%s {number}", service_line="finance", is_internal=False)
            receive_task(draft, client_id=client.id, actor=SYSTEM, at=timezone.now())
"""
TABLES = r"""
SELECT schemaname, tablename FROM pg_tables
WHERE schemaname = 'public' OR schemaname LIKE 'c\_%' ORDER BY 1, 2
"""
HASH = "SELECT count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {} t"
Contents = dict[str, tuple[int, str]]


@dataclass
class Deployment:
    """A running server; what it writes is archived into `backups`."""

    cluster: Cluster
    supervisor: Supervisor
    backups: Path
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str) -> None:
        """One of our commands, as the owner."""
        env = programs.environment(self.cluster.state, self.variables, port=8000)
        given = {**os.environ, **env, "MOTORBLOK_LOGIN": "owner", "REDIS_URL": "redis://127.0.0.1:1/0"}
        command = [sys.executable, "-P", *programs.OURS, *words]
        done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def work(self, count: int, title: str) -> None:
        """Receive that many tasks for each client."""
        self.run("shell", "--no-imports", "-c", WORK % (count, title))

    def back_up(self, *, keep: int = 7) -> Made:
        """A base backup, while it runs."""
        source = Source(
            replication=self.variables["DATABASE_BACKUP_URL"],
            app=self.variables["DATABASE_URL"],
            release="motorblok@test",
            secrets={"pepper": "salt and pepper"},
        )
        return back_up(source, self.backups, keep=keep)

    def now(self) -> datetime:
        """The server's clock."""
        with self.cluster.connect() as connection:
            found = connection.execute("SELECT clock_timestamp()").fetchone()
        assert found
        assert isinstance(found[0], datetime)
        return found[0]

    def archive(self) -> None:
        """End the piece of the log that is being written, and wait until it is kept."""
        with self.cluster.connect() as connection:
            # A piece in which there is nothing yet is not ended.
            connection.execute("SELECT pg_logical_emit_message(true, 'tests', 'something')")
            found = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert found
        kept = self.backups / "wal" / f"{found[0]}.gz"
        assert processes.wait_until(kept.exists, seconds=60), f"{kept} did not come"

    def lose(self) -> None:
        """The machine is gone: the server killed, its data with it."""
        for pid in self.supervisor.pids().values():
            os.kill(pid, signal.SIGKILL)
            assert processes.wait_until(lambda pid=pid: not processes.lives(pid), seconds=20)  # type: ignore[misc]
        self.supervisor.stop()
        shutil.rmtree(self.cluster.data)


def contents(connection: psycopg.Connection[tuple[object, ...]]) -> Contents:
    """How many rows each table has, and a hash over all of them."""
    found: Contents = {}
    for schema, table in connection.execute(TABLES).fetchall():
        name = sql.Identifier(str(schema), str(table))
        row = connection.execute(sql.SQL(HASH).format(name)).fetchone()
        assert row
        found[f"{schema}.{table}"] = (int(str(row[0])), str(row[1]))
    return found


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's login gets to; pytest closes those that it gives away, at the next run of it."""
    with tempfile.TemporaryDirectory(prefix="motorblok-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def deployed(home: Path, backups: Path, *, major: int = 18) -> Iterator[Deployment]:
    """A server with our tables and two clients, of PostgreSQL 18 as we bring it or of Debian's."""
    cluster = _cluster(State(home), major=major)
    with Supervisor(mark=str(home), say=print) as supervisor:
        supervisor.start(cluster.service(durable=False, archive=backups))
        supervisor.watch(until=cluster.is_ready)
        made = Deployment(cluster, supervisor, backups, cluster.provide_database(makes_databases=False))
        made.run("migrate", "--verbosity", "0")
        made.run("shell", "--no-imports", "-c", OPEN)
        yield made
    shutil.rmtree(cluster.sockets, ignore_errors=True)


@contextmanager
def inside(cluster: Cluster) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection as the superuser to Motorblok's database."""
    with psycopg.connect(
        host=str(cluster.sockets),
        port=cluster.port,
        user="postgres",
        dbname=postgres.DATABASE,
        autocommit=True,
    ) as connection:
        yield connection


@contextmanager
def looked_into(data: Path, cluster: Cluster) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection as the superuser to Motorblok's database on other data, started as the deployment's server is."""
    with running_on(data, cluster) as deployment, inside(deployment.cluster) as connection:
        yield connection


@contextmanager
def running_on(data: Path, cluster: Cluster, *, archive: Path | None = None) -> Iterator[Deployment]:
    """A server on other data, with the same logins and passwords."""
    other = Cluster(cluster.state, cluster.programs, data, cluster.sockets, cluster.user, cluster.port)
    with Supervisor(mark=str(data), say=print) as supervisor:
        supervisor.start(other.service(durable=False, archive=archive))
        supervisor.watch(until=other.is_ready)
        variables = other.provide_database(makes_databases=False)
        yield Deployment(other, supervisor, archive or data / "unused", variables)


def _cluster(state: State, *, major: int) -> Cluster:
    if major == 18:
        return postgres.prepare(state)
    user, found = server_login(), DEBIAN / str(major) / "bin"
    data = server_folder(state, user) / "data"
    words = (
        "--username=postgres --encoding=utf8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256"
    )
    command = [str(found / "initdb"), "-D", str(data), *words.split()]
    subprocess.run(command, check=True, capture_output=True, cwd="/", **as_login(user))
    return Cluster(state, found, data, socket_folder(state, user), user, state.port("postgres"))
