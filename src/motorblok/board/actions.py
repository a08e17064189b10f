"""The verbs of the workboard: place a task's row, move rows whose clocks moved, clear what is open at a closed client."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motorblok.board.models import Alarm, Row
from motorblok.board.placements import COLUMNS, KEY, MOVED, Move, Placement
from motorblok.kernel.recordsets import as_parameter, as_text, recordset

UPSERT = (
    f"INSERT INTO board_row ({', '.join(COLUMNS)}) VALUES ({', '.join(f'%({name})s' for name in COLUMNS)}) "  # noqa: S608
    f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET "
    + ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS if name not in KEY)
)

# One statement, however many rows.
MOVE = (
    f"UPDATE board_row SET {', '.join(f'{name} = moved.{name}' for name in MOVED)} "  # noqa: S608
    f"FROM {recordset('moved', {'task_id': 'uuid', **MOVED})} "
    "WHERE board_row.client_id = %s AND board_row.task_id = moved.task_id AND closed_at IS NULL"
)


def place(placement: Placement) -> None:
    """Put a task where it now belongs on the workboard, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, _values(placement))


def move(client_id: UUID, moves: Sequence[Move]) -> None:
    """Show of these open tasks how urgent they now are, in the caller's transaction; all else on their rows stays."""
    if moves:
        rows = [[as_text(getattr(each, name)) for name in ("task_id", *MOVED)] for each in moves]
        with connection.cursor() as cursor:
            cursor.execute(MOVE, [as_parameter(rows), client_id])


@transaction.atomic
def clear(client_id: UUID) -> None:
    """Take a client's open tasks from the workboard and disarm their alarms: nobody will work on them any more."""
    Row.objects.filter(client_id=client_id, closed_at=None).delete()
    Alarm.objects.filter(client_id=client_id).delete()


def _values(placement: Placement) -> dict[str, Any]:
    return {name: getattr(placement, name) for name in COLUMNS}
