"""What we note of a base backup beside its files: from what it was made, what it needs, and by what a flaw is found."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from motorblok.config.backup.refusals import CannotRestore
from motorblok.config.backup.segments import position

NAME = "motorblok.json"
SEAL = "digest"
BASE, LOG, THEIRS = "base.tar.gz", "pg_wal.tar.gz", "backup_manifest"
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a base backup: its size in bytes and its SHA-256, in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A whole base backup. Positions are PostgreSQL's (0/3000028), times are those of the database's clock.

    `secrets` holds fingerprints of what must be kept elsewhere, `clients` counts the rows of clients, built or not.
    """

    release: str
    server_version: str
    major: int
    system_id: str
    segment_size: int
    line: int
    start: str
    stop: str
    begun_at: datetime
    finished_at: datetime
    database: str
    app_role: str
    clients: int
    migrations: int
    secrets: Mapping[str, str]
    parts: Mapping[str, Part]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(part.size for part in self.parts.values())


@dataclass(frozen=True, slots=True)
class Base:
    """A base backup and where it lies."""

    folder: Path
    manifest: Manifest


def written(manifest: Manifest) -> str:
    """The manifest as it is kept, with a digest over itself."""
    plain = json.loads(json.dumps(asdict(manifest), default=datetime.isoformat))
    return json.dumps({**plain, SEAL: _digest(plain)}, indent=2, sort_keys=True) + "\n"


def read(folder: Path) -> Manifest:
    """The manifest of the base backup in a folder. Raises CannotRestore where it is not as it was written."""
    try:
        plain: dict[str, Any] = json.loads((folder / NAME).read_text())
        seal = plain.pop(SEAL)
        is_whole = seal == _digest(plain) and set(plain) == {field.name for field in fields(Manifest)}
    except (OSError, ValueError, KeyError, AttributeError):
        is_whole = False
    if not is_whole:
        raise CannotRestore(
            f"{folder / NAME} is missing or not as it was written: choose another base backup."
        )
    times = {name: datetime.fromisoformat(plain[name]) for name in ("begun_at", "finished_at")}
    parts = {name: Part(**part) for name, part in plain["parts"].items()}
    return Manifest(**{**plain, **times, "parts": parts})


def whole_bases(folder: Path) -> list[Base]:
    """The base backups in FOLDER/base of which no file is missing or cut off, the oldest first."""
    return sorted(_whole(folder), key=lambda each: each.manifest.finished_at)


def _whole(folder: Path) -> Iterator[Base]:
    for manifest in folder.glob(f"base/*/{NAME}"):
        base = manifest.parent
        try:
            found = read(base)
        except CannotRestore:
            continue
        if all(_size(base / name) == part.size for name, part in found.parts.items()):
            yield Base(base, found)


def check_parts(base: Base) -> None:
    """Read every file and compare. Raises CannotRestore naming the one that is not as it was written."""
    for name, part in base.manifest.parts.items():
        path = base.folder / name
        if _size(path) != part.size or sha256_of(path) != part.sha256:
            raise CannotRestore(f"{path} is not as it was written: choose another base backup.")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def range_of(theirs: Path) -> tuple[int, str, str]:
    """The time line and the first and last position that a backup needs, out of PostgreSQL's own manifest."""
    ranges = json.loads(theirs.read_text())["WAL-Ranges"]
    last = max(ranges, key=lambda each: position(each["End-LSN"]))
    first = min(ranges, key=lambda each: position(each["Start-LSN"]))
    return last["Timeline"], first["Start-LSN"], last["End-LSN"]


def fingerprint(secret: str, *, salt: str) -> str:
    """By what a secret is known again; nobody finds the secret by it, not even a short one soon."""
    return hashlib.scrypt(secret.encode(), salt=salt.encode(), n=1 << 14, r=8, p=1, dklen=8).hex()


def _digest(plain: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
