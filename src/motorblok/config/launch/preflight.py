"""What must be right on this machine before anything is started."""

import errno
import os
import shutil

from motorblok.config import environment
from motorblok.config.launch import processes
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import State, is_free

MEGABYTE = 1_000_000
ROOM_FOR_NEW_DATA = 250 * MEGABYTE
ROOM_TO_WORK = 50 * MEGABYTE
SECONDS_FOR_A_PORT = 2
FULL = {errno.ENOSPC, errno.EDQUOT}
UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}


def check_folder(state: State) -> None:
    """Refuse a folder that cannot be used, and a disk that is full."""
    probe = state.home / ".probe"
    try:
        state.home.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 65_536)
        probe.unlink()
    except OSError as error:
        raise CannotStart(refusal_of(error, str(state.home))) from None
    if state.home.stat().st_uid != os.geteuid():
        raise CannotStart(
            f"The folder {state.home} belongs to somebody else: set MOTORBLOK_HOME to a folder of your own."
        )
    _check_room(state)


def check_port(port: int) -> None:
    """Refuse a port that is taken or reserved. One that an earlier run held may take a moment to be free."""
    try:
        if processes.wait_until(lambda: is_free(port), seconds=SECONDS_FOR_A_PORT):
            return
    except PermissionError:
        raise CannotStart(f"Port {port} is reserved for root: choose one from 1024 up with --port.") from None
    raise CannotStart(f"Port {port} is taken by another program: choose another with --port.")


def refusal_of(error: OSError, place: str) -> str:
    """The sentence for an error of the file system."""
    if error.errno in FULL:
        return f"The disk that holds {place} is full: make room first."
    return f"The folder {place} cannot be written ({os.strerror(error.errno or 0).lower()}): set MOTORBLOK_HOME to a folder of your own."


def _check_room(state: State) -> None:
    needed = (
        ROOM_TO_WORK
        if (state.home / "postgres").exists() or environment.is_given("DATABASE_URL")
        else ROOM_FOR_NEW_DATA
    )
    free = shutil.disk_usage(state.home).free
    if free < needed:
        raise CannotStart(
            f"The disk that holds {state.home} is full: {free // MEGABYTE} MB are free, {needed // MEGABYTE} MB are needed."
        )
