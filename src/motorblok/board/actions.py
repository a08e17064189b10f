"""The one verb of the workboard: place a task's row."""

from typing import Any

from django.db import connection

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


def _values(placement: Placement) -> dict[str, Any]:
    return {name: getattr(placement, name) for name in COLUMNS}
