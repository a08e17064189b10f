"""Clients by the hundred: each way of building and changing them timed beside django-tenants' own."""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django_tenants.management.commands import migrate_schemas

from infra.bench.figures import Figure, dumped, milliseconds
from infra.bench.sampling import in_turns
from infra.bench.scale import SCALES, Scale
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants.actions import open_client, provision
from tenants.replay import migrate_clients

FEW = 10
MANY = 400  # from here on the bar for many holds
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEW_COLUMN = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("audit", "{last}")]
    operations = [migrations.AddField("event", "bench", models.CharField(max_length=20, db_default=""))]
"""

numbers = count(1)


def figures(scale: Scale) -> list[Figure]:
    """All of them, in one growing database."""
    _open(FEW)
    few = _provisioning(f"Build a client beside {FEW}", rounds=scale.rounds, floor=5)
    with schema.entered(schema.PUBLIC):
        missing = scale.many_clients + scale.migrated_beside - len(_schemas())
    _open(missing)
    vacuum_catalogue()
    many = _provisioning(
        f"Build a client beside {scale.many_clients}",
        rounds=max(scale.rounds // 3, 2),
        floor=10 if scale.many_clients >= MANY else None,
    )
    return [few, many, _column(scale)]


def _provisioning(name: str, *, rounds: int, floor: float | None) -> Figure:
    waiting = [_opening() for _ in range(1 + rounds)]
    ours, theirs = in_turns([lambda: provision(waiting.pop(), at=NOW), _migrate_new_schema], rounds=rounds)
    return Figure(
        name=name,
        ours=milliseconds(ours.wall, ours.cpu),
        theirs=milliseconds(theirs.wall, theirs.cpu),
        value=theirs.wall / ours.wall,
        floor=floor,
        note="theirs: a schema and django-tenants' migrate_schemas; ours adds series and events, and opens the client",
    )


def _column(scale: Scale) -> Figure:
    """Django's own migrate for some schemas, reckoned up to all of the others that replay takes."""
    with next_release(), schema.entered(schema.PUBLIC):
        names = _schemas()
        start = time.perf_counter()
        for name in names[: scale.migrated_beside]:
            _migrate(name)
        theirs = (time.perf_counter() - start) / scale.migrated_beside
        start = time.perf_counter()
        done = len(migrate_clients(at=NOW).done)
        ours = time.perf_counter() - start
    return Figure(
        name=f"Add a column for {done} clients",
        ours=milliseconds(ours),
        theirs=milliseconds(theirs * done),
        value=theirs * done / ours,
        floor=100,
        note=f"theirs: django-tenants' migrate_schemas, timed over {scale.migrated_beside} clients and reckoned up",
    )


def _open(many: int) -> None:
    for _ in range(many):
        provision(_opening(), at=NOW)


def _opening() -> UUID:
    """A client that waits for its schema; what a person does in a request."""
    name = f"b{next(numbers)}"
    return open_client(name=name, slug=name, actor=SYSTEM, at=NOW).id


def _migrate_new_schema() -> None:
    name = f"m{next(numbers)}"
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{name}"')
    _migrate(name)


def _migrate(name: str) -> None:
    with schema.entered(schema.PUBLIC):
        call_command(migrate_schemas.Command(), schema_name=name, verbosity=0, interactive=False)


def _schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT schema_name FROM tenants_client ORDER BY opened_at, id")
        return [row[0] for row in cursor.fetchall()]


def vacuum_catalogue() -> None:
    """Let PostgreSQL sort its catalogue, as an administrator would after building many clients."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        for table in (
            "pg_class",
            "pg_attribute",
            "pg_constraint",
            "pg_depend",
            "pg_index",
            "pg_namespace",
            "pg_type",
        ):
            cursor.execute(f"VACUUM (ANALYZE) pg_catalog.{table}")


@contextmanager
def next_release() -> Iterator[None]:
    """The migrations of the event book, and one more."""
    here = Path(apps.get_app_config("audit").path) / "migrations"
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "bench_audit_migrations"
        shutil.copytree(here, package)
        last = max(file.stem for file in package.glob("0*.py"))
        (package / "0999_bench.py").write_text(NEW_COLUMN.format(last=last), encoding="utf-8")
        sys.path.insert(0, folder)
        settings.MIGRATION_MODULES = {"audit": package.name}
        try:
            yield
        finally:
            settings.MIGRATION_MODULES = {}
            sys.path.remove(folder)


if __name__ == "__main__":
    print(dumped(figures(SCALES[sys.argv[1]])))
