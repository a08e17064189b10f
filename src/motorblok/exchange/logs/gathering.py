"""Brings the lines of each task together, on disk: they may lie anywhere in a file that is larger than the memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from motorblok.exchange.logs.lines import BrokenLine, Line, LoggedTask
from motorblok.exchange.logs.packing import Packer

TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;
CREATE TABLE line (number INTEGER PRIMARY KEY, task TEXT, at INTEGER, client TEXT, trace INTEGER, content TEXT);
CREATE TABLE broken (number INTEGER, task TEXT, reason TEXT, place TEXT);
"""
# All that follows but the content itself is answered by this one.
INDEX = "CREATE INDEX line_task ON line (task, at, number, client, trace)"
TWICE = """
SELECT min(number), task, min(trace), max(trace) FROM line GROUP BY task HAVING min(trace) < max(trace)
"""
# A task with a broken line is left out whole; it belongs to the client of its earliest line.
ORDER = """
CREATE INDEX broken_task ON broken (task);
CREATE TABLE task AS SELECT task, client, at, number FROM
    (SELECT task, client, at, number, row_number() OVER (PARTITION BY task ORDER BY at, number) AS place FROM line)
    WHERE place = 1 AND task NOT IN (SELECT task FROM broken);
CREATE INDEX task_client ON task (client, at, number);
"""
CLIENTS = "SELECT client FROM line GROUP BY client ORDER BY min(number)"
TASKS_OF = """
SELECT line.number, line.task, line.at, line.client, line.trace, line.content
FROM task JOIN line ON line.task = task.task
WHERE task.client = ? ORDER BY task.at, task.number, line.at, line.number
"""
LEFT_OUT = "SELECT count(DISTINCT task) FROM broken WHERE task <> ''"


class Gathered:
    """The lines of a log, in order: by client, by when a task began, by time, by place in the file."""

    def __init__(self, store: sqlite3.Connection, packer: Packer) -> None:
        self.store, self.packer = store, packer

    def clients(self) -> list[str]:
        """Every client that a usable line names, by first appearance."""
        return [row[0] for row in self.store.execute(CLIENTS)]

    def tasks_of(self, client: str) -> Iterator[LoggedTask]:
        """The whole tasks of one client, oldest first."""
        rows = self.store.execute(TASKS_OF, [client])
        for _task, lines in groupby(rows, key=lambda row: row[1]):
            yield LoggedTask(tuple(map(self.packer.unpack, lines)))

    def broken(self) -> Iterator[BrokenLine]:
        """The lines that cannot be used, as in the file."""
        for row in self.store.execute(
            "SELECT number, task, reason, place FROM broken ORDER BY number, rowid"
        ):
            yield BrokenLine(*row)

    def count(self, what: str) -> int:
        """How many there are of `line`, `broken` or `task`."""
        return int(self.store.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608  our own words

    def left_out(self) -> int:
        """How many tasks have a broken line."""
        return int(self.store.execute(LEFT_OUT).fetchone()[0])


@contextmanager
def gathered(lines: Iterable[Line | BrokenLine]) -> Iterator[Gathered]:
    """Take in all lines, then give them in order. The store is a file of some times the log's size, gone afterwards."""
    packer = Packer()
    with (
        TemporaryDirectory(prefix="motorblok-log-") as folder,
        closing(sqlite3.connect(Path(folder) / "lines", isolation_level=None)) as store,
    ):
        store.executescript(TABLES)
        store.execute("BEGIN")
        for line in lines:
            _keep(store, packer, line)
        store.execute("COMMIT")
        store.execute(INDEX)
        _refuse_twins(store)
        store.executescript(ORDER)
        yield Gathered(store, packer)


def _keep(store: sqlite3.Connection, packer: Packer, line: Line | BrokenLine) -> None:
    if isinstance(line, BrokenLine):
        _keep_broken(store, line)
    else:
        store.execute("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)", packer.pack(line))


def _keep_broken(store: sqlite3.Connection, line: BrokenLine) -> None:
    values = [line.number, line.task, line.reason, line.place]
    store.execute("INSERT INTO broken VALUES (?, ?, ?, ?)", values)


def _refuse_twins(store: sqlite3.Connection) -> None:
    """Two traces of one name are two tasks or one told twice; nobody can say which."""
    words = _("Traces {first} and {second} have the same name.")
    for number, task, first, second in store.execute(TWICE):
        reason, place = words.format(first=first, second=second), _("Trace {trace}").format(trace=second)
        _keep_broken(store, BrokenLine(number, task, reason, place))
