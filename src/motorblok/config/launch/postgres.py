"""Our own PostgreSQL: its files, its start, and the logins and database it gives."""

import pwd
import signal
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from motorblok.config.launch import processes
from motorblok.config.launch.archiving import archive_settings
from motorblok.config.launch.children import Service
from motorblok.config.launch.logins import server_login
from motorblok.config.launch.postgres_files import initialise, programs_for, server_folder, socket_folder
from motorblok.config.launch.state import State

DATABASE = "motorblok"
LOGINS = {
    "DATABASE_OWNER_URL": "motorblok_owner",
    "DATABASE_URL": "motorblok_app",
    "DATABASE_SEALER_URL": "motorblok_sealer",
    "DATABASE_BACKUP_URL": "motorblok_backup",
}
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "max_locks_per_transaction": "512",  # one transaction may touch the tables of many client schemas
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "250",  # two tests at once may each bring a crowd
}


@dataclass(frozen=True)
class Cluster:
    """The folders and the login of one server; `sockets` is short, because a socket's path has at most 107 bytes."""

    state: State
    programs: Path
    data: Path
    sockets: Path
    user: pwd.struct_passwd | None
    port: int

    def service(self, *, durable: bool, archive: Path | None = None) -> Service:
        """The server as a process to keep running: durable, or for tests alone fast and careless.

        What it writes into its log is kept in FOLDER/wal of `archive`, where one is named.
        """
        settings = {
            **SETTINGS,
            **({} if durable else FOR_TESTS),
            **(archive_settings(archive, self.data.parent, self.user) if archive else {}),
            "port": str(self.port),
            "unix_socket_directories": str(self.sockets),
        }
        return Service(
            name="postgres",
            command=[
                str(self.programs / "postgres"),
                "-D",
                str(self.data),
                *(f"--{key}={value}" for key, value in settings.items()),
            ],
            log=self.state.log("postgres"),
            stop=signal.SIGINT,
            user=self.user,
            wave=2,
            patience=30,
        )

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection as the superuser, through the socket that only this login can reach."""
        return psycopg.connect(
            host=str(self.sockets), port=self.port, user="postgres", dbname="postgres", autocommit=True
        )

    def is_ready(self) -> bool:
        """Whether it answers questions."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def provide_database(self, *, makes_databases: bool) -> dict[str, str]:
        """Make sure of the logins, their passwords and the database; the variables that lead to it."""
        passwords = {login: self.state.secret(login) for login in LOGINS.values()}
        with self.connect() as connection:
            for login, password in passwords.items():
                _provide_login(connection, login, password)
            if makes_databases:
                connection.execute("alter role motorblok_owner createdb")
            connection.execute("alter role motorblok_backup replication")
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute("create database motorblok owner motorblok_owner")
        where = f"127.0.0.1:{self.port}/{DATABASE}"
        return {name: f"postgres://{login}:{passwords[login]}@{where}" for name, login in LOGINS.items()}


def prepare(state: State) -> Cluster:
    """A cluster that can be started: its files reachable, its data made, nothing left of an earlier run."""
    user = server_login()
    place = server_folder(state, user)
    programs, data = programs_for(place, user), place / "data"
    initialise(data, programs, user)
    clear_locks(data)
    return Cluster(state, programs, data, socket_folder(state, user), user, state.port("postgres"))


def clear_locks(data: Path) -> None:
    """End a server that still runs on this data; remove the lock files of one that ended without tidying up.

    PostgreSQL takes any living process of that number for its predecessor, even a zombie or a stranger
    that got the number after a restart of the machine.
    """
    lock = data / "postmaster.pid"
    if not lock.exists() or not processes.PROC.exists():
        return
    lines = lock.read_text().splitlines()
    # A full disk or a crash of the machine leaves an empty one.
    pid = int(lines[0]) if lines else 0
    if pid > 0 and processes.working_folder(pid) == data:
        processes.end([pid], by=signal.SIGINT) or processes.end([pid], by=signal.SIGQUIT)
    lock.unlink(missing_ok=True)
    if len(lines) > 4:
        Path(lines[4], f".s.PGSQL.{lines[3]}.lock").unlink(missing_ok=True)


def _provide_login(connection: psycopg.Connection[tuple[object, ...]], login: str, password: str) -> None:
    known = connection.execute("select 1 from pg_roles where rolname = %s", [login]).fetchone()
    verb = sql.SQL("alter" if known else "create")
    connection.execute(
        sql.SQL("{} role {} login password {}").format(verb, sql.Identifier(login), sql.Literal(password))
    )
