"""Reads events out of several books at once: a list over all clients must not cost two questions for each of them."""

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from motorblok.audit.models import Event
from motorblok.audit.queries import Entry, as_entry

# Named in full, so that whatever schema is in force no book is read in the place of another.
ONE_BOOK = """
SELECT e.id, e.kind, e.subject, e.audience, e.signals, e.occurred_at, e.recorded_at, e.leaf,
    (SELECT jsonb_object_agg(d.field, d.value) FROM {book}.audit_disclosure d WHERE d.event_id = e.id)::text
FROM {book}.audit_event e WHERE e.id = ANY(%s)
"""
COLUMNS = ("id", "kind", "subject", "audience", "signals", "occurred_at", "recorded_at", "leaf")


def entries_across(wanted: Mapping[str, Collection[UUID]]) -> dict[UUID, Entry]:
    """The events of these ids, given by book (the schema's name), by id. One statement. The caller vouches for the names."""
    books = [(name, list(ids)) for name, ids in wanted.items() if ids]
    if not books:
        return {}
    quoted = (ONE_BOOK.format(book=connection.ops.quote_name(name)) for name, _ids in books)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(quoted), [ids for _name, ids in books])
        return {row[0]: _entry(row) for row in cursor.fetchall()}


def _entry(row: tuple[Any, ...]) -> Entry:
    *columns, disclosed = row
    event = Event(**dict(zip(COLUMNS, columns, strict=True)))
    return as_entry(event, json.loads(disclosed) if disclosed else {})
