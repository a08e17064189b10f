"""The SQL of a whole client schema, made once from the migrations and replayed for each new client."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from motorblok.kernel import schema
from tenants import planning
from tenants.backend.editors import SchemaEditor
from tenants.planning import Key, Plan
from tenants.shapes import shape_of

SCRATCH = "motorblok_template"
ONE_AT_A_TIME = "SELECT pg_advisory_lock(7002)"
NEXT_PLEASE = "SELECT pg_advisory_unlock(7002)"
CONCURRENTLY = re.compile(r"^(\s*(?:CREATE (?:UNIQUE )?INDEX|DROP INDEX)) CONCURRENTLY", re.IGNORECASE)
RECORD = """
INSERT INTO django_migrations (app, name, applied)
SELECT app, name, clock_timestamp() FROM unnest(%s::text[], %s::text[]) AS done (app, name)
"""


class NamesItsSchema(RuntimeError):
    """A statement names the schema it was made in, so it cannot be replayed in another."""


@dataclass(frozen=True, slots=True)
class Template:
    """The statements that build a client schema, the migrations they stand for, and what then stands there."""

    statements: tuple[str, ...]
    keys: tuple[Key, ...]
    fingerprint: str
    shape: frozenset[str]


class CollectingEditor(SchemaEditor):
    """A schema editor that runs each statement and also keeps its final text.

    Running it matters: a later migration looks up names of constraints that an earlier one made.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statements: list[str] = []

    def execute(self, sql: Any, params: Any = ()) -> None:
        """Run one statement with its values put in, and keep it."""
        text = self.composed(sql, params)
        super().execute(text, None)
        self.statements.append(text)

    def composed(self, sql: Any, params: Any) -> str:
        """The final text of a statement."""
        return str(sql) if params is None else str(self.connection.ops.compose_sql(str(sql), params))


@cache
def template() -> Template:
    """The template of all migrations of this release, made at the first call of a process (0.2 s). Needs the owner login.

    Which of them new clients get is for `kept` to say. Raises CannotBeReplayed for a RunPython that is not named, NamesItsSchema for a statement that fits one schema.
    """
    return _made(planning.plan())


def template_at(keys: frozenset[Key]) -> Template:
    """The template of a schema that has had these migrations of this release and no others. Raises what template raises."""
    whole = planning.plan()
    if keys == frozenset(template().keys):
        return template()
    still_to_come = whole.pending(keys)
    past = tuple(migration for migration in whole.migrations if migration not in still_to_come)
    return _made(replace(whole, migrations=past))


def build(schema_name: str, source: Template | None = None) -> None:
    """Make one client schema from the template of this release, or from another one; part of the caller's transaction."""
    source = source or template()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(schema_name)}")
    with schema.entered_alone(schema_name):
        replay(source.statements, source.keys)


def replay(statements: tuple[str, ...], keys: tuple[Key, ...]) -> None:
    """Run the statements in the schema in force, and note the migrations they stand for.

    Each goes alone, as a sharded database demands, but none waits for the answer to the one before.
    """
    with connection.cursor() as cursor, connection.wrap_database_errors, connection.connection.pipeline():
        for statement in statements:
            cursor.execute(statement)
    record(keys)


def record(keys: tuple[Key, ...]) -> None:
    """Note migrations as applied in the schema in force."""
    with connection.cursor() as cursor:
        cursor.execute(RECORD, [[app for app, _ in keys], [name for _, name in keys]])


def apply(migration: Migration, state: ProjectState) -> tuple[str, ...]:
    """Run one migration in the schema in force, bringing `state` forward; returns the statements it took."""
    with CollectingEditor(connection, atomic=migration.atomic) as editor:
        migration.apply(state, editor)
    return tuple(editor.statements)


def _made(plan: Plan) -> Template:
    with scratch(SCRATCH):
        statements = [*recorder_table(), *_all_statements(plan)]
        shape = shape_of(SCRATCH)
    for statement in statements:
        if SCRATCH in statement:
            raise NamesItsSchema(statement)
    return Template(tuple(statements), tuple(plan.keys), plan.fingerprint, shape)


def at_once(statement: str) -> str:
    """The statement for an empty table, which needs no index built beside the work; a transaction allows none."""
    return CONCURRENTLY.sub(r"\1", statement)


def _all_statements(plan: Plan) -> Iterator[str]:
    state = plan.state_before(plan.migrations)
    for migration in plan.migrations:
        if not plan.changes_tables(migration):
            migration.mutate_state(state, preserve=False)
            continue
        planning.must_leave_sql(migration)
        yield from map(at_once, apply(migration, state))


def recorder_table() -> list[str]:
    """Make the table in which migrations are noted; the statements that took."""
    with CollectingEditor(connection) as editor:
        editor.create_model(MigrationRecorder.Migration)
    return editor.statements


@contextmanager
def scratch(name: str) -> Iterator[None]:
    """Work in an empty schema, of which nothing remains; one process at a time has one."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        try:
            cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
            cursor.execute(f"CREATE SCHEMA {name}")
            with schema.entered_alone(name):
                yield
        finally:
            cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
            cursor.execute(NEXT_PLEASE)
