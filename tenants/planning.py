"""Which migrations make up a client schema, in which order, and which of them a schema still needs."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Key = tuple[str, str]


class CannotBeReplayed(RuntimeError):
    """A migration runs Python, of which no SQL remains to be replayed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} runs Python, which a new client's schema would miss. Write it as SQL, move seed rows into a "
            f"provision step, or name it in MOTORBLOK_DATA_MIGRATIONS if an empty schema has nothing for it to do."
        )


class HalfSquashed(RuntimeError):
    """A schema has some but not all of the migrations that a squashed one replaces."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The way of a client schema: all its migrations in order, with the labels of the apps that live in it."""

    migrations: tuple[Migration, ...]
    labels: frozenset[str]
    unmigrated: frozenset[str]

    @property
    def keys(self) -> list[Key]:
        """The migrations as (app, name), in order."""
        return [key_of(migration) for migration in self.migrations]

    @property
    def fingerprint(self) -> str:
        """One word for the whole way."""
        return fingerprint(self.keys)

    def changes_tables(self, migration: Migration) -> bool:
        """Whether the migration belongs to an app of the client schema (others are only recorded)."""
        return migration.app_label in self.labels

    def pending(self, applied: Collection[Key]) -> list[Migration]:
        """What a schema with these migrations still needs. Raises HalfSquashed."""
        return [migration for migration in self.migrations if not _is_applied(migration, applied)]

    def state_before(self, pending: Sequence[Migration]) -> ProjectState:
        """The models as they are where these are the migrations still to come."""
        state = ProjectState(real_apps=set(self.unmigrated))
        for migration in self.migrations:
            if migration not in pending:
                migration.mutate_state(state, preserve=False)
        return state


def plan() -> Plan:
    """Read the migrations on disk: those of TENANT_APPS and what they depend on."""
    loader = MigrationLoader(None)
    labels = frozenset(
        config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS
    )
    ends = sorted(key for key in loader.graph.leaf_nodes() if key[0] in labels)
    way = dict.fromkeys(key for end in ends for key in loader.graph.forwards_plan(end))
    nodes = tuple(loader.graph.nodes[key] for key in way)
    return Plan(nodes, labels, frozenset(loader.unmigrated_apps))


def all_migrations() -> list[Migration]:
    """Every migration on disk, of the public and of the clients' apps, in an order in which they can run."""
    graph = MigrationLoader(None).graph
    way = dict.fromkeys(key for end in sorted(graph.leaf_nodes()) for key in graph.forwards_plan(end))
    return [node for key in way if (node := graph.nodes[key]) is not None]


def is_of_clients_alone(migration: Migration) -> bool:
    """Whether the tables of its app are in client schemas and not in public."""
    return apps.get_app_config(migration.app_label).name not in settings.SHARED_APPS


def key_of(migration: Migration) -> Key:
    """The migration as (app, name)."""
    return migration.app_label, migration.name


def fingerprint(keys: Collection[Key]) -> str:
    """SHA-256 over the sorted app.name lines, as `replay` also lets PostgreSQL compute it per schema."""
    return hashlib.sha256("\n".join(sorted(f"{app}.{name}" for app, name in keys)).encode()).hexdigest()


def must_leave_sql(migration: Migration) -> None:
    """Refuse Python that is not named as having nothing to do in an empty schema. Raises CannotBeReplayed."""
    name = ".".join(key_of(migration))
    if runs_python(migration) and name not in settings.MOTORBLOK_DATA_MIGRATIONS:
        raise CannotBeReplayed(name)


def runs_python(migration: Migration) -> bool:
    """Whether any of its operations is Python."""
    return any(not operation.reduces_to_sql for operation in _flat(migration.operations))


def _flat(nested: Sequence[Operation]) -> Iterator[Operation]:
    for operation in nested:
        if isinstance(operation, operations.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


def _is_applied(migration: Migration, applied: Collection[Key]) -> bool:
    replaced = [key for key in migration.replaces if tuple(key) in applied]
    if key_of(migration) in applied or (replaced and len(replaced) == len(migration.replaces)):
        return True
    if replaced:
        raise HalfSquashed(f"{migration} replaces migrations of which only {replaced} are applied.")
    return False
