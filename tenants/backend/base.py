"""A strict database backend: a connection that is in no known schema does no work at all."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.utils import DatabaseError
from django.utils.functional import cached_property
from django_tenants.postgresql_backend import base
from psycopg.pq import TransactionStatus

from motorblok.kernel.schema import NoSchemaChosen
from tenants.backend import paths
from tenants.backend.cursors import DebugSchemaCursor, SchemaCursor
from tenants.backend.editors import SchemaEditor


class SchemaIsMissing(RuntimeError):
    """The schema does not exist; PostgreSQL would quietly look in public instead."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no schema {name}.")


class BehindPooler(RuntimeError):
    """A pooler stands between us and PostgreSQL, and nobody said that it keeps a client's statements in one session."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL is reached through a pooler. In transaction mode that mixes clients: use session mode "
            "and say so by MOTORBLOK_POOLER=session (infra/docs/tenancy.md)."
        )


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]  # the library is untyped
    """django-tenants' backend, failing closed where the original falls back to public or to the schema before."""

    SchemaEditorClass = SchemaEditor

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

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Move to a schema; to be where one is already costs no statement."""
        same = (tenant.schema_name, include_public) == (self.schema_name, self.include_public_schema)
        path = self.search_path_set_schemas if same else None
        super().set_tenant(tenant, include_public)
        self.search_path_set_schemas = path

    def connect(self) -> None:
        super().connect()
        if settings.MOTORBLOK_POOLER == "none":
            self._must_reach_the_server()

    @cached_property
    def pg_version(self) -> int:
        # Django's own opens a cursor for this, which has no schema yet.
        self.ensure_connection()
        return int(self.connection.info.server_version)

    def make_cursor(self, cursor: Any) -> SchemaCursor:
        return SchemaCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> DebugSchemaCursor:
        return DebugSchemaCursor(cursor, self)

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

    @contextmanager
    def _without_schema(self) -> Iterator[None]:
        # For statements that name no table.
        self._needs_no_schema = True
        try:
            yield
        finally:
            self._needs_no_schema = False

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._needs_no_schema:
            return
        if not self.schema_name:
            raise NoSchemaChosen
        if self.search_path_set_schemas:
            return
        names = self._get_cursor_search_paths()
        if not self._set_search_path(names):
            raise SchemaIsMissing(names[0])
        self.search_path_set_schemas = names

    def _set_search_path(self, names: list[str]) -> bool:
        """Whether the first schema exists and the path is set. When that fails the connection is not used again."""
        began = time.monotonic()
        try:
            with self.wrap_database_errors:
                return paths.put_into(self.connection, names)
        except DatabaseError:
            if not self._aborted():
                self.close()
            raise
        finally:
            self._show(names, time.monotonic() - began)

    def _show(self, names: list[str], seconds: float) -> None:
        # Tests count statements, this one too.
        if self.queries_logged:
            self.queries_log.append({"sql": paths.statement(tuple(names)), "time": f"{seconds:.3f}"})

    def _aborted(self) -> bool:
        # In a transaction that already failed, PostgreSQL refuses every statement until the rollback: safe.
        return bool(self.connection and self.connection.info.transaction_status == TransactionStatus.INERROR)

    def _must_reach_the_server(self) -> None:
        # A pooler hands out process ids of its own, which tell it from the server.
        with self.connection.cursor() as cursor:
            (pid,) = cursor.execute("SELECT pg_backend_pid()").fetchone()
        if pid != self.connection.info.backend_pid:
            self.close()
            raise BehindPooler
