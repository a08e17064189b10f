"""Tells a Citus cluster where each public table lives, by the one list of them."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from motorblok.kernel import schema
from tenants.sharding import is_sharded, must_be_a_cluster

KNOWN = r"""
SELECT relname, CASE WHEN partmethod = 'h' THEN 'spread' WHEN repmodel = 't' THEN 'reference' ELSE 'local' END
FROM pg_dist_partition JOIN pg_class ON oid = logicalrelid WHERE relnamespace = 'public'::regnamespace
"""
PLAIN = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname = ANY (%s) ORDER BY relname
"""
RIGHTS = """
SELECT relname::text, rolname::text, privilege_type
FROM pg_class CROSS JOIN LATERAL aclexplode(relacl) AS given JOIN pg_roles ON pg_roles.oid = given.grantee
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND given.grantee <> relowner
"""
NUMBERED = """
SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attidentity <> '' AND NOT attisdropped
"""
CONTINUE = """
SELECT setval(pg_get_serial_sequence('public.{table}', '{column}'), max({column})) FROM public.{table} HAVING count(*) > 0
"""
REFERENCE = "SELECT create_reference_table('public.{table}')"
SPREAD = "SELECT create_distributed_table('public.{table}', '{column}', colocate_with => 'none')"
LOCAL = "SELECT citus_add_local_table_to_metadata('public.{table}', cascade_via_foreign_keys => true)"


def tell_new_tables() -> None:
    """After a migration: tell Citus of the public tables that it made, where there is one. Raises CitusIsMissing."""
    if is_sharded():
        tell_public_tables()


def tell_public_tables(*, spread: frozenset[str] = frozenset()) -> list[str]:
    """Tell Citus of every public table that it does not know yet, and return the statements that did; safe to repeat.

    A table that it does not know takes no part in the two-phase commit of a transaction that also reaches a worker.
    `spread` names those of the BY_CLIENT list that leave the coordinator. Needs the owner login. Raises CitusIsMissing.
    """
    must_be_a_cluster()
    done = []
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        for table, kind, statement in _wanted(spread):
            cursor.execute(KNOWN)  # anew: telling of one tells of those that its foreign keys lead to
            if dict(cursor.fetchall()).get(table) not in {kind, "spread"}:
                _tell(statement)
                done.append(statement)
    return done


@transaction.atomic
def _tell(statement: str) -> None:
    """Citus makes a local table anew, and those that foreign keys lead to: rights and numbers are to be as they were."""
    before = _rights()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    _put_back(before)
    _let_numbers_go_on()


def _rights() -> set[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS)
        return set(cursor.fetchall())


def _put_back(before: set[tuple[str, str, str]]) -> None:
    """A new table has the owner's default privileges, by which the app could change the event book."""
    now, tables = _rights(), {table for table, _role, _right in before}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, role, right in sorted(now - before):
            if table in tables:
                cursor.execute(f"REVOKE {right} ON public.{quote(table)} FROM {quote(role)}")
        for table, role, right in sorted(before - now):
            cursor.execute(f"GRANT {right} ON public.{quote(table)} TO {quote(role)}")


def _let_numbers_go_on() -> None:
    """The identity of a new table begins at 1."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED)
        for table, column in cursor.fetchall():
            cursor.execute(CONTINUE.format(table=table, column=column))


def _wanted(spread: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """The tables there are, what each is to be, and the statement that makes it so; references first, for others point there."""
    reference, by_client, local = import_string(settings.MOTORBLOK_PUBLIC_TABLES)
    for table in _standing(sorted(reference)):
        yield table, "reference", REFERENCE.format(table=table)
    for table in _standing(sorted(spread & by_client.keys())):
        yield table, "spread", SPREAD.format(table=table, column=by_client[table])
    for table in _standing(sorted(local | by_client.keys() - spread)):
        yield table, "local", LOCAL.format(table=table)


def _standing(tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [tables])
        return [row[0] for row in cursor.fetchall()]
