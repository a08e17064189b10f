"""The one verb of the event book: record."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motorblok.audit.catalogue import Kind
from motorblok.audit.leaves import Draft, Opening, leaf, seal_off
from motorblok.audit.models import Audience
from motorblok.audit.waking import wake_after_commit
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.ids import new_id

IMPORT = "import"

# One statement, so that a crash between the four tables is impossible and a verb pays for one round trip.
INSERT = """
WITH written AS (
    INSERT INTO audit_event (id, kind, subject, audience, signals, occurred_at, recorded_at, leaf)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
), to_seal AS (
    INSERT INTO audit_unsealed (event_id) SELECT id FROM written
), to_read AS (
    INSERT INTO audit_unread (event_id) SELECT id FROM written
)
INSERT INTO audit_disclosure (event_id, field, salt, value)
SELECT written.id, opened.* FROM written, unnest(%s::text[], %s::text[], %s::text[]) AS opened (field, salt, value)
"""


def record(
    kind: Kind,
    *,
    subject: str,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
    signals: Sequence[str] = (),
    source: str = "app",
    audience: Audience | None = None,
) -> UUID:
    """Write what happened into the book of the schema in force, in the caller's transaction; returns the event's id.

    `at` is when it happened (an aware datetime); when it was recorded is the book's own clock. `facts` and `private`
    hold exactly the fields that the kind declares: JSON without floats, money as strings; private values are text.
    `audience` narrows the kind's own where this one subject is not for the client's eyes; it never widens it.
    Commit wakes the readers once, except for `source="import"`, whose importer wakes them itself.
    Raises WrongFields, and TransactionManagementError outside a transaction.
    """
    _must_be_in_transaction()
    draft = Draft(
        id=new_id(),
        kind=kind,
        book=schema.current(),
        subject=subject,
        actor=actor,
        occurred_at=at,
        recorded_at=datetime.now(UTC),
        source=source,
        audience=min(kind.audience, kind.audience if audience is None else audience),
        signals=signals,
        facts=facts or {},
    )
    _write(draft, seal_off({"actor": actor.name, **(private or {})}))
    if source != IMPORT:
        wake_after_commit(draft.book)
    return draft.id


def _write(draft: Draft, openings: Sequence[Opening]) -> None:
    values: list[Any] = [
        draft.id,
        draft.kind.name,
        draft.subject,
        draft.audience,
        list(draft.signals),
        draft.occurred_at,
        draft.recorded_at,
        leaf(draft, openings),
    ]
    columns = [[getattr(opening, name) for opening in openings] for name in ("field", "salt", "value")]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [*values, *columns])


def _must_be_in_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "An event is recorded in the transaction of what it tells."
        )
