"""What each database login may do: the owner's default privileges, given before anything is created."""

from django.conf import settings
from django.db import connection
from psycopg import sql

from motorblok.kernel import schema

APP = (
    "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO {role}",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    "GRANT USAGE ON SCHEMA public TO {role}",
)
SEALER = (
    "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO {role}",
    "GRANT USAGE ON SCHEMA public TO {role}",
)


def grant_defaults() -> None:
    """Let the app login work in whatever the present login creates from now on; safe to repeat.

    Default privileges belong to one database and one granting login, so every migrate gives them first. The
    sealer reads the books only: a migration of audit grants it that. Without a login of that name it gets nothing.
    """
    with schema.entered(schema.PUBLIC):
        _grant(APP, role=str(settings.MOTORBLOK_APP_ROLE))
        if _exists(settings.MOTORBLOK_SEALER_ROLE):
            _grant(SEALER, role=settings.MOTORBLOK_SEALER_ROLE)


def may_create() -> bool:
    """Whether the present login may create schemas in this database, as only the owner may."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT has_database_privilege(current_database(), 'CREATE')")
        return bool(cursor.fetchone()[0])


def _grant(statements: tuple[str, ...], *, role: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))


def _exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role])
        return bool(cursor.fetchone()[0])
