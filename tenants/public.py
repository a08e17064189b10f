"""Brings the public schema to the migrations of this release: as far as the first contract step, or past it when asked."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from motorblok.kernel import schema
from tenants import patience, phases
from tenants.phases import Split

Progress = Callable[..., None]
UP_TO_CONTRACT, ALL = phases.EXPAND, phases.CONTRACT


class TableInUse(RuntimeError):
    """A public table was in use for so long that a migration gave up; it left nothing behind."""

    def __init__(self, migration: Migration) -> None:
        super().__init__(
            f"{phases.name_of(migration)} could not get at a table that is in use, in {patience.TRIES} tries. Nothing of it "
            "has happened: run migrate again, or end the session that holds the table (pg_stat_activity)."
        )


class HistoryDisagrees(RuntimeError):
    """Two migrations of one app claim to be its last."""


class PatientExecutor(MigrationExecutor):
    """Django's, giving way to whoever uses a table: a migration that waits too long is undone and tried again."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """Run one migration. Raises TableInUse."""
        really = super().apply_migration
        if not self.loader.applied_migrations:
            return really(state, migration, fake, fake_initial)
        try:
            return patience.patiently(lambda: really(state.clone(), migration, fake, fake_initial))
        except DatabaseError as error:
            if patience.waited_in_vain(error):
                raise TableInUse(migration) from error
            raise


def migrate_public(
    *, until: str = UP_TO_CONTRACT, verbosity: int = 0, progress: Progress | None = None
) -> Split:
    """Run what the public schema still needs, as far as `until` lets it; what ran, and what waits.

    A database without any migration has no release before this one: there everything runs. Needs the owner login.
    Raises TableInUse, HistoryDisagrees.
    """
    with schema.entered(schema.PUBLIC), patience.limited():
        executor = PatientExecutor(connection, progress)
        parted = _part(executor, until)
        steps = [(migration, False) for migration in parted.now]
        _tell(emit_pre_migrate_signal, steps, verbosity)
        executor.migrate([], plan=steps)
        _tell(emit_post_migrate_signal, steps, verbosity)
    return parted


def pending_in_public(*, until: str = UP_TO_CONTRACT) -> Split:
    """What would run, and what would wait."""
    with schema.entered(schema.PUBLIC):
        return _part(MigrationExecutor(connection), until)


def _part(executor: MigrationExecutor, until: str) -> Split:
    _must_agree(executor)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    pending = tuple(migration for migration, _backwards in plan)
    is_fresh = not executor.loader.applied_migrations
    return Split(now=pending, waiting=()) if is_fresh or until == ALL else phases.split(pending)


def _must_agree(executor: MigrationExecutor) -> None:
    executor.loader.check_consistent_history(connection)
    if conflicts := executor.loader.detect_conflicts():
        raise HistoryDisagrees(f"Two migrations claim to be the last: {conflicts}.")


def _tell(emit: Callable[..., Any], steps: Sequence[tuple[Migration, bool]], verbosity: int) -> None:
    # Django's own apps note their models and permissions.
    emit(verbosity, False, connection.alias, plan=list(steps))
