"""The folder that Motorblok keeps on a machine: secrets, ports, logs, the data of its own servers."""

import fcntl
import hashlib
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from motorblok.config.launch.refusals import CannotStart

ROOT = Path(__file__).resolve().parents[4]


def default_home() -> Path:
    """The folder MOTORBLOK_HOME names, or .motorblok in the checkout."""
    return Path(os.environ.get("MOTORBLOK_HOME") or ROOT / ".motorblok").resolve()


@dataclass(frozen=True)
class State:
    """A state folder; its path is the mark by which its processes are known."""

    home: Path

    def folder(self, name: str) -> Path:
        """A folder of that name, made when it is missing."""
        path = self.home / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def log(self, name: str) -> Path:
        """The log file of a process."""
        return self.folder("logs") / f"{name}.log"

    def secret(self, name: str) -> str:
        """A random secret, made once and readable by this login alone."""
        return self.kept(f"secrets/{name}", secrets.token_urlsafe(48))

    def port(self, name: str) -> int:
        """A free port on 127.0.0.1: the one used before, unless it has been taken since."""
        path = self.home / "ports" / name
        with suppress(OSError, ValueError):
            port = int(path.read_text())
            if is_free(port):
                return port
        path.unlink(missing_ok=True)
        return int(self.kept(f"ports/{name}", str(any_free_port())))

    def kept(self, name: str, value: str) -> str:
        """The value kept under this name; the given one is kept where there is none."""
        path = self.home / name
        with suppress(FileNotFoundError):
            return path.read_text()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, value)
        return value

    @property
    def digest(self) -> str:
        """Eight characters that no other state folder has, not even a copy of this one."""
        return hashlib.sha256(f"{self.home}{self.secret('identity')}".encode()).hexdigest()[:8]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other Motorblok out of this folder; the lock ends with the process, however that ends."""
        with (self.folder(".") / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise CannotStart(f"Motorblok already runs from {self.home}: stop that one first.") from None
            yield

    def is_running(self) -> bool:
        """Whether another Motorblok holds the lock."""
        try:
            with self.locked():
                return False
        except CannotStart:
            return True


def write_private(path: Path, value: str) -> None:
    """Write a whole file or nothing, readable by this login alone."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1 at this port; PermissionError where this login may not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise
        except OSError:
            return False
        return True


def any_free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
