"""Billable events that the ledger does not know: searched in the books themselves, which nothing can be left out of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from billing.billables import Found, found_in, kinds
from billing.ledger import Key, originals
from billing.models import UsageRecord
from billing.models.usage import ParkedUsage
from motorblok.audit.across import entries_across
from motorblok.audit.queries import Entry, recorded_since
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import first_id_at
from tenants.models import Client

BATCH = 1_000
BOOKS_AT_ONCE = 50
MOST = 200
"""So many events of a book are told; who has more looks at them in parts."""
# A leaf is canonical JSON (RFC 8785), so what it says of billable facts can be found in its text.
THERE = "SELECT nspname FROM pg_namespace WHERE nspname = ANY (%s) ORDER BY 1"
# Set apart by EXCEPT: a database spread over servers cannot look into the ledger for each event of a book.
FROM_BOOK = """
(SELECT %s::text AS book, found.id FROM (
    SELECT e.id FROM {book}.audit_event e
    WHERE e.id > %s AND e.id < %s AND e.kind = ANY(%s) AND e.leaf LIKE %s::bytea AND NOT e.leaf LIKE %s::bytea
    EXCEPT SELECT r.event_id FROM public.billing_usagerecord r WHERE r.book = %s AND r.event_id > %s AND r.event_id < %s
    EXCEPT SELECT p.event_id FROM public.billing_parkedusage p WHERE p.book = %s AND p.event_id > %s AND p.event_id < %s
) found ORDER BY found.id LIMIT %s)
"""
SAYS_SOMETHING = b'%"billable":[{%'
WAS_IMPORTED = b'%"source":"import"%'


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A billable event of a client that has no record."""

    book: str
    entry: Entry
    found: tuple[Found, ...]


def uncounted(books: Sequence[str], *, since: datetime, until: datetime) -> list[Uncounted]:
    """Events recorded between two instants, in these books, that should have records and have none; the oldest first.

    A statement for every 50 books, and one more for what was found. What takes back something that was never counted,
    or was corrected before, has nothing to count. The caller vouches for the names of the books.
    """
    wanted = _ids(books, since=since, until=until)
    with schema.entered(schema.PUBLIC):
        entries = entries_across(wanted)
        rows = [
            Uncounted(book, entries[key], tuple(_owed(book, entries[key])))
            for book, ids in wanted.items()
            for key in ids
        ]
    return [row for row in rows if row.found]


def missing_in(client: Client, *, since: datetime) -> list[Found]:
    """Every fact of the client's book since an instant that the ledger lacks: what a backfill would count.

    What was parked is among them where it could be read now.
    """
    to_come: set[Key] = set()
    with schema.entered(client.schema_name):
        batches = recorded_since(since, kinds=kinds(), limit=BATCH)
        return [each for batch in batches for each in _missing(client.schema_name, batch, to_come)]


def _missing(book: str, batch: Iterable[Entry], to_come: set[Key]) -> Iterator[Found]:
    """What a batch lacks; `to_come` are the records that the backfill would make before, which can be taken back then."""
    found = list(found_in(batch))
    known = _known(book, {each.entry.id for each in found})
    for each in found:
        key = each.entry.id, each.part
        if each.billable and key not in known and _can_be_counted(book, each, to_come):
            to_come.add(key)
            yield each


def _owed(book: str, entry: Entry) -> Iterator[Found]:
    return (each for each in found_in([entry]) if each.billable is None or _can_be_counted(book, each, set()))


def _can_be_counted(book: str, each: Found, to_come: set[Key]) -> bool:
    back = each.billable.takes_back if each.billable else None
    if back is None:
        return True
    if (back.event_id, back.part) in to_come:
        to_come.discard((back.event_id, back.part))
        return True
    original = originals(book, [each]).get((back.event_id, back.part))
    return original is not None and not original.corrections.exists()


def _known(book: str, ids: Iterable[UUID]) -> set[Key]:
    rows = UsageRecord.objects.filter(book=book, event_id__in=list(ids))
    return set(rows.values_list("event_id", "part"))


def _ids(books: Sequence[str], *, since: datetime, until: datetime) -> Mapping[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    books = _there(books)
    for start in range(0, len(books), BOOKS_AT_ONCE):
        for book, key in _asked(books[start : start + BOOKS_AT_ONCE], since=since, until=until):
            found.setdefault(book, []).append(key)
    return found


def _there(books: Sequence[str]) -> list[str]:
    """A client that is being opened has no book yet, one that is erased none any more."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(THERE, [list(books)])
        return [row[0] for row in cursor.fetchall()]


def _asked(books: Sequence[str], *, since: datetime, until: datetime) -> list[tuple[str, UUID]]:
    quote = connection.ops.quote_name
    times = [first_id_at(since), first_id_at(until)]
    values: list[Any] = []
    for name in books:
        values += [name, *times, kinds(), SAYS_SOMETHING, WAS_IMPORTED, name, *times, name, *times, MOST]
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(FROM_BOOK.format(book=quote(name)) for name in books), values)
        return list(cursor.fetchall())


def parked(*, since: datetime | None = None) -> list[ParkedUsage]:
    """What could not be counted, since an instant or ever, and has no record until now, the newest first; not what was let go."""
    with schema.entered(schema.PUBLIC):
        return list(_parked(since).order_by("-parked_at", "-id")[:MOST])


def count_parked() -> int:
    """How much of it there is. One statement."""
    with schema.entered(schema.PUBLIC):
        return _parked(None).count()


def _parked(since: datetime | None) -> QuerySet[ParkedUsage]:
    open_still = ParkedUsage.objects.filter(let_go_at=None)
    found = open_still.filter(parked_at__gte=since) if since else open_still
    return found.extra(  # two tables that share no key
        where=[
            "NOT EXISTS (SELECT FROM billing_usagerecord r WHERE r.book = billing_parkedusage.book "
            "AND r.event_id = billing_parkedusage.event_id AND r.part = billing_parkedusage.part)"
        ]
    )


def parked_fact(parked_id: UUID) -> tuple[ParkedUsage, Client]:
    """A parked fact, and whose it is. Raises NotFound."""
    with schema.entered(schema.PUBLIC):
        found = ParkedUsage.objects.filter(pk=parked_id).first()
        client = Client.objects.filter(schema_name=found.book).first() if found else None
    if found is None or client is None:
        raise NotFound
    return found, client
