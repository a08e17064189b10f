"""What a connection keeps in memory of the clients it has touched, as the kernel counts the server's process."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from infra.bench.figures import Figure, digits
from motorblok.kernel import schema

SCHEMAS = "SELECT schema_name FROM tenants_client WHERE state = 'open' ORDER BY schema_name LIMIT %s"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
OWN = "RssAnon"


def figures(*, clients: int) -> Iterator[Figure]:
    """Read every table of so many clients on a new connection; then wait for no other client's."""
    connection.close()
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(SCHEMAS, [clients])
        names = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
        cursor.execute(TABLES, [names[0]])
        tables = [row[0] for row in cursor.fetchall()]
    if not Path(f"/proc/{pid}/status").exists():
        return  # the server is elsewhere
    before = _weight(pid)
    for name in names:
        _touch(name, tables)
    after = _weight(pid)
    words = f"{digits(after)} MB, {digits(before)} before, after all tables of {len(names)} clients"
    each = (after - before) * 1024 / len(names)
    yield Figure(name="Memory of a connection for a client", ours=words, value=each, unit="kB")


def _touch(name: str, tables: list[str]) -> None:
    with schema.entered(name), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 1')


def _weight(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(OWN))
