"""Where the clients stand: which of them have applied the same migrations, and what they still need."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.migrations import Migration

from motorblok.kernel import schema
from tenants.models import Client
from tenants.planning import Key, Plan

FINGERPRINTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Client schemas that stand at the same point, so that one plan serves them all."""

    schemas: list[str]
    pending: list[Migration]


def groups_of(plan: Plan) -> list[Group]:
    """The built clients that something of the plan is still missing in, by where they stand; oldest first."""
    schemas = list(Client.objects.built().order_by("opened_at", "id").values_list("schema_name", flat=True))
    standing: dict[str, list[str]] = defaultdict(list)
    for name, fingerprint in _fingerprints(schemas):
        standing[fingerprint].append(name)
    groups = (Group(names, plan.pending(_applied(names[0]))) for names in standing.values())
    return [group for group in groups if group.pending]


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


def _applied(schema_name: str) -> set[Key]:
    with schema.entered_alone(schema_name), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())
