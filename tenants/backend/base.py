"""A strict database backend: a connection that is in no known schema does no work at all."""

from typing import Any

from django.db.utils import OperationalError
from django_tenants.postgresql_backend import base

from motorblok.kernel.schema import NoSchemaChosen


class DatabaseWrapper(base.DatabaseWrapper):
    """django-tenants' backend, failing closed where the original falls back to public or to the schema before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_no_schema()

    def set_no_schema(self) -> None:
        """Forget the schema: the next statement raises NoSchemaChosen instead of reading from anywhere."""
        self.tenant = None
        self.schema_name = None
        self.search_path_set_schemas = None

    def _handle_search_path(self, cursor: Any = None) -> None:
        if not self.schema_name and not self._setting_search_path:
            raise NoSchemaChosen
        super()._handle_search_path(cursor)
        if self._search_path_is_unknown():
            self.close()
            raise OperationalError("The search path could not be set; the connection was closed.")

    def _search_path_is_unknown(self) -> bool:
        # Inside a transaction that already failed, PostgreSQL refuses every statement until the rollback: safe.
        return self.search_path_set_schemas is None and not self._setting_search_path and not self._aborted()

    def _aborted(self) -> bool:
        return bool(self.connection and self.connection.info.transaction_status == IN_ERROR)


IN_ERROR = 3  # psycopg.pq.TransactionStatus.INERROR
