"""The workboard's rows for the bench, and what the database says of reading them."""

import json
import random
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from infra.bench import words
from infra.bench.figures import Figure, digits, dumped
from infra.bench.scale import SCALES, Scale
from motorblok.board.placements import COLUMNS
from motorblok.board.queries import Filters, Scope, page
from motorblok.kernel import schema

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SPACE = UUID("01980000-0000-7000-8000-000000000000")
SOME_CLIENTS = 40
LINES = ("finance", "hr", "it-support", "procurement", "logistics", "quality", "legal")
TABLE = '"board_row"'
COPY = "COPY board_row ({columns}) FROM STDIN"


def fill(scale: Scale) -> None:
    """Place the rows by COPY, and let the planner know them."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        with cursor.copy(COPY.format(columns=", ".join(COLUMNS))) as copy:
            for number in range(scale.board_rows):
                copy.write_row(_row(number, scale.board_clients))
        cursor.execute("VACUUM (ANALYZE) board_row")


def read(scale: Scale) -> list[Figure]:
    """Each question's execution time, median of some, warm."""
    everything, some = Scope(everything=True), Scope(whole=[_client(n) for n in range(SOME_CLIENTS)])
    asked = {
        "an owner": (everything, Filters()),
        f"a person with {SOME_CLIENTS} clients": (some, Filters()),
        "an owner, text filter": (everything, Filters(text="invoice utre")),
        f"{SOME_CLIENTS} clients, text filter": (some, Filters(text="invoice utre")),
        "an owner, rare text": (everything, Filters(text=f"no. {scale.board_rows // 2}")),
    }
    size = f"top 50 of {scale.board_rows:,} over {scale.board_clients} clients"
    with schema.entered(schema.PUBLIC):
        return [
            _figure(f"Board for {who}", *question, rounds=scale.rounds, note=size)
            for who, question in asked.items()
        ]


def _figure(name: str, scope: Scope, filters: Filters, *, rounds: int, note: str) -> Figure:
    plans = [plan for _ in range(rounds) for plan in explained(lambda: page(scope, filters, at=NOW))][1:]
    execution, planning = (median(plan[key] for plan in plans) for key in ("Execution Time", "Planning Time"))
    return Figure(
        name=name,
        ours=f"{digits(execution)} ms, planned in {digits(planning)}",
        value=execution,
        unit="ms",
        ceiling=5,
        note=f"{note}: execution time by EXPLAIN ANALYZE, warm.",
    )


def explained(ask: Callable[[], object]) -> list[dict[str, Any]]:
    """The plans, with their times in milliseconds, of the statements that a question sends to the workboard."""
    sent: list[tuple[str, Sequence[Any]]] = []

    def note(execute: Callable[..., Any], sql: str, params: Sequence[Any], many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return [_plan(sql, params) for sql, params in sent if TABLE in sql]


def _plan(sql: str, params: Sequence[Any]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
    plans: list[dict[str, Any]] = json.loads(found) if isinstance(found, str) else found
    return plans[0]


def _client(number: int) -> UUID:
    return uuid5(SPACE, f"client {number}")


def _row(number: int, clients: int) -> list[Any]:
    chance = random.Random(number)
    urgent_at = (
        NOW + timedelta(seconds=chance.randint(-3 * 86_400, 21 * 86_400)) if chance.random() < 0.9 else None
    )
    values = {
        "client_id": _client(number % clients),
        "task_id": uuid5(SPACE, f"task {number}"),
        "number": f"C{number % clients:03}-{number // clients + 1}",
        "title": words.title(number),
        "service_line": LINES[number % len(LINES)],
        "priority": "normal",
        "state": "received",
        "is_internal": number % 10 == 0,
        "assignee_id": uuid5(SPACE, f"staff {number % 60}") if number % 3 else None,
        "received_at": words.received_at(number, now=NOW),
        "urgent_at": urgent_at,
        "due_at": urgent_at,
        "target_kind": "resolution" if urgent_at else "",
        "target_seconds": 28_800 if urgent_at else None,
        "waiting_for": "",
    }
    return [values.get(column) for column in COLUMNS]


if __name__ == "__main__":
    verb, scale_name = sys.argv[1:]
    if verb == "fill":
        fill(SCALES[scale_name])
    else:
        print(dumped(read(SCALES[scale_name])))
