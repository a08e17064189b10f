"""A process of ours: what it is, and how it is started."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from motorblok.config.launch import processes

SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Service:
    """A process to keep running. Waves stop one after the other, from 0 up; `patience` is seconds before it is killed."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    stop: signal.Signals = signal.SIGTERM
    user: pwd.struct_passwd | None = None
    wave: int = 0
    patience: float = 10.0

    def last_words(self) -> str:
        """The last line of the log."""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 2000))
            lines = log.read().decode(errors="replace").strip().splitlines()
        return lines[-1].strip() if lines else "it said nothing"


def spawn(service: Service, *, mark: str, visibly: bool = False) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that only its supervisor's signals reach it."""
    with service.log.open("ab") as log:
        return subprocess.Popen(
            service.command,
            stdin=subprocess.DEVNULL,
            stdout=None if visibly else log,
            stderr=None if visibly else log,
            env={**inherited(service.env), processes.MARK: mark},
            start_new_session=True,
            preexec_fn=_dying_with_parent(service.stop, os.getpid()),
            **as_login(service.user),
        )


def spawn_in_front(
    command: Sequence[str], *, env: Mapping[str, str], folder: Path
) -> subprocess.Popen[bytes]:
    """Start a process that has the terminal: it is typed to, and Ctrl-C reaches it."""
    return subprocess.Popen(
        command,
        env=inherited(env),
        cwd=folder,
        preexec_fn=_dying_with_parent(signal.SIGTERM, os.getpid()),
    )


def inherited(env: Mapping[str, str]) -> dict[str, str]:
    """Our own environment with these variables; a file that gave one of them is named no more."""
    return {
        **{key: value for key, value in os.environ.items() if key.removesuffix("_FILE") not in env},
        **env,
    }


def as_login(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """The arguments by which subprocess starts a process under another login."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _dying_with_parent(number: signal.Signals, parent: int) -> Callable[[], None] | None:
    """The kernel sends the stop signal when the supervisor is killed; other systems know no such thing."""
    if _LIBC is None:
        return None
    libc = _LIBC

    def ask_kernel() -> None:
        libc.prctl(SET_PARENT_DEATH_SIGNAL, number)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return ask_kernel
