"""Expand and contract: which migrations run while the release before still works, and which wait until it is gone.

A migration says `phase = "contract"` when it takes away what the release before still used; every other one expands.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from django.db.migrations import Migration
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader

Key = tuple[str, str]

EXPAND, CONTRACT = "expand", "contract"
BASELINE: Mapping[str, int] = {
    "tenants": 7,
    "audit": 2,
    "accounts": 5,
    "board": 7,
    "notify": 2,
    "exchange": 2,
    "billing": 16,
    "sla": 2,
    "work": 3,
    "visibility": 0,
    "contenttypes": 2,
    "auth": 12,
    "account": 9,
    "mfa": 3,
}
"""The last number of each app in the first release: whatever comes later was met by a release that ran before it."""


class NoSuchPhase(ValueError):
    """A migration states a phase that there is not."""

    def __init__(self, name: str, phase: object) -> None:
        super().__init__(f'{name} says phase = {phase!r}; it is "{EXPAND}" or "{CONTRACT}".')


@dataclass(frozen=True, slots=True)
class Split:
    """What can run now, and what waits: contract steps, and whatever comes after them in its app."""

    now: tuple[Migration, ...]
    waiting: tuple[Migration, ...]

    @property
    def stuck(self) -> list[Migration]:
        """The steps that the code of this release needs, and that wait behind a contract step of an earlier one."""
        return [migration for migration in self.waiting if not is_contract(migration)]


def is_contract(migration: Migration) -> bool:
    """Whether it waits until the release before is gone. Raises NoSuchPhase."""
    phase = getattr(migration, "phase", EXPAND)
    if phase not in {EXPAND, CONTRACT}:
        raise NoSuchPhase(name_of(migration), phase)
    return phase == CONTRACT


def is_baseline(migration: Migration) -> bool:
    """Whether the first release brought it, so that no code ever ran on the tables before it."""
    number = migration.name[:4]
    return number.isdigit() and int(number) <= BASELINE.get(migration.app_label, 0)


def split(pending: Sequence[Migration], *, had: Collection[Key] = ()) -> Split:
    """Part the pending migrations, in their order, at the first contract step of each app that is not among `had`."""
    waiting: dict[Key, Migration] = {}
    for migration in pending:
        if _waits(migration, waiting, had):
            waiting[migration.app_label, migration.name] = migration
    return Split(
        now=tuple(each for each in pending if (each.app_label, each.name) not in waiting),
        waiting=tuple(waiting.values()),
    )


def needed_ends(loader: MigrationLoader) -> list[Key]:
    """The last migration of each app that the code of this release cannot do without: contract steps at the end may wait."""
    ends = (_last_needed(loader.graph, leaf) for leaf in loader.graph.leaf_nodes())
    return sorted(key for key in ends if key)


def name_of(migration: Migration) -> str:
    """The migration as app.name."""
    return f"{migration.app_label}.{migration.name}"


def listed(migrations: Iterable[Migration]) -> str:
    """Their names, for a sentence."""
    return ", ".join(map(name_of, migrations))


def _waits(migration: Migration, waiting: Mapping[Key, Migration], had: Collection[Key]) -> bool:
    if (migration.app_label, migration.name) in had:
        return False
    behind = any(app == migration.app_label for app, _name in waiting)
    return behind or is_contract(migration) or any(tuple(key) in waiting for key in migration.dependencies)


def _last_needed(graph: MigrationGraph, leaf: Key) -> Key | None:
    own = [key for key in reversed(graph.forwards_plan(leaf)) if key[0] == leaf[0]]
    return next(dropwhile(lambda key: _is_contract_step(graph, key), own), None)


def _is_contract_step(graph: MigrationGraph, key: Key) -> bool:
    migration = graph.nodes[key]
    return migration is not None and is_contract(migration)
