"""Cursors that work in the schema they were opened in, or not at all."""

from typing import Any

from django.db.backends.postgresql.base import CursorDebugWrapper
from django.db.backends.utils import CursorWrapper


class SchemaHasChanged(RuntimeError):
    """A cursor was kept while the connection moved to another schema; it would still work in the old one."""

    def __init__(self, opened_in: str | None, *, now: str | None) -> None:
        super().__init__(f"This cursor was opened in the schema {opened_in}, but {now} is in force.")


class SchemaCursor(CursorWrapper):
    """Django's cursor, refusing a statement once another schema is in force."""

    def __init__(self, cursor: Any, db: Any) -> None:
        super().__init__(cursor, db)
        self.opened_in = db.schema_name

    def _execute(self, sql: Any, params: Any, *ignored: Any) -> Any:
        _must_be(self.opened_in, now=self.db.schema_name)
        return super()._execute(sql, params, *ignored)  # type: ignore[misc]  # the stubs lack it

    def _executemany(self, sql: Any, param_list: Any, *ignored: Any) -> Any:
        _must_be(self.opened_in, now=self.db.schema_name)
        return super()._executemany(sql, param_list, *ignored)  # type: ignore[misc]  # the stubs lack it


class DebugSchemaCursor(SchemaCursor, CursorDebugWrapper):
    """The same, keeping the statements for assertNumQueries."""


def _must_be(opened_in: str | None, *, now: str | None) -> None:
    if opened_in != now:
        raise SchemaHasChanged(opened_in, now=now)
