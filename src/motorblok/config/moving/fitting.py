"""Whether an export fits this deployment: its migrations are known to this code, and its tables and columns are here."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from motorblok.config.moving.manifest import IN_CLIENT, IN_PUBLIC, STAFF, Keys, Manifest
from motorblok.config.moving.refusals import CannotMove
from motorblok.config.moving.shapes import shapes
from motorblok.config.moving.staff import COLUMNS
from motorblok.config.moving.tables import TRAVELS
from motorblok.kernel import schema
from tenants import logins
from tenants.actions.opening import CODE_LENGTH, SCHEMA_PREFIX
from tenants.host_names import RESERVED
from tenants.models import SLUG, Client, Domain, State

SCHEMA = "SELECT count(*) FROM pg_namespace WHERE nspname = %s"


@dataclass(frozen=True, slots=True)
class Target:
    """Who the client will be here; `stands` is whether it has its row here already, `is_copy` that it comes beside the original."""

    id: UUID
    slug: str
    schema: str
    is_copy: bool = False
    stands: bool = False


def must_be_owner() -> None:
    """Raises CannotMove for a login that may make no schema."""
    if not logins.may_create():
        raise CannotMove(
            "Restoring makes a schema, which this login may not: run it with MOTORBLOK_LOGIN=owner."
        )


def must_be_known(manifest: Manifest) -> None:
    """Raises CannotMove for an export of a newer release, or with parts that this release knows nothing of."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)  # squashed ones among them
    for migration in loader.disk_migrations.values():
        known |= {(app, name) for app, name in migration.replaces}
    _must_know(manifest.client_migrations + manifest.public_migrations, known, manifest.release)
    public = manifest.named(IN_PUBLIC)
    here = shapes(schema.PUBLIC, list(TRAVELS))
    for name, part in public.items():
        if name not in TRAVELS or not set(part.columns) <= set(here[name].names):
            raise CannotMove(f"The export has rows of {name} that have no place in this release.")
    if {part.place for part in manifest.parts} != {IN_CLIENT, IN_PUBLIC, STAFF}:
        raise CannotMove("The export lacks a part: it was not made whole.")
    if manifest.named(STAFF)["staff"].columns != COLUMNS:
        raise CannotMove("The export names staff in a way that this release cannot read.")


def original(manifest: Manifest, *, replace: bool) -> Target:
    """The client as it was, for one that is not here, or, to `replace`, one whose data were lost here. Raises CannotMove."""
    _must_not_be_erased(manifest)
    stands = Client.objects.filter(pk=manifest.client_id).first()
    if stands is None:
        _must_be_free(manifest.slug, code=manifest.code, schema_name=manifest.schema)
        return Target(manifest.client_id, manifest.slug, manifest.schema)
    if not replace:
        raise CannotMove(
            f"{stands.name} is a client here already. If its data were lost, suspend it and restore with --replace; to "
            f"look at what stood then, restore a copy beside it with --as {stands.slug}-then."
        )
    must_be_at_rest(stands)
    return Target(stands.pk, stands.slug, stands.schema_name, stands=True)


def must_be_at_rest(client: Client) -> None:
    """Let pass a client in whose schema nobody can be working. Raises CannotMove."""
    if client.state not in (State.SUSPENDED, State.CLOSED) and has_schema(client.schema_name):
        raise CannotMove(
            f"{client.name} is {client.state} here: suspend it first, so that nobody works in what is replaced."
        )


def copy(manifest: Manifest, *, slug: str, new_id: UUID) -> Target:
    """A client of another name, beside the original. Raises CannotMove."""
    _must_not_be_erased(manifest)
    if slug in RESERVED or not re.match(SLUG.regex, slug) or len(slug) > 50:
        raise CannotMove(
            "A short name has at most 50 small letters, digits and single hyphens, and begins with a letter."
        )
    schema_name = SCHEMA_PREFIX + slug.replace("-", "_")
    _must_be_free(slug, code="", schema_name=schema_name)
    return Target(new_id, slug, schema_name, is_copy=True)


def free_code(slug: str) -> str:
    """A code for a copy: the beginning of its short name, and a number where that is taken."""
    base = "".join(filter(str.isalnum, slug.upper()))[:CODE_LENGTH].ljust(2, "X")
    codes = (base if number == 1 else f"{base[: CODE_LENGTH - 4]}{number}" for number in range(1, 10_000))
    return next(code for code in codes if not Client.objects.filter(code=code).exists())


def has_schema(name: str) -> bool:
    """Whether there is a schema of this name."""
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA, [name])
        return bool(cursor.fetchone()[0])


def _must_know(keys: Keys, known: set[tuple[str, str]], release: str) -> None:
    if unknown := sorted(f"{app}.{name}" for app, name in set(keys) - known):
        raise CannotMove(
            f"Release {release}, which made the export, had {', '.join(unknown[:3])}: this release is older. Upgrade first."
        )


def _must_not_be_erased(manifest: Manifest) -> None:
    if Client.objects.filter(pk=manifest.client_id, state=State.ERASED).exists():
        raise CannotMove(
            "This client was erased for good, as was agreed with it: its data may not come back."
        )


def _must_be_free(slug: str, *, code: str, schema_name: str) -> None:
    host = f"{slug}.{settings.MOTORBLOK_CLIENT_DOMAIN}"
    wanted: dict[str, tuple[bool, Any]] = {
        "the short name": (Client.objects.filter(slug=slug).exists(), slug),
        "the code": (Client.objects.filter(code=code).exists(), code),
        "the address": (Domain.objects.filter(domain=host).exists(), host),
        "the schema": (has_schema(schema_name), schema_name),
    }
    for what, (is_taken, value) in wanted.items():
        if is_taken:
            raise CannotMove(
                f"Here {what} {value} is another's: restore a copy under a name of its own with --as OTHERSLUG."
            )


def has_table(schema_name: str, name: str) -> bool:
    """Whether there is such a table in such a schema."""
    return name in shapes(schema_name, [name])
