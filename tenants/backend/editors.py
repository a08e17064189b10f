"""A schema editor that can begin again: an index that is built without a transaction may be half there."""

import re
from typing import Any

from django.db.backends.postgresql.schema import DatabaseSchemaEditor

from tenants import patience

CONCURRENTLY = re.compile(
    r'^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(?P<name>\w+)"?\s+ON\s',
    re.IGNORECASE,
)
BESIDE_THE_WORK = re.compile(
    r"^\s*(?:CREATE\s+(?:UNIQUE\s+)?INDEX|DROP\s+INDEX|REINDEX\s+\w+)\s+CONCURRENTLY\b", re.IGNORECASE
)
IS_VALID = """
SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relname = %s AND relnamespace = current_schema()::regnamespace
"""


class SchemaEditor(DatabaseSchemaEditor):
    """Django's, that finishes what a run before it left: an index that is there stays, an invalid one is built anew."""

    def execute(self, sql: Any, params: Any = ()) -> None:
        """Run one statement, unless what it makes is there; one beside the work may wait longer, nobody waits for it."""
        if self.connection.in_atomic_block or not BESIDE_THE_WORK.match(str(sql)):
            super().execute(sql, params)
        elif not self._is_built(str(sql)):
            self._run_beside_the_work(sql, params)

    def _is_built(self, statement: str) -> bool:
        index = CONCURRENTLY.match(statement)
        if index is None:
            return False
        with self.connection.cursor() as cursor:
            cursor.execute(IS_VALID, [index["name"]])
            found = cursor.fetchone()
        if found and not found[0]:
            self._run_beside_the_work(f"DROP INDEX CONCURRENTLY {self.quote_name(index['name'])}", None)
        return bool(found and found[0])

    def _run_beside_the_work(self, sql: Any, params: Any) -> None:
        patience.wait_at_most(patience.CONCURRENT_LOCK_TIMEOUT)
        try:
            super().execute(sql, params)
        finally:
            patience.wait_at_most(patience.LOCK_TIMEOUT)
