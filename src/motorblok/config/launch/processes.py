"""What the system knows about processes: who lives, who is a zombie, who was left behind by an earlier run."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
MARK = "MOTORBLOK_RUN"
ZOMBIE = "Z"


def condition(pid: int) -> str | None:
    """The state letter of a process (proc(5): R, S, D, Z, ...), or None when there is no such process."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return None


def lives(pid: int) -> bool:
    """Whether the process still runs: a zombie has ended and only waits to be noticed."""
    return condition(pid) not in {None, ZOMBIE}


def working_folder(pid: int) -> Path | None:
    """The folder a living process works in, or None when it is gone or somebody else's."""
    try:
        return (PROC / str(pid) / "cwd").readlink()
    except OSError:
        return None


def left_behind(mark: str) -> list[int]:
    """Processes that carry the mark of an earlier run in their environment; never looked up by name."""
    wanted = f"{MARK}={mark}".encode()
    spared = set(_ancestry(os.getpid()))
    pids = (int(folder.name) for folder in PROC.glob("[0-9]*"))
    return [pid for pid in pids if pid not in spared and wanted in _environment(pid) and lives(pid)]


def end_left_behind(mark: str) -> None:
    """End them: PostgreSQL gently (it has data to write, and its own children to end), the others at once."""
    pids = left_behind(mark)
    servers = [pid for pid in pids if _is_postgres(pid)]
    end(servers, by=signal.SIGINT) or end(servers, by=signal.SIGQUIT)
    end([pid for pid in pids if pid not in servers])


def end(pids: Iterable[int], *, by: signal.Signals = signal.SIGKILL, seconds: float = 15) -> bool:
    """Send the signal to each and wait; whether all of them ended in time."""
    pids = list(pids)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, by)
    return wait_until(lambda: not any(lives(pid) for pid in pids), seconds=seconds)


def end_group(leader: int) -> None:
    """Kill what is left of a process group whose leader has ended."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.03) -> bool:
    """Ask until it holds; False when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def _is_postgres(pid: int) -> bool:
    folder = working_folder(pid)
    return folder is not None and (folder / "postmaster.pid").exists()


def _environment(pid: int) -> list[bytes]:
    try:
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _ancestry(pid: int) -> Iterable[int]:
    while pid > 0:
        yield pid
        try:
            pid = int((PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return
