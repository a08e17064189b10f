"""Unpacks a base backup: every file is compared with PostgreSQL's own manifest on its way to the disk."""

import gzip
import hashlib
import json
import os
import pwd
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from motorblok.config.backup.manifests import BASE, CHUNK, LOG, THEIRS, Base
from motorblok.config.backup.refusals import CannotRestore


@dataclass(frozen=True, slots=True)
class Expected:
    """What PostgreSQL noted of a file when it copied it."""

    size: int
    sha256: str


def room_needed(base: Base) -> int:
    """How many bytes the data takes when it is unpacked, without the log."""
    return sum(each.size for each in _expected(base).values())


def unpack(base: Base, data: Path, *, user: pwd.struct_passwd | None) -> None:
    """Make the data folder for the login that the server runs as. Raises CannotRestore naming a file that differs."""
    _make_folder(data, user)
    wanted = _expected(base)
    found = set(_extract(base.folder / BASE, data, user=user, wanted=wanted))
    if lost := sorted(wanted.keys() - found):
        raise CannotRestore(f"{base.folder / BASE} lacks {lost[0]}: choose another base backup.")
    for _name in _extract(base.folder / LOG, data / "pg_wal", user=user, wanted={}):
        pass


def _expected(base: Base) -> Mapping[str, Expected]:
    listed = json.loads((base.folder / THEIRS).read_text())["Files"]
    return {_path(each): Expected(each["Size"], each["Checksum"]) for each in listed}


def _path(entry: Mapping[str, str]) -> str:
    return entry["Path"] if "Path" in entry else bytes.fromhex(entry["Encoded-Path"]).decode()


def _extract(
    archive: Path, into: Path, *, user: pwd.struct_passwd | None, wanted: Mapping[str, Expected]
) -> Iterator[str]:
    try:
        with gzip.open(archive) as content, tarfile.open(fileobj=content, mode="r|") as members:
            for member in members:
                name = str(PurePosixPath(member.name))
                if member.isdir():
                    _make_folder(_inside(into, name), user)
                elif file := members.extractfile(member):
                    _write(file, _inside(into, name), user=user, expected=wanted.get(name))
                    yield name
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise CannotRestore(f"{archive} cannot be read: {error}.") from None


def _inside(folder: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise CannotRestore(f"The backup names a file outside of the data: {name}.")
    return folder / path


def _make_folder(path: Path, user: pwd.struct_passwd | None) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    _hand_over(path, user)


def _write(
    content: IO[bytes], path: Path, *, user: pwd.struct_passwd | None, expected: Expected | None
) -> None:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := content.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
            file.write(chunk)
    _hand_over(path, user)
    if expected and expected != Expected(size, digest.hexdigest()):
        raise CannotRestore(f"{path.name} is not as PostgreSQL copied it: choose another base backup.")


def _hand_over(path: Path, user: pwd.struct_passwd | None) -> None:
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)
