"""What the books say of a client that was exported, restored, or copied beside itself; the moving itself is the top floor's."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.audit.models import Audience
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants import events
from tenants.models import Client


def record_export(client: Client, *, digest: str, rows: int, by: str, at: datetime) -> None:
    """Write into the client's book and the public one that all it has was exported; `digest` names the export."""
    _in_both(events.EXPORTED, client, facts={"export": digest, "rows": rows}, by=by, at=at)


def record_restore(client: Client, *, digest: str, exported_at: datetime, by: str, at: datetime) -> None:
    """Write into both books that the client stands again as it stood when it was exported."""
    facts = {"export": digest, "exported_at": _said(exported_at)}
    _in_both(events.RESTORED, client, facts=facts, by=by, at=at)


def record_copy(
    client: Client, *, of: UUID, digest: str, exported_at: datetime, by: str, at: datetime
) -> None:
    """Write into both books that this client is a copy of another one, made from an export."""
    facts = {"original": str(of), "export": digest, "exported_at": _said(exported_at)}
    _in_both(events.COPIED, client, facts=facts, by=by, at=at)


def _in_both(kind: Kind, client: Client, *, facts: Mapping[str, str | int], by: str, at: datetime) -> None:
    with transaction.atomic():
        for book, audience in ((client.schema_name, kind.audience), (schema.PUBLIC, Audience.INTERNAL)):
            with schema.entered(book):
                record(
                    kind,
                    subject=f"client:{client.pk}",
                    actor=SYSTEM,
                    at=at,
                    facts={"client": str(client.pk), **facts},
                    private={"by": by},
                    audience=audience,
                )


def _said(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
