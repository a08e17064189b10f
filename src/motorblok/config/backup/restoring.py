"""Restores: chooses the base backup, checks that nothing is missing, and gives the data its name only when it is whole."""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from motorblok.config.backup import checking, manifests
from motorblok.config.backup.checking import Findings
from motorblok.config.backup.manifests import Base
from motorblok.config.backup.programs import NoPrograms, login_for, programs_of, runnable
from motorblok.config.backup.recovering import EndedTooSoon, Recovery
from motorblok.config.backup.refusals import CannotRestore
from motorblok.config.backup.segments import HISTORY, Line, Log, lines_of, read_history
from motorblok.config.backup.unpacking import room_needed, unpack
from motorblok.config.flushing import flush
from motorblok.config.launch.children import as_login

ROOM = 1.1
DRAFT = ".restoring"
LATEST = "Leave --until out to restore all there is."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is restored where: the database of `folder` as it was at `until` (None: at the end of the log) in `data`.

    `line` is the time line to follow, None for the newest.
    """

    folder: Path
    data: Path
    until: datetime | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """A whole restored database."""

    base: Base
    findings: Findings


def restore(wish: Wish) -> Restored:
    """Restore into a data folder that is not there or empty. Raises CannotRestore; then nothing is left of it."""
    lines = _lines(wish)
    base = choose(wish, lines)
    _check_place(wish.data)
    draft = wish.data.with_name(wish.data.name + DRAFT)
    try:
        manifests.check_parts(base)
        with tempfile.TemporaryDirectory(prefix="mb-programs-", dir="/tmp") as scratch:
            findings = _restored(wish, base, lines, draft, scratch=Path(scratch))
        _name(draft, wish.data)
    except OSError as error:
        raise CannotRestore(f"{error.filename or draft}: {os.strerror(error.errno or 0)}.") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Restored(base, findings)


def choose(wish: Wish, lines: list[Line]) -> Base:
    """The newest whole base backup that was finished before the time that is wanted, and leads there."""
    bases = manifests.whole_bases(wish.folder)
    if not bases:
        raise CannotRestore(f"There is no whole base backup in {wish.folder / 'base'}.")
    numbers = {line.number for line in lines} or {bases[-1].manifest.line}
    until = wish.until or datetime.max.replace(tzinfo=UTC)
    fit = [each for each in bases if each.manifest.finished_at <= until and each.manifest.line in numbers]
    if not fit:
        oldest = bases[0].manifest.finished_at
        raise CannotRestore(f"No base backup leads there: the oldest was finished at {shown(oldest)}.")
    return fit[-1]


def shown(at: datetime) -> str:
    """An instant as --until takes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _lines(wish: Wish) -> list[Line]:
    """The time lines that lead to the wanted one."""
    folder = wish.folder / "wal"
    noted = [int(found[1], 16) for path in folder.glob("*.gz") if (found := HISTORY.fullmatch(path.name))]
    made = [base.manifest.line for base in manifests.whole_bases(wish.folder)]
    newest = wish.line or max([*noted, *made, 1])
    return lines_of(read_history(folder, newest), newest=newest)


def _restored(wish: Wish, base: Base, lines: list[Line], draft: Path, *, scratch: Path) -> Findings:
    wal = _log_to_follow(wish, base)
    missing = wal.missing(stop=base.manifest.stop, lines=lines) if wal else None
    if missing and wal and not wish.until:
        raise CannotRestore(_told_missing(missing, wal))
    user = login_for(wish.data.parent)
    if wal:
        _check_readable(wal, user)
    _check_room(base, wish.data.parent)
    shutil.rmtree(draft, ignore_errors=True)
    unpack(base, draft, user=user)
    newest = lines[-1].number
    recovery = Recovery(
        data=draft,
        programs=_programs(base, user, scratch),
        user=user,
        wal=wal.folder if wal else None,
        until=wish.until,
        line="current" if newest == base.manifest.line else str(newest),
    )
    try:
        with recovery.running() as server:
            return checking.look_over(server, base.manifest)
    except EndedTooSoon as ended:
        if missing and wal:
            raise CannotRestore(_told_missing(missing, wal)) from None
        last = shown(ended.last or base.manifest.finished_at)
        raise CannotRestore(f"The log ends at {last}, before the time that is wanted. {LATEST}") from None


def _log_to_follow(wish: Wish, base: Base) -> Log | None:
    """The log that was kept; without one there is only the base backup as it is."""
    log = Log(wish.folder / "wal", base.manifest.segment_size)
    if log.names():
        return log
    if wish.until:
        raise CannotRestore(
            f"No log was kept in {log.folder}: only the base backups can be restored. {LATEST}"
        )
    return None


def _check_readable(wal: Log, user: pwd.struct_passwd | None) -> None:
    """What the server's login cannot read would look to it like the end of the log."""
    newest = str(wal.folder / f"{max(wal.names())}.gz")
    asked = ["/bin/sh", "-c", 'test -r "$0"', newest]
    if subprocess.run(asked, check=False, **as_login(user)).returncode:  # noqa: S603 (ours)
        name = user.pw_name or str(user.pw_uid) if user else "you"
        raise CannotRestore(
            f"PostgreSQL runs as {name} here and cannot read {newest}: let that login enter the folders above it."
        )


def _told_missing(piece: str, wal: Log) -> str:
    before = wal.before(piece)
    until = f", or name a time before it with --until: about {shown(before)}" if before else ""
    return f"The piece {piece} of the log is missing from {wal.folder}: take it from another copy{until}."


def _programs(base: Base, user: pwd.struct_passwd | None, scratch: Path) -> Path:
    try:
        return runnable(programs_of(base.manifest.major), user, scratch=_opened(scratch, user))
    except NoPrograms as refusal:
        raise CannotRestore(str(refusal)) from None


def _opened(scratch: Path, user: pwd.struct_passwd | None) -> Path:
    if user:
        scratch.chmod(0o755)
    return scratch


def _check_place(data: Path) -> None:
    if (data / "postmaster.pid").exists():
        raise CannotRestore(f"A server runs on {data}, or was killed there: name another folder.")
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise CannotRestore(f"{data} is not empty: name another folder, or move what is there aside.")
    if data.is_mount():
        raise CannotRestore(f"{data} is a disk of its own: name a folder on it.")
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRestore(f"{data.parent} cannot be made: {os.strerror(error.errno or 0)}.") from None


def _check_room(base: Base, place: Path) -> None:
    free, needed = shutil.disk_usage(place).free, int(room_needed(base) * ROOM)
    if free < needed:
        raise CannotRestore(
            f"The disk of {place} has {free // 1_000_000} MB left, and {needed // 1_000_000} MB are needed."
        )


def _name(draft: Path, data: Path) -> None:
    if data.exists():
        data.rmdir()
    draft.rename(data)
    flush(data.parent)
