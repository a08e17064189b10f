"""Packs the lines of a log small, for a log of 1 GB is to need few of them on the disk."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from motorblok.exchange.logs.lines import Line
from motorblok.exchange.logs.rules import Verb

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MOST_HEADINGS = 10_000

Row = tuple[int, str, int, str, int, str]
"""number, task, microseconds since 1970, client, trace, and all else as JSON."""


@dataclass(slots=True)
class Packer:
    """Makes rows of lines and lines of rows. The names of their values are kept once, not in each row."""

    _numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    _headings: list[tuple[str, ...]] = field(default_factory=list)

    def pack(self, line: Line) -> Row:
        """The row of a line."""
        rest = [line.person, line.verb, line.is_final, line.priority, line.level, *self._values(line.values)]
        content = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
        return (line.number, line.task, (line.at - EPOCH) // MICROSECOND, line.client, line.trace, content)

    def unpack(self, row: Row) -> Line:
        """The line of a row, equal to the one that was packed."""
        number, task, at, client, trace, content = row
        person, verb, is_final, priority, level, heading, values = json.loads(content)
        return Line(
            number=number,
            task=task,
            client=client,
            person=person,
            verb=Verb(verb),
            is_final=is_final,
            priority=priority,
            level=level,
            at=EPOCH + timedelta(microseconds=at),
            trace=trace,
            values=values if heading is None else dict(zip(self._headings[heading], values, strict=True)),
        )

    def _values(self, values: Mapping[str, str]) -> tuple[int | None, object]:
        names = tuple(values)
        number = self._numbers.get(names)
        if number is None:
            if len(self._headings) == MOST_HEADINGS:
                return None, dict(values)  # an XES file may give each event other keys
            number = self._numbers[names] = len(self._headings)
            self._headings.append(names)
        return number, list(values.values())
