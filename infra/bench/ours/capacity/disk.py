"""What clients take of the catalogue and of the disk, as PostgreSQL itself counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from infra.bench.figures import Figure, digits
from motorblok.kernel import schema

CATALOGUE = ("pg_class", "pg_attribute", "pg_index", "pg_constraint", "pg_depend", "pg_type")
SIZES = """
SELECT pg_database_size(current_database()),
    (SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'
        AND NOT relisshared),
    (SELECT count(*) FROM pg_class WHERE relfilenode <> 0),
    (SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0'))
"""
OF_ONE = r"""
SELECT count(*) FILTER (WHERE relkind = 'r'), count(*) FILTER (WHERE relkind = 'i'), count(*) FILTER (WHERE reltoastrelid <> 0)
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = (SELECT max(nspname) FROM pg_namespace WHERE nspname LIKE 'c\_%')
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """Bytes of the database and of its catalogue, files, bytes of WAL so far, and rows of the catalogue by table."""

    database: int
    catalogue: int
    files: int
    wal: int
    rows: dict[str, int]


def taken() -> Taken:
    """What is taken now."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(SIZES)
        sizes = [int(value) for value in cursor.fetchone()]
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {name})" for name in CATALOGUE))
        rows = dict(zip(CATALOGUE, cursor.fetchone(), strict=True))
    return Taken(*sizes, rows=rows)


def figures(before: Taken, after: Taken, *, clients: int) -> Iterator[Figure]:
    """What each of so many empty clients takes."""
    tables, indexes, toast = _of_one()
    yield _each(
        "Tables of a client", tables, f"{tables}, {indexes} indexes, {toast} of them with TOAST", "tables"
    )
    yield _bytes(
        "Disk of an empty client", (after.database - before.database) / clients, after.database, clients
    )
    yield _bytes(
        "... of that its catalogue", (after.catalogue - before.catalogue) / clients, after.catalogue, clients
    )
    files = (after.files - before.files) / clients
    yield _each("Files of a client", files, f"{digits(files)} of {after.files:,}", "files")
    rows = {name: (after.rows[name] - before.rows[name]) / clients for name in CATALOGUE}
    words = ", ".join(f"{name} {digits(value)}" for name, value in rows.items())
    yield _each("Rows of the catalogue for a client", sum(rows.values()), words, "rows")
    yield _bytes(
        "WAL of building a client", (after.wal - before.wal) / clients, after.wal - before.wal, clients
    )


def _of_one() -> tuple[int, int, int]:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(OF_ONE)
        tables, indexes, toast = cursor.fetchone()
    return tables, indexes, toast


def _bytes(name: str, each: float, of: float, clients: int) -> Figure:
    words = f"{digits(each / 1024)} kB, {digits(of / 2**20)} MB for {clients:,}"
    return Figure(name=name, ours=words, value=each / 1024, unit="kB")


def _each(name: str, value: float, words: str, unit: str) -> Figure:
    return Figure(name=name, ours=words, value=value, unit=unit)
