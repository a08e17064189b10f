"""The verbs of the workboard: place a task's row, and clear what is open at a client that was closed."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motorblok.board.models import Alarm, Row
from motorblok.board.placements import COLUMNS, KEY, Placement

UPSERT = (
    f"INSERT INTO board_row ({', '.join(COLUMNS)}) VALUES ({', '.join(f'%({name})s' for name in COLUMNS)}) "  # noqa: S608
    f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET "
    + ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS if name not in KEY)
)


def place(placement: Placement) -> None:
    """Put a task where it now belongs on the workboard, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, _values(placement))


@transaction.atomic
def clear(client_id: UUID) -> None:
    """Take a client's open tasks from the workboard and disarm their alarms: nobody will work on them any more."""
    Row.objects.filter(client_id=client_id, closed_at=None).delete()
    Alarm.objects.filter(client_id=client_id).delete()


def _values(placement: Placement) -> dict[str, Any]:
    return {name: getattr(placement, name) for name in COLUMNS}
