"""A strict database backend: a connection that is in no known schema does no work at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.utils import OperationalError
from django.utils.functional import cached_property
from django_tenants.postgresql_backend import base
from psycopg.pq import TransactionStatus

from motorblok.kernel.schema import NoSchemaChosen


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]  # the library is untyped
    """django-tenants' backend, failing closed where the original falls back to public or to the schema before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._needs_no_schema = False
        if self.alias != NO_DB_ALIAS:
            self.set_no_schema()

    def set_no_schema(self) -> None:
        """Forget the schema: the next statement raises NoSchemaChosen instead of reading from anywhere."""
        self.tenant = None
        self.schema_name = None
        self.search_path_set_schemas = None

    @cached_property
    def pg_version(self) -> int:
        # Django's own opens a cursor for this, which has no schema yet.
        self.ensure_connection()
        return int(self.connection.info.server_version)

    def check_constraints(self, table_names: Any = None) -> None:
        with self._without_schema():
            super().check_constraints(table_names)

    def _savepoint(self, sid: str) -> None:
        with self._without_schema():
            super()._savepoint(sid)

    def _savepoint_commit(self, sid: str) -> None:
        with self._without_schema():
            super()._savepoint_commit(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        with self._without_schema():
            super()._savepoint_rollback(sid)

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._needs_no_schema or self._setting_search_path:
            return
        if not self.schema_name:
            raise NoSchemaChosen
        super()._handle_search_path(cursor)
        if self.search_path_set_schemas is None and not self._aborted():
            self.close()
            raise OperationalError("The search path could not be set; the connection was closed.")

    def _aborted(self) -> bool:
        # In a transaction that already failed, PostgreSQL refuses every statement until the rollback: safe.
        return bool(self.connection and self.connection.info.transaction_status == TransactionStatus.INERROR)

    @contextmanager
    def _without_schema(self) -> Iterator[None]:
        # Statements that name no table.
        self._needs_no_schema = True
        try:
            yield
        finally:
            self._needs_no_schema = False
