"""The pieces of the write-ahead log that are kept: their names, their order, and which of them are missing."""

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SEGMENT = re.compile(r"[0-9A-F]{24}")
# Beside the pieces the server keeps notes of each backup and, after a restore, the unfinished piece of the time before.
NUMBERED = re.compile(r"([0-9A-F]{24})(\.partial|\.[0-9A-F]{8}\.backup)?\.gz")
HISTORY = re.compile(r"([0-9A-F]{8})\.history\.gz")
BRANCH = re.compile(r"^\s*(\d+)\s+([0-9A-F]+/[0-9A-F]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """A time line of the database: the number it has since a restore, and at which position it left the one before."""

    number: int
    begins: int


@dataclass(frozen=True, slots=True)
class Log:
    """The pieces in a folder, each `size` bytes of the log."""

    folder: Path
    size: int

    def missing(self, *, stop: str, lines: Sequence[Line]) -> str | None:
        """The first piece that is not there although a later one is; a backup has those before its end itself."""
        there = self.names()
        wanted = list(self.wanted(stop=stop, lines=lines))
        last = max((index for index, name in enumerate(wanted) if name in there), default=-1)
        return next((name for name in wanted[: last + 1] if name not in there), None)

    def before(self, name: str) -> datetime | None:
        """When the newest piece before this one was kept."""
        number = self.number_of(name)
        earlier = [each for each in self.names() if self.number_of(each) < number]
        newest = max(earlier, key=self.number_of, default=None)
        if newest is None:
            return None
        return datetime.fromtimestamp((self.folder / f"{newest}.gz").stat().st_mtime, UTC)

    def wanted(self, *, stop: str, lines: Sequence[Line]) -> Iterator[str]:
        """The names after position `stop` up to the last that can be there, each on the newest line that has begun by then."""
        first = (position(stop) - 1) // self.size + 1
        last = max((self.number_of(name) for name in self.names()), default=-1)
        for number in range(first, last + 1):
            begun = [line.number for line in lines if line.begins // self.size <= number]
            yield self.name_of(number, line=max(begun))

    def names(self) -> set[str]:
        """The whole pieces that are there."""
        found = (path.name.removesuffix(".gz") for path in self.folder.glob("*.gz"))
        return {name for name in found if SEGMENT.fullmatch(name)}

    def older_than(self, start: str) -> Iterator[Path]:
        """The files that nobody needs who begins at position `start`; histories of time lines are needed for ever."""
        first = position(start) // self.size
        for path in self.folder.glob("*.gz"):
            found = NUMBERED.fullmatch(path.name)
            if found and self.number_of(found[1]) < first:
                yield path

    def name_of(self, number: int, *, line: int) -> str:
        """As PostgreSQL names the piece of that number."""
        per_log = 0x1_0000_0000 // self.size
        return f"{line:08X}{number // per_log:08X}{number % per_log:08X}"

    def number_of(self, name: str) -> int:
        """Which piece that is, counted from the beginning of the log."""
        return int(name[8:16], 16) * (0x1_0000_0000 // self.size) + int(name[16:24], 16)


def position(text: str) -> int:
    """A position in the log, in bytes from its beginning: 1/2A000028 as PostgreSQL writes it."""
    high, _slash, low = text.partition("/")
    return (int(high, 16) << 32) + int(low, 16)


def read_history(folder: Path, line: int) -> str:
    """By which branches a time line came about, as PostgreSQL notes it; empty where there is no note."""
    path = folder / f"{line:08X}.history.gz"
    return gzip.decompress(path.read_bytes()).decode() if path.exists() else ""


def lines_of(history: str, *, newest: int) -> list[Line]:
    """The time lines that lead to the newest one; of a line without a history that one alone."""
    branches = [(int(number), position(at)) for number, at in BRANCH.findall(history)]
    begins = [0, *(at for _number, at in branches)]
    numbers = [*(number for number, _at in branches), newest]
    return [Line(number, begin) for number, begin in zip(numbers, begins, strict=True)]
