"""Reads a log file line by line, in constant memory, whatever its size: today CSV, one function per format."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from motorblok.exchange.logs.lines import BrokenLine, RawLine
from motorblok.exchange.logs.mapping import LogMap
from motorblok.kernel.errors import Invalid

Progress = Callable[[int], object]
"""Told how many bytes were read since it was told last."""

FOREIGN_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class LogIsUnusable(Invalid):
    """The file as a whole cannot be read: nothing of it is imported."""

    code = "log-is-unusable"


def read_log(path: Path, plan: LogMap, *, progress: Progress) -> Iterator[RawLine | BrokenLine]:
    """Every line below the heading, in the file's order.

    A line of a wrong length is a BrokenLine. Raises LogIsUnusable where it is no longer certain where lines begin
    and end, or what they say: no such file, another encoding, a quote left open, a column missing.
    """
    try:
        with path.open(encoding=plan.encoding, newline="") as file:
            yield from READERS[plan.format](file, plan, progress)
    except OSError as error:
        raise LogIsUnusable(
            _("The log cannot be read: {reason}.").format(reason=error.strerror), field="log"
        ) from error
    except UnicodeDecodeError as error:
        raise LogIsUnusable(_not_encoded(path, plan, error), field="encoding") from error


def _read_csv(file: TextIO, plan: LogMap, progress: Progress) -> Iterator[RawLine | BrokenLine]:
    rows, position = _rows(file, plan), 0
    heading = _heading(next(rows, (1, []))[1], plan)
    for number, values in rows:
        if values:
            yield _line(number, heading, values, plan)
        progress(file.buffer.tell() - position)
        position = file.buffer.tell()


def _rows(file: TextIO, plan: LogMap) -> Iterator[tuple[int, list[str]]]:
    """The values of each line, with its number; a line that holds line ends has that of its first."""
    reader = csv.reader(file, delimiter=plan.delimiter, strict=True)
    number = 1
    try:
        for values in reader:
            yield number, values
            number = reader.line_num + 1
    except csv.Error as error:
        # Where a line cannot be told from the next, leaving one out could leave half a task: so all or nothing.
        words = _(
            "Line {number}: the quotes do not match or a value is too long ({reason}). Correct it and import again."
        )
        raise LogIsUnusable(words.format(number=number, reason=error), field="log") from error


def _heading(found: list[str], plan: LogMap) -> list[str]:
    names = [name.strip() for name in found]
    missing = [name for name in plan.columns.values() if name not in names]
    if missing:
        words = _("The log has no column {missing}. Its columns are: {found}. Correct columns in the map.")
        raise LogIsUnusable(
            words.format(missing=", ".join(missing), found=", ".join(names) or "-"), field="columns"
        )
    if len(set(names)) < len(names):
        raise LogIsUnusable(_("Two columns of the log have the same name."), field="columns")
    plan.must_fit(names)
    return names


def _line(number: int, heading: list[str], values: list[str], plan: LogMap) -> RawLine | BrokenLine:
    if len(values) == len(heading):
        return RawLine(number, dict(zip(heading, values, strict=True)))
    words = _("It has {found} values where the heading has {expected}.")
    task = dict(zip(heading, values, strict=False)).get(plan.columns["task"], "").strip()
    return BrokenLine(number, task, words.format(found=len(values), expected=len(heading)))


def _not_encoded(path: Path, plan: LogMap, error: UnicodeDecodeError) -> str:
    named = plan.encoding.removesuffix("-sig").upper()
    with path.open("rb") as file:
        marked = FOREIGN_MARKS.get(file.read(2))
    if marked:
        words = _("The log is {marked}, not {named}. Set encoding in the map, or save it as {named}.")
        return words.format(marked=marked, named=named)
    words = _(
        "The log is not {named} (byte {byte} is no character). Set encoding in the map, such as cp1252."
    )
    return words.format(named=named, byte=hex(error.object[error.start]))


READERS = {"csv": _read_csv}
