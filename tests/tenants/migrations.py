"""Migrations made up by the tests, as if the next release had brought them."""

from collections.abc import Callable

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from tenants import planning
from tenants.planning import Plan


def migration(
    name: str, *operations: Operation, app: str = "audit", **attributes: object
) -> migrations.Migration:
    """One migration of a client app."""
    kind = type(name, (migrations.Migration,), {"operations": list(operations), **attributes})
    return kind(name, app)


def add_column(name: str = "note", *, model: str = "event") -> migrations.AddField:
    """A column with a default of the database, on the event book."""
    return migrations.AddField(model, name, models.CharField(max_length=20, db_default=""))


def drop_column(name: str) -> migrations.RemoveField:
    """A column of the event book, gone."""
    return migrations.RemoveField("event", name)


def run_python(code: Callable[..., None]) -> migrations.RunPython:
    """Python in a migration."""
    return migrations.RunPython(code)


def next_release(*brought: migrations.Migration) -> Plan:
    """The plan of today with these migrations after it."""
    today = planning.plan()
    return Plan((*today.migrations, *brought), today.labels, today.unmigrated)
