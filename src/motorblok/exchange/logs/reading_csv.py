"""Reads a log as CSV: a heading, then one line per thing that happened."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper

from django.utils.translation import gettext as _

from motorblok.exchange.logs.lines import BrokenLine, LogIsUnusable, RawLine
from motorblok.exchange.logs.mapping import LogMap
from motorblok.exchange.logs.numerals import counted
from motorblok.exchange.logs.sources import Source

FOREIGN_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
# A line must fit into the memory, so it has an end: a file of 1 GB may be one without a line end.
LONGEST_LINE = 4 * 1024 * 1024


def read_csv(source: Source, plan: LogMap) -> Iterator[RawLine | BrokenLine]:
    """Every line below the heading. A line of a wrong length is a BrokenLine; raises LogIsUnusable."""
    mark = source.content.read(2)
    source.content.seek(0)
    text = TextIOWrapper(source.content, encoding=plan.encoding, newline="")
    try:
        yield from _lines(text, source, plan)
    except UnicodeDecodeError as error:
        raise LogIsUnusable(_not_encoded(mark, plan, error), field="encoding") from error
    finally:
        text.detach()  # whoever opened the file closes it


def _lines(text: TextIOWrapper, source: Source, plan: LogMap) -> Iterator[RawLine | BrokenLine]:
    rows = _rows(_physical(text), plan)
    heading = _heading(next(rows, (1, []))[1], plan)
    for number, values in rows:
        if values:
            yield _line(number, heading, values, plan)
        source.move()


def _physical(text: TextIOWrapper) -> Iterator[str]:
    """The lines as a text editor counts them. Raises LogIsUnusable for one beyond all measure."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            words = _("Line {number} is longer than {most} characters. Is this file a log?")
            raise LogIsUnusable(words.format(number=number, most=counted(LONGEST_LINE)), field="log")
        yield line


def _rows(lines: Iterator[str], plan: LogMap) -> Iterator[tuple[int, list[str]]]:
    """The values of each line, with its number; a line that holds line ends has that of its first."""
    reader = csv.reader(lines, delimiter=plan.delimiter, strict=True)
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
    if missing := plan.missing_from(names):
        raise no_column(missing, names)
    if len(set(names)) < len(names):
        raise LogIsUnusable(_("Two columns of the log have the same name."), field="columns")
    plan.must_fit(names)
    return names


def no_column(missing: list[str], found: list[str]) -> LogIsUnusable:
    """The refusal of a log without the columns that the map names."""
    words = _("The log has no column {missing}. Its columns are: {found}. Correct columns in the map.")
    return LogIsUnusable(
        words.format(missing=", ".join(missing), found=", ".join(found) or "-"), field="columns"
    )


def _line(number: int, heading: list[str], values: list[str], plan: LogMap) -> RawLine | BrokenLine:
    if len(values) == len(heading):
        return RawLine(number, dict(zip(heading, values, strict=True)))
    words = _("It has {found} values where the heading has {expected}.")
    task = dict(zip(heading, values, strict=False)).get(plan.columns["task"], "").strip()
    return BrokenLine(number, task, words.format(found=len(values), expected=len(heading)))


def _not_encoded(mark: bytes, plan: LogMap, error: UnicodeDecodeError) -> str:
    named = plan.encoding.removesuffix("-sig").upper()
    if marked := FOREIGN_MARKS.get(mark):
        words = _("The log is {marked}, not {named}. Set encoding in the map, or save it as {named}.")
        return words.format(marked=marked, named=named)
    words = _(
        "The log is not {named} (byte {byte} is no character). Set encoding in the map, such as cp1252."
    )
    return words.format(named=named, byte=hex(error.object[error.start]))
