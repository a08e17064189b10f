"""Many rows as one parameter of a statement: as lines, which cost less to write and to read than JSON or an array a column."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

# ASCII's own separators: no id, name or number has them.
FIELD, ROW = "\x1f", "\x1e"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
EMPTY = r"\N"  # as COPY has it
CASTS = {
    "text": "f[{}]",
    # By way of UTC, which no setting of the session can change: an UPDATE of a table on another server takes no less.
    "timestamptz": "(timestamp 'epoch' + f[{}]::bigint * interval '1 microsecond') AT TIME ZONE 'UTC'",
}


def recordset(name: str, types: Mapping[str, str]) -> str:
    """What stands in a FROM for such a parameter: `name` with these columns, each of its PostgreSQL type.

    The array is made while the statement is planned, so that the planner knows how many rows there are.
    """
    columns = ", ".join(
        f"{CASTS.get(kind, f'f[{{}}]::{kind}').format(place)} AS {column}"
        for place, (column, kind) in enumerate(types.items(), start=1)
    )
    return (
        f"(SELECT {columns} FROM (SELECT string_to_array(line, chr(31), '{EMPTY}') AS f "  # noqa: S608  fixed names
        f"FROM unnest(string_to_array(%s, chr(30))) AS line OFFSET 0) AS split) AS {name}"
    )


def as_parameter(rows: Iterable[Sequence[str]]) -> str:
    """The rows for it: their values as text, in the order of the columns."""
    return ROW.join(map(FIELD.join, rows))


def as_text(value: object) -> str:
    """A value for it; None reads as NULL."""
    if isinstance(value, datetime):
        return str((value - EPOCH) // MICROSECOND)
    return EMPTY if value is None else str(value)
