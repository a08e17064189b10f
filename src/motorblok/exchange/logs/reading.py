"""Reads a log file thing by thing, in constant memory, whatever its size; what its format is, its name or the map says."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from django.utils.translation import gettext as _

from motorblok.exchange.logs.lines import BrokenLine, LogIsUnusable, RawLine
from motorblok.exchange.logs.mapping import LogMap
from motorblok.exchange.logs.reading_csv import read_csv
from motorblok.exchange.logs.reading_xes import read_xes
from motorblok.exchange.logs.sources import Progress, Source

READERS = {"csv": read_csv, "xes": read_xes}
PACKED = ".gz"


def read_log(path: Path, plan: LogMap, *, progress: Progress) -> Iterator[RawLine | BrokenLine]:
    """Everything that happened in a log, in the file's order; a file whose name ends in .gz is unpacked on the way.

    What cannot be read on its own is a BrokenLine. Raises LogIsUnusable where it is no longer certain where one thing
    ends and the next begins, or what they say: no such file, another encoding, a quote left open, a column missing,
    XML that breaks off.
    """
    try:
        with _opened(path, progress) as source:
            yield from READERS[format_of(path, plan)](source, plan)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        words = _("The log is not a whole gzip file ({reason}). Fetch it again.")
        raise LogIsUnusable(words.format(reason=error), field="log") from error
    except OSError as error:
        words = _("The log cannot be read: {reason}.")
        raise LogIsUnusable(words.format(reason=error.strerror), field="log") from error


def format_of(path: Path, plan: LogMap) -> str:
    """What the map says; else XES where the name ends in .xes or .xes.gz, and CSV for every other name."""
    name = path.name.lower().removesuffix(PACKED)
    return plan.format or ("xes" if name.endswith(".xes") else "csv")


@contextmanager
def _opened(path: Path, progress: Progress) -> Iterator[Source]:
    with path.open("rb") as file:
        if path.name.lower().endswith(PACKED):
            with gzip.GzipFile(fileobj=file) as content:
                yield Source(file, cast(IO[bytes], content), progress)
        else:
            yield Source(file, file, progress)
