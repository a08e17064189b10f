"""Where a client's schema lives: on this database server, or handed to one of the workers of a Citus cluster."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection, transaction

from motorblok.kernel import schema
from tenants.models import Client

INSTALLED = "SELECT count(*) FROM pg_extension WHERE extname = 'citus'"
DISTRIBUTE = "SELECT citus_schema_distribute(%s::regnamespace)"
UNKNOWN = """
SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND oid NOT IN (SELECT logicalrelid FROM pg_dist_partition) ORDER BY 1
"""
PLACED = "SELECT schema_name::text FROM citus_schemas"
ROLES = "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)"


class CitusIsMissing(RuntimeError):
    """The settings speak of a Citus cluster, and the database has no such extension."""

    def __init__(self) -> None:
        super().__init__(
            "MOTORBLOK_SHARDING is citus, and this database has no extension of that name: a superuser makes it "
            "by CREATE EXTENSION citus on every node (infra/citus/README.md)."
        )


def is_sharded() -> bool:
    """Whether this deployment says that its database is a Citus cluster."""
    return bool(settings.MOTORBLOK_SHARDING == "citus")


def place(schema_name: str) -> None:
    """Hand a built schema to a worker, where there are workers; part of the caller's transaction. Raises CitusIsMissing."""
    if not is_sharded():
        return
    must_be_a_cluster()
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(DISTRIBUTE, [schema_name])
        # The workers know nothing of the owner's default privileges.
        cursor.execute(ROLES, [[settings.MOTORBLOK_APP_ROLE, settings.MOTORBLOK_SEALER_ROLE]])
        quote = connection.ops.quote_name
        for (role,) in cursor.fetchall():
            cursor.execute(f"GRANT USAGE ON SCHEMA {quote(schema_name)} TO {quote(role)}")


def place_all() -> Iterator[str]:
    """Hand over every client that is still on the coordinator, each in a transaction of its own; yields what was handed.

    A client's tables are locked while its rows are copied. Needs the owner login. Raises CitusIsMissing.
    """
    for name in clients_left():
        with schema.entered(schema.PUBLIC), transaction.atomic():
            place(name)
        yield name


def clients_left() -> list[str]:
    """The schemas of clients that are still on the coordinator. Raises CitusIsMissing."""
    must_be_a_cluster()
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(PLACED)
        placed = {name for (name,) in cursor.fetchall()}
        names = Client.objects.built().order_by("schema_name").values_list("schema_name", flat=True)
        return [name for name in names if name not in placed]


def tables_unknown() -> list[str]:
    """The public tables that Citus does not know, and so leaves out of a two-phase commit. Raises CitusIsMissing."""
    must_be_a_cluster()
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(UNKNOWN)
        return [name for (name,) in cursor.fetchall()]


def must_be_a_cluster() -> None:
    """Refuse a database that has no Citus. Raises CitusIsMissing."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(INSTALLED)
        if not cursor.fetchone()[0]:
            raise CitusIsMissing
