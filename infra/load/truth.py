"""What is in the database afterwards: each accepted writing exactly once, each refused one not at all, nothing left waiting."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from infra.load.cast import Company
from infra.load.recording import Writing, at
from motorblok.config.launch.processes import wait_until

MARK = re.compile(r"w\d{7}w")
TITLES = "SELECT title || description FROM {}.work_task WHERE title ~ 'w[0-9]{{7}}w'"
WORDS = """
SELECT d.value FROM {0}.audit_disclosure d JOIN {0}.audit_event e ON e.id = d.event_id
WHERE d.value ~ 'w[0-9]{{7}}w' AND d.field = 'text'
"""
LATE = "SELECT extract(epoch FROM fired_at - fire_at)::float FROM board_fired WHERE fire_at >= %s ORDER BY 1"
UNTOLD = "SELECT (SELECT count(*) FROM board_alarm WHERE fire_at <= now()) + (SELECT count(*) FROM board_fired WHERE told_at IS NULL)"
UNREAD = "SELECT count(*) FROM {}.audit_unread"
RECEIVED = "SELECT count(*) - count(DISTINCT subject) FROM {}.audit_event WHERE kind = 'work.task.received'"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many writings there were, and what is wrong with those that are kept."""

    accepted: int
    refused: int
    unanswered: int
    lost: int
    double: int
    refused_but_kept: int
    received_twice: int

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.double or self.refused_but_kept or self.received_twice)


def verdict(database: str, writings: Sequence[Writing]) -> Verdict:
    """Look each of them up. A writing that nobody answered may be kept once, or not."""
    by_company: dict[int, list[Writing]] = defaultdict(list)
    for writing in writings:
        by_company[writing.company].append(writing)
    with psycopg.connect(database) as connection:
        kept = {company: _kept(connection, company) for company in by_company}
        twice = sum(_one(connection, RECEIVED, company) for company in by_company)
    counts = [(each, kept[each.company][each.mark]) for each in writings]
    return Verdict(
        accepted=sum(each.is_accepted for each in writings),
        refused=sum(each.status >= 400 for each in writings),
        unanswered=sum(each.status == 0 for each in writings),
        lost=sum(each.is_accepted and not count for each, count in counts),
        double=sum(count > 1 for _each, count in counts),
        refused_but_kept=sum(each.status >= 400 and count > 0 for each, count in counts),
        received_twice=twice,
    )


def await_quiet(database: str, *, seconds: float) -> bool:
    """Until no event is unread and no alarm waits, in any client's schema; False where that takes longer."""
    with psycopg.connect(database, autocommit=True) as connection:
        return wait_until(lambda: _is_quiet(connection), seconds=seconds, pause=1.0)


def lateness(database: str, since: object) -> list[float]:
    """By how many seconds each alarm fired after its time, sorted; of those due since then."""
    with psycopg.connect(database) as connection:
        return [float(row[0]) for row in connection.execute(LATE, [since])]


def late_words(values: Sequence[float]) -> str:
    """The lateness of alarms in a line."""
    if not values:
        return "no alarm was due"
    return f"{len(values)} alarms, p50 {at(values, 0.5):.2f} s, p95 {at(values, 0.95):.2f} s, latest {values[-1]:.2f} s"


def _is_quiet(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    waiting = connection.execute(UNTOLD).fetchone()
    if waiting is None or waiting[0]:
        return False
    return not any(_count(connection, UNREAD, schema) for schema in _schemas(connection))


def _schemas(connection: "psycopg.Connection[tuple[object, ...]]") -> Iterable[str]:
    rows = connection.execute("SELECT schema_name FROM tenants_client WHERE slug LIKE 'load-%'").fetchall()
    return [str(row[0]) for row in rows]


def _kept(connection: "psycopg.Connection[tuple[object, ...]]", company: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for statement in (TITLES, WORDS):
        for (text,) in connection.execute(_in(statement, _schema(company))):
            found.update(set(MARK.findall(str(text))))
    return found


def _one(connection: "psycopg.Connection[tuple[object, ...]]", statement: str, company: int) -> int:
    return _count(connection, statement, _schema(company))


def _count(connection: "psycopg.Connection[tuple[object, ...]]", statement: str, schema: str) -> int:
    row = connection.execute(_in(statement, schema)).fetchone()
    return int(str(row[0])) if row else 0


def _in(statement: str, schema: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(schema))


def _schema(company: int) -> str:
    return f"c_{Company(company).slug.replace('-', '_')}"
