"""Where the clients stand: which of them have applied the same migrations, and what they still need."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.migrations import Migration

from motorblok.kernel import schema
from tenants import phases
from tenants.models import Client
from tenants.planning import Key, Plan

FINGERPRINTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Client schemas that stand at the same point, so that one plan serves them all; what they take now, and what waits."""

    schemas: list[str]
    pending: tuple[Migration, ...]
    waiting: tuple[Migration, ...] = ()


def groups_of(plan: Plan) -> list[Group]:
    """The built clients that are to take something of the plan, by where they stand; oldest first.

    A contract step is taken after the public schema has had it, and waits until then.
    """
    return _groups(plan, had=applied_in(schema.PUBLIC))


def groups_before_contract(plan: Plan) -> list[Group]:
    """The same as far as the first contract step of each app, also where the public schema has had it: first comes filling."""
    return _groups(plan, had=set())


def _groups(plan: Plan, *, had: set[Key]) -> list[Group]:
    schemas = list(Client.objects.built().order_by("opened_at", "id").values_list("schema_name", flat=True))
    groups = (_group(names, plan, had) for names in alike(schemas))
    return [group for group in groups if group.pending]


def alike(schemas: Sequence[str]) -> list[list[str]]:
    """The schemas, those together that have had the same migrations."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, fingerprint in _fingerprints(schemas):
        found[fingerprint].append(name)
    return list(found.values())


def applied_in(schema_name: str) -> set[Key]:
    """The migrations that a schema has had; of the public one, those of all apps."""
    with schema.entered_alone(schema_name), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def _group(names: list[str], plan: Plan, had: set[Key]) -> Group:
    parted = phases.split(plan.pending(applied_in(names[0])), had=had)
    return Group(names, parted.now, parted.waiting)


def _fingerprints(schemas: Sequence[str]) -> Iterator[tuple[str, str]]:
    for start in range(0, len(schemas), FINGERPRINTS_AT_ONCE):
        names = schemas[start : start + FINGERPRINTS_AT_ONCE]
        selects = (
            "SELECT %s, md5(string_agg(app || '.' || name, ',' ORDER BY app, name)) "  # noqa: S608  quoted
            f"FROM {connection.ops.quote_name(name)}.django_migrations"
            for name in names
        )
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), names)
            yield from cursor.fetchall()
