"""Makes a base backup: by PostgreSQL's own program, whole and on the disk before it bears its name."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from motorblok.config.backup import facts, keeping, manifests
from motorblok.config.backup.facts import Facts
from motorblok.config.backup.keeping import Removed
from motorblok.config.backup.manifests import BASE, LOG, NAME, THEIRS, Base, Manifest, Part
from motorblok.config.backup.programs import NoPrograms, programs_of
from motorblok.config.backup.refusals import CannotBackUp
from motorblok.config.flushing import flush
from motorblok.config.launch import processes

ROOM = 1.2  # times the size of the last one
DRAFT = ".draft"
HOW = (
    "--format=tar --compress=client-gzip:3 --wal-method=stream --checkpoint=fast --manifest-checksums=SHA256"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is backed up: `replication` and `app` are the addresses of its two logins, `secrets` what it needs by name."""

    replication: str
    app: str
    release: str
    secrets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A new base backup, and what was removed for it."""

    base: Base
    removed: Removed


def back_up(source: Source, folder: Path, *, keep: int) -> Made:
    """Make a base backup in FOLDER/base, then keep that many. Raises CannotBackUp; then nothing is left of it, or gone."""
    with _alone(folder):
        before = _asked(source)
        _check(before, folder)
        draft = folder / "base" / f"{before.at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}{DRAFT}"
        try:
            draft.mkdir(mode=0o750)
            _copy(source.replication, draft, major=before.major)
            (draft / NAME).write_text(manifests.written(_described(source, before, draft)))
            base = _named(draft)
            return Made(base, keeping.keep_newest(folder, keep))
        except OSError as error:
            raise CannotBackUp(f"{error.filename or draft}: {os.strerror(error.errno or 0)}.") from None
        finally:
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two at once would take the disk and the server twice, and one might remove what the other is about to need."""
    try:
        (folder / "base").mkdir(mode=0o750, parents=True, exist_ok=True)
        with (folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            keeping.remove_drafts(folder)
            yield
    except BlockingIOError:
        raise CannotBackUp(f"Another backup is being made in {folder}: wait for it.") from None
    except OSError as error:
        raise CannotBackUp(f"{error.filename or folder}: {os.strerror(error.errno or 0)}.") from None


def _asked(source: Source) -> Facts:
    try:
        return facts.ask(source.app)
    except psycopg.Error as error:
        raise CannotBackUp(
            f"The database does not let DATABASE_URL in: {str(error).strip().splitlines()[-1]}"
        ) from None


def _check(found: Facts, folder: Path) -> None:
    last = max(manifests.whole_bases(folder), key=lambda each: each.manifest.finished_at, default=None)
    if last is None:
        return
    if last.manifest.system_id != found.system_id:
        raise CannotBackUp(f"{folder} holds the backups of another server: choose a folder of its own.")
    free, needed = shutil.disk_usage(folder).free, int(last.manifest.size * ROOM)
    if free < needed:
        raise CannotBackUp(
            f"The disk of {folder} has {free // 1_000_000} MB left, and the last base backup took "
            f"{last.manifest.size // 1_000_000} MB: make room, or keep fewer."
        )


def _copy(url: str, draft: Path, *, major: int) -> None:
    """The password goes by the environment: everybody can read a command line."""
    try:
        program = programs_of(major) / "pg_basebackup"
    except NoPrograms as refusal:
        raise CannotBackUp(str(refusal)) from None
    address = conninfo_to_dict(url)
    password = str(address.pop("password", ""))
    where = [f"--dbname={make_conninfo('', **address)}", f"--pgdata={draft}", "--label=motorblok"]
    command = [str(program), *where, "--no-password", *HOW.split()]
    code, words = _run(command, {**os.environ, "PGPASSWORD": password})
    if code:
        last = (words.strip().splitlines() or [f"it ended with code {code}"])[-1]
        raise CannotBackUp(f"PostgreSQL could not be copied: {last}")


def _run(command: list[str], env: Mapping[str, str]) -> tuple[int, str]:
    """Its exit code and what it complained of. Its child that fetches the log outlives it on a full disk: it is ended."""
    process = subprocess.Popen(  # noqa: S603 (ours)
        command,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        process.wait()
    finally:
        processes.end_group(process.pid)
    return process.wait(), process.communicate()[1]


def _described(source: Source, before: Facts, draft: Path) -> Manifest:
    after = _asked(source)
    line, start, stop = manifests.range_of(draft / THEIRS)
    names = sorted(path.name for path in draft.iterdir())
    if set(names) != {BASE, LOG, THEIRS}:
        raise CannotBackUp("The server has tablespaces of its own: these are not backed up, so nothing was.")
    sums = {name: Part((draft / name).stat().st_size, manifests.sha256_of(draft / name)) for name in names}
    return Manifest(
        release=source.release,
        server_version=before.server_version,
        major=before.major,
        system_id=before.system_id,
        segment_size=before.segment_size,
        line=line,
        start=start,
        stop=stop,
        begun_at=before.at,
        finished_at=after.at,
        database=before.database,
        app_role=before.app_role,
        clients=before.clients,
        migrations=before.migrations,
        secrets=_fingerprints(source.secrets, salt=before.system_id),
        parts=sums,
    )


def _fingerprints(secrets: Mapping[str, str], *, salt: str) -> dict[str, str]:
    return {name: manifests.fingerprint(secret, salt=salt) for name, secret in secrets.items() if secret}


def _named(draft: Path) -> Base:
    """Everything on the disk, then the name: what bears one is whole, however the machine ends."""
    for path in [*draft.iterdir(), draft]:
        flush(path)
    made = draft.with_name(draft.name.removesuffix(DRAFT))
    draft.rename(made)
    flush(made.parent)
    return Base(made, manifests.read(made))
