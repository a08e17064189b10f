"""Many rows as one parameter of a statement: as JSON, which costs less to write and to escape than an array a column."""

import json
from collections.abc import Iterable, Mapping
from typing import Any


def recordset(name: str, types: Mapping[str, str]) -> str:
    """What stands in a FROM for such a parameter: `name` with these columns, each of its PostgreSQL type."""
    columns = ", ".join(f"{column} {kind}" for column, kind in types.items())
    return f"json_to_recordset(%s) AS {name} ({columns})"


def as_parameter(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows for it, values by column; instants and ids as text. A column that a row lacks is empty (NULL)."""
    return json.dumps(list(rows), default=str)
