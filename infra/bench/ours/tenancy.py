"""Clients by the hundred: each way of building and changing them timed beside django-tenants' own."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django_tenants.management.commands import migrate_schemas

from infra.bench.figures import Figure, dumped, milliseconds
from infra.bench.sampling import Act, Cost, in_turns
from infra.bench.scale import SCALES, Scale
from motorblok.audit.models import Unsealed
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants.actions import open_client, provision
from tenants.replay import migrate_clients

FEW = 10
MANY = 400  # from here on the bar for many holds
AT_ONCE = 20
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOST = f"b1.{settings.MOTORBLOK_CLIENT_DOMAIN}"
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
    _vacuum()
    many = _provisioning(
        f"Build a client beside {scale.many_clients}",
        rounds=max(scale.rounds // 3, 2),
        floor=10 if scale.many_clients >= MANY else None,
    )
    return [few, many, _column(scale), *_request(scale)]


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
    with _next_release(), schema.entered(schema.PUBLIC):
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


def _request(scale: Scale) -> list[Figure]:
    """The same view behind the middleware, and with none in a schema chosen beforehand."""
    settings.ROOT_URLCONF = settings.PUBLIC_SCHEMA_URLCONF = "infra.bench.ours.tenancy"
    plain, ours = _answering([]), _answering(["tenants.middleware.HostMiddleware"])
    acts = [lambda: plain(AT_ONCE, inside="c_b1"), lambda: ours(AT_ONCE, inside=None)]
    beside, our = (_each(cost) for cost in in_turns(acts, rounds=scale.rounds * 10))
    statements = _statements(lambda times: ours(times, inside=None)) - _statements(
        lambda times: plain(times, inside="c_b1")
    )
    note = "a view with one query; theirs: the same without our middleware, its schema chosen beforehand"
    added = (our.wall - beside.wall) * 1000
    return [
        Figure(
            name="Tenancy in a request",
            ours=milliseconds(our.wall, our.cpu),
            theirs=milliseconds(beside.wall, beside.cpu),
            value=added,
            unit="ms more",
            ceiling=0.15,
            note=note,
        ),
        Figure(
            name="Statements for tenancy in a request",
            ours=str(statements),
            value=statements,
            unit="statement",
            ceiling=1,
            note=note,
        ),
    ]


class _answering:  # noqa: N801  a verb that remembers its handler
    def __init__(self, middleware: list[str]) -> None:
        settings.MIDDLEWARE = middleware
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def __call__(self, times: int, *, inside: str | None) -> None:
        with schema.entered(inside) if inside else nullcontext():
            for _ in range(times):
                request = RequestFactory().get("/", headers={"host": HOST})
                self.handler.get_response(request)


def _each(cost: Cost) -> Cost:
    return Cost(cost.wall / AT_ONCE, cost.late / AT_ONCE, cost.cpu / AT_ONCE)


def _statements(answer: Callable[[int], None]) -> int:
    """What one request more costs, so that entering a schema for all of them does not count."""
    one, two = (_counted(lambda times=times: answer(times)) for times in (1, 2))
    return two - one


def _counted(act: Act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def _view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(Unsealed.objects.exists())


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


def _vacuum() -> None:
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
def _next_release() -> Iterator[None]:
    """The migrations of the event book, and one more."""
    here = Path(sys.modules["motorblok.audit.migrations"].__file__ or "").parent
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


urlpatterns = [path("", _view)]

if __name__ == "__main__":
    print(dumped(figures(SCALES[sys.argv[1]])))
