"""Many rows as one parameter: each value arrives in its column as what it was."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from motorblok.kernel import schema
from motorblok.kernel.recordsets import as_parameter, as_text, recordset

TYPES = {"id": "uuid", "name": "text", "many": "integer", "at": "timestamptz"}
ID = UUID("01a20a22-95e0-7723-bd4d-4f746ada369a")
FINEST = datetime(2035, 1, 8, 8, 59, 59, 999999, tzinfo=UTC)


def passed(*rows: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    written = as_parameter([[as_text(value) for value in row] for row in rows])
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(f"SELECT id, name, many, at FROM {recordset('told', TYPES)}", [written])
        return list(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "task:1", 'Ünï|çødé, {"a\'b"} \\ \t\n 100 %s'])
def test_a_text_arrives_as_it_is(name: str) -> None:
    assert passed((ID, name, 1, FINEST)) == [(ID, name, 1, FINEST)]


@pytest.mark.django_db
def test_what_is_empty_arrives_as_nothing_beside_what_is_not() -> None:
    assert passed((ID, "", None, None), (None, "b", 0, FINEST)) == [
        (ID, "", None, None),
        (None, "b", 0, FINEST),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("year", [1969, 1972, 2035, 2199])
def test_an_instant_arrives_to_the_microsecond_from_any_zone(year: int) -> None:
    at = FINEST.replace(year=year).astimezone(timezone(timedelta(hours=5, minutes=45)))

    assert passed((ID, "a", 1, at))[0][3] == at


@pytest.mark.django_db
def test_no_rows_arrive_as_none() -> None:
    assert passed() == []
