"""One migration in many client schemas: run in the first that bears it, and its statements repeated in the others."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState

from motorblok.kernel import schema
from tenants import patience, planning, template
from tenants.planning import Key, Plan

BATCH = 25  # every table and index touched is a lock held until the batch commits
BATCH_SECONDS = (
    1.0  # a batch that takes longer is committed as far as it came: somebody may wait for its first client
)

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Run:
    """One run over the clients: those that arrived, those that an error stopped, and where each stands."""

    at: datetime
    step: Callable[[int], object]
    done: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def stop(self, schema_name: str, error: Exception) -> None:
        """Leave one client where it is; the others go on."""
        logger.error("Migrating %s failed: %s", schema_name, error)
        self.failed[schema_name] = str(error)

    def remaining(self, schemas: Sequence[str]) -> list[str]:
        """Those that no error has stopped."""
        return [name for name in schemas if name not in self.failed]


def take(migration: Migration, schemas: Sequence[str], *, state: ProjectState, plan: Plan, run: Run) -> None:
    """Let the schemas take it, and bring `state` forward; those that cannot are stopped in the run."""
    key = planning.key_of(migration)
    if not plan.changes_tables(migration):
        _replay((), key, schemas, run)
    elif planning.runs_python(migration):
        for name in schemas:
            _apply(migration, name, state, run)
    else:
        statements, rest = _collect(migration, schemas, state, run)
        replay = _replay if migration.atomic else _repeat
        replay(statements, key, rest, run)
    migration.mutate_state(state, preserve=False)


def _collect(
    migration: Migration, schemas: Sequence[str], state: ProjectState, run: Run
) -> tuple[tuple[str, ...], Sequence[str]]:
    """The statements as the first schema that bears them took them, and the schemas still to replay them in."""
    for tried, name in enumerate(schemas, start=1):
        statements = _apply(migration, name, state, run)
        if statements is not None:
            return statements, schemas[tried:]
    return (), ()


def _apply(migration: Migration, schema_name: str, state: ProjectState, run: Run) -> tuple[str, ...] | None:
    """Really run it in one schema; None where it failed. Python in it may raise anything: that client stops there."""
    try:
        statements = patience.patiently(
            lambda: _apply_and_record(migration, schema_name, state.clone()),
        )
    except Exception as error:
        run.stop(schema_name, error)
        statements = None
    run.step(1)
    return statements


def _apply_and_record(migration: Migration, schema_name: str, state: ProjectState) -> tuple[str, ...]:
    enter = schema.entered if planning.runs_python(migration) else schema.entered_alone
    with enter(schema_name):
        if not migration.atomic:
            statements = template.apply(migration, state)
            template.record((planning.key_of(migration),))
            return statements
        with transaction.atomic():
            statements = template.apply(migration, state)
            template.record((planning.key_of(migration),))
    return statements


def _replay(statements: tuple[str, ...], key: Key, schemas: Sequence[str], run: Run) -> None:
    rest = list(schemas)
    while rest:
        batch = rest[:BATCH]
        try:
            batch = batch[: _replay_batch(statements, key, batch)]
        except DatabaseError:
            _replay_singly(statements, key, batch, run)
        run.step(len(batch))
        rest = rest[len(batch) :]


def _repeat(statements: tuple[str, ...], key: Key, schemas: Sequence[str], run: Run) -> None:
    """One schema after the other, without a transaction: an index that is built beside the work allows none."""
    for name in schemas:
        try:
            patience.patiently(partial(_repeat_once, statements, key, name))
        except DatabaseError as error:
            run.stop(name, error)
        run.step(1)


def _repeat_once(statements: tuple[str, ...], key: Key, schema_name: str) -> None:
    with schema.entered_alone(schema_name), connection.schema_editor(atomic=False) as editor:
        for statement in statements:
            editor.execute(statement, params=None)
        template.record((key,))


def _replay_batch(statements: tuple[str, ...], key: Key, schemas: Sequence[str]) -> int:
    """How many of them took it, in one transaction; none waits long for its lock, as the others' are held meanwhile."""
    began, taken = time.monotonic(), 0
    with transaction.atomic():
        _wait_locally(patience.LOCK_TIMEOUT // 4)
        for name in schemas:
            with schema.entered_alone(name):
                template.replay(statements, (key,))
            taken += 1
            if time.monotonic() - began > BATCH_SECONDS:
                break
    return taken


def _replay_singly(statements: tuple[str, ...], key: Key, schemas: Sequence[str], run: Run) -> None:
    for name in schemas:
        try:
            patience.patiently(partial(_replay_once, statements, key, name))
        except DatabaseError as error:
            run.stop(name, error)


def _replay_once(statements: tuple[str, ...], key: Key, schema_name: str) -> None:
    with transaction.atomic(), schema.entered_alone(schema_name):
        template.replay(statements, (key,))


def _wait_locally(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(max(1, milliseconds))])
