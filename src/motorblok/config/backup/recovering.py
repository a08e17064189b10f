"""Runs PostgreSQL on restored data, for itself alone, until it has caught up with the log and may be asked."""

import os
import pwd
import re
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from motorblok.config.backup.refusals import CannotRestore
from motorblok.config.launch import processes
from motorblok.config.launch.children import Service, spawn

MARK = "motorblok restore"
# Whoever knows how to get into the folder of the socket may do everything; nobody else gets to it.
HBA = "local all all trust\n"
# Nothing goes to the archive: a trial must not. What is new is marked, and the real server hands it over when it starts.
SETTINGS = {
    "listen_addresses": "",
    "archive_mode": "on",
    "archive_command": "",
    "autovacuum": "off",
    "hot_standby": "off",
    "lc_messages": "C",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_min_messages": "warning",
    "max_connections": "20",
    "max_locks_per_transaction": "512",
    "recovery_target_action": "promote",
    "ssl": "off",
    "timezone": "UTC",
}
READY = "database system is ready to accept connections"
DAMAGED = (
    200  # of a restore_command: above 125 the server gives up, instead of taking it for the end of the log
)
LAST = re.compile(r"last completed transaction was at log time (\S+ \S+)")
BROKEN_PIECE = re.compile(r'could not restore file "(\w+)" from archive')
FATAL = re.compile(r"FATAL:\s+(.+)")


class EndedTooSoon(CannotRestore):
    """The log that is kept ends before the time that was asked for; `last` is when its last transaction was, if there is one."""

    def __init__(self, last: datetime | None) -> None:
        self.last = last
        super().__init__("The log ends before the time that is wanted.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """The data, the programs and the login of a server that recovers; the log from `wal`, where there is one."""

    data: Path
    programs: Path
    user: pwd.struct_passwd | None
    wal: Path | None
    until: datetime | None
    line: str

    @contextmanager
    def running(self) -> Iterator["Server"]:
        """The server, caught up and open for writing; stopped in order afterwards. Raises CannotRestore."""
        with tempfile.TemporaryDirectory(prefix="mb-restore-", dir="/tmp") as name:
            sockets = Path(name)
            self._prepare(sockets)
            process = spawn(self._service(sockets), mark=MARK)
            try:
                server = Server(sockets)
                server.wait(process)
                yield server
            finally:
                _stop(process)

    def _prepare(self, sockets: Path) -> None:
        (sockets / "hba").write_text(HBA)
        signal_file = self.data / "recovery.signal"
        signal_file.touch(mode=0o600)
        if self.user:
            for path in (sockets, sockets / "hba", signal_file):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _service(self, sockets: Path) -> Service:
        settings = {
            **SETTINGS,
            "hba_file": str(sockets / "hba"),
            "unix_socket_directories": str(sockets),
            "restore_command": self._restore_command(),
            "recovery_target_timeline": self.line,
            "recovery_target_time": self.until.isoformat() if self.until else "",
        }
        words = [f"--{name}={value}" for name, value in settings.items()]
        command = [str(self.programs / "postgres"), "-D", str(self.data), "--port=5432", *words]
        return Service(name="restore", command=command, log=sockets / "log", user=self.user)

    def _restore_command(self) -> str:
        if self.wal is None:
            return "false"
        kept = f"{shlex.quote(str(self.wal)).replace('%', '%%')}/%f.gz"
        return f'test -f {kept} || exit 1; gzip -dc {kept} > "%p" || exit {DAMAGED}'


@dataclass(frozen=True, slots=True)
class Server:
    """The server that runs on the restored data, by the folder of its socket."""

    sockets: Path

    def connect(self, *, database: str, role: str) -> psycopg.Connection[tuple[object, ...]]:
        """A connection as any of its roles."""
        address = make_conninfo("", host=str(self.sockets), port=5432, user=role, dbname=database)
        return psycopg.connect(address, autocommit=True)

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        """Until it has caught up, for however long. Raises CannotRestore when it ends instead."""
        log = self.sockets / "log"
        while READY not in log.read_text(errors="replace"):
            if process.poll() is not None:
                raise _refusal(log.read_text(errors="replace"))
            time.sleep(0.1)


def _refusal(log: str) -> CannotRestore:
    fatal = FATAL.search(log)
    words = fatal[1] if fatal else (log.strip().splitlines() or ["it said nothing"])[-1]
    if "before configured recovery target" in words:
        last = LAST.search(log)
        return EndedTooSoon(datetime.fromisoformat(last[1]) if last else None)
    if piece := BROKEN_PIECE.search(words):
        return CannotRestore(
            f"The piece {piece[1]} of the log is damaged: take it from another copy, or go back before it."
        )
    return CannotRestore(f"PostgreSQL could not catch up: {words}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        processes.wait_until(lambda: process.poll() is not None, seconds=300)
    processes.end_group(process.pid)
    process.wait()
