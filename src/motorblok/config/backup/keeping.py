"""Which backups are kept: the newest whole ones, and all of the write-ahead log that the oldest of them needs."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from motorblok.config.backup import manifests
from motorblok.config.backup.segments import Log

LEAST = 1
LEAVING = ".leaving"


@dataclass(frozen=True, slots=True)
class Removed:
    """How many base backups and pieces of the log were removed."""

    bases: int
    pieces: int


def keep_newest(folder: Path, count: int) -> Removed:
    """Keep that many whole base backups, one at least, and what they need. What is not whole neither counts nor goes."""
    bases = manifests.whole_bases(folder)
    old, kept = bases[: -max(count, LEAST)], bases[-max(count, LEAST) :]
    for base in old:
        leaving = base.folder.with_name(base.folder.name + LEAVING)
        base.folder.rename(leaving)
        shutil.rmtree(leaving)
    return Removed(len(old), _forget_log(folder, kept) if kept else 0)


def remove_drafts(folder: Path) -> None:
    """Remove what is left of backups that were cut off. For who holds the lock alone."""
    for pattern in ("*.draft", f"*{LEAVING}"):
        for path in (folder / "base").glob(pattern):
            shutil.rmtree(path, ignore_errors=True)


def _forget_log(folder: Path, kept: list[manifests.Base]) -> int:
    oldest = kept[0].manifest
    pieces = list(Log(folder / "wal", oldest.segment_size).older_than(oldest.start))
    for piece in pieces:
        piece.unlink(missing_ok=True)
    return len(pieces)
