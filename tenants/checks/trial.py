"""Tries migrations in an empty schema, statement by statement, and says which of them must not run while others work."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, router
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tenants import phases, planning, template
from tenants.backfills import backfills_of
from tenants.checks import catalogue, statements
from tenants.checks.catalogue import Catalogue
from tenants.checks.refusals import Refusal, Why, refuse
from tenants.checks.statements import Surroundings
from tenants.planning import Key

SCRATCH = "motorblok_check"


class TryingEditor(template.CollectingEditor):
    """An editor that judges each statement by its words, and by what it does to an empty schema."""

    def __init__(self, *args: Any, migration: Migration, before: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.migration, self.before = migration, before
        self.found: list[Refusal] = []
        self.around = Surroundings(
            tables=before.tables, is_contract=phases.is_contract(migration), is_atomic=bool(migration.atomic)
        )

    def execute(self, sql: Any, params: Any = ()) -> None:
        """Run one statement, beside the work or not: the tables are empty."""
        text = self.composed(sql, params)
        for statement in statements.plain(text):
            self.note(statement, statements.judge(statement, self.around))
        before = catalogue.read()
        super().execute(template.at_once(text), None)
        self.note(text, catalogue.judge_statement(before, catalogue.read(), tables=self.before.tables))

    def note(self, statement: str, reasons: Iterator[Why]) -> None:
        """Keep why it is refused; one reason is enough of each kind."""
        self.found += [refuse(self.migration, statement, why) for why in dict.fromkeys(reasons)]


def check_all(*, only: Collection[Key] | None = None) -> list[Refusal]:
    """What is to be said of the migrations of this release after the first, or of `only`; those excused are among it."""
    return check(planning.all_migrations(), only=only)


def check(migrations: Sequence[Migration], *, only: Collection[Key] | None = None) -> list[Refusal]:
    """What is to be said of those of `only` (all) that are not of the first release, in a schema where all of them run.

    Takes a second or two, and nothing when there is nothing to look at. Needs the owner login, outside a transaction
    where a migration goes without one.
    """
    suspects = {
        planning.key_of(each)
        for each in migrations
        if not phases.is_baseline(each) and (only is None or planning.key_of(each) in only)
    }
    if not suspects:
        return []
    first = [each for each in migrations if phases.is_baseline(each)]
    later = [each for each in migrations if not phases.is_baseline(each)]
    with template.scratch(SCRATCH), _every_app_allowed():
        state = _standing(first)
        return [
            refusal
            for migration in later
            for refusal in _try(migration, state, is_suspect=planning.key_of(migration) in suspects)
        ]


def _standing(migrations: Sequence[Migration]) -> ProjectState:
    """Make the tables as these migrations leave them, at once, which takes a tenth of running them one by one."""
    state = ProjectState(real_apps=_without_migrations())
    for migration in migrations:
        migration.mutate_state(state, preserve=False)
    template.recorder_table()
    with template.CollectingEditor(connection) as editor:
        for model in state.apps.get_models():
            if model._meta.managed and not model._meta.proxy and not model._meta.swapped:
                editor.create_model(model)
    return state


def _try(migration: Migration, state: ProjectState, *, is_suspect: bool) -> list[Refusal]:
    if not is_suspect:
        with template.CollectingEditor(connection, atomic=migration.atomic) as plain:
            migration.apply(state, plain)
        return []
    before = catalogue.read()
    with TryingEditor(connection, atomic=migration.atomic, migration=migration, before=before) as editor:
        migration.apply(state, editor)
    return [
        *_of_the_whole(migration),
        *editor.found,
        *_of_columns(migration, before),
        *_of_backfills(migration),
    ]


def _of_the_whole(migration: Migration) -> Iterator[Refusal]:
    if getattr(migration, "safe_because", "because").strip() == "":
        yield refuse(migration, "the migration", Why.UNREASONED)
    if planning.runs_python(migration):
        yield refuse(migration, "RunPython", Why.PYTHON)


def _of_backfills(migration: Migration) -> Iterator[Refusal]:
    """In an empty schema each is tried once: its statement must be understood, bounded, and find nothing to do."""
    for named in backfills_of(migration):
        fill = named.backfill.fill
        if isinstance(fill, str) and "%(batch)s" not in fill:
            yield refuse(migration, fill, Why.UNBOUNDED)
            continue
        with connection.cursor() as cursor:
            if named.backfill.run(cursor):
                yield refuse(migration, named.name, Why.ENDLESS)


def _of_columns(migration: Migration, before: Catalogue) -> Iterator[Refusal]:
    is_contract = phases.is_contract(migration)
    for place, why in catalogue.judge_migration(before, catalogue.read(), is_contract=is_contract):
        yield refuse(migration, place, why)


@cache
def _without_migrations() -> set[str]:
    return set(MigrationLoader(None).unmigrated_apps)


@contextmanager
def _every_app_allowed() -> Iterator[None]:
    """Let the one schema take the tables of the public and of the clients' apps alike."""
    before = router.routers
    router.routers = []
    try:
        yield
    finally:
        router.routers = before
