"""The reader loop: shows every unread event of a book to every reader, at least once."""

import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.module_loading import import_string

from motorblok.audit.queries import Entry, entries
from motorblok.kernel import schema

Reader = Callable[[Sequence[Entry]], None]

BATCH = 500
# Two drains of one book would only wait for each other; the lock's first key keeps it apart from other uses.
TAKE_TURN = "SELECT pg_try_advisory_xact_lock(7001, hashtext(%s))"
TAKE = """
DELETE FROM audit_unread WHERE event_id IN (SELECT event_id FROM audit_unread ORDER BY event_id LIMIT %s OFFSET %s)
RETURNING event_id
"""
BOOKS = "SELECT table_schema FROM information_schema.tables WHERE table_name = 'audit_unread' ORDER BY 1"
BOOKS_AT_ONCE = 50

logger = logging.getLogger(__name__)


def one_by_one(*kinds: str) -> Callable[[Reader], Reader]:
    """Mark a reader of these kinds that acts outside the database: each event is shown to it alone.

    What it did for one cannot be undone when it fails for the next, so the two must not share a transaction's fate.
    """

    def mark(reader: Reader) -> Reader:
        reader.one_by_one = frozenset(kinds)  # type: ignore[attr-defined]  # a function, to which we add
        return reader

    return mark


def drain(limit: int = BATCH) -> int:
    """Show all that is unread in this schema to all readers, in batches; returns how many events were read.

    A reader that fails on one event does not keep it from the other readers, nor the other events from any: that
    event stays unread and is shown again by the next sweep. So a reader must bear seeing an event twice.
    """
    read, stuck = 0, 0
    while True:
        taken, kept = _drain_batch(limit, skip=stuck)
        read, stuck = read + taken - kept, stuck + kept
        if taken < limit:
            return read


def unread_books() -> list[str]:
    """The schemas with something unread."""
    with connection.cursor() as cursor:
        cursor.execute(BOOKS)
        books = [row[0] for row in cursor.fetchall()]
        return [
            name
            for start in range(0, len(books), BOOKS_AT_ONCE)
            for name in _unread_among(books[start : start + BOOKS_AT_ONCE])
        ]


def _drain_batch(limit: int, *, skip: int) -> tuple[int, int]:
    with transaction.atomic():
        ids = _take(limit, skip=skip)
        failed = _show(entries(ids))
        _put_back(failed)
    return len(ids), len(failed)


def _take(limit: int, *, skip: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, [schema.current()])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(TAKE, [limit, skip])
        return [row[0] for row in cursor.fetchall()]


def _show(batch: list[Entry]) -> set[UUID]:
    failed: set[UUID] = set()
    for reader in _readers():
        kinds: frozenset[str] | None = getattr(reader, "one_by_one", None)
        if kinds is None and _reads(reader, batch):
            continue
        wanted = [entry for entry in batch if kinds is None or entry.kind.name in kinds]
        failed |= {entry.id for entry in wanted if not _reads(reader, [entry])}
    return failed


def _reads(reader: Reader, batch: Sequence[Entry]) -> bool:
    try:
        with transaction.atomic():
            reader(batch)
    except Exception:
        logger.exception("A reader failed", extra={"reader": reader.__qualname__, "events": len(batch)})
        return False
    return True


def _put_back(ids: set[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO audit_unread (event_id) VALUES (%s)", [[each] for each in ids])


def _readers() -> list[Reader]:
    return [import_string(name) for name in import_string(settings.MOTORBLOK_READERS)]


def _unread_among(books: list[str]) -> list[str]:
    """Where the server of one book is away, the others are asked one by one: theirs must not wait for it."""
    try:
        return _ask(books)
    except OperationalError:
        if not connection.is_usable():
            raise
    return _unread_of_those_there(books)


def _unread_of_those_there(books: list[str]) -> list[str]:
    found, away = [], 0
    for book in books:
        try:
            found += _ask([book])
        except OperationalError:
            away += 1
    logger.error("Some books could not be asked what is unread", extra={"away": away, "asked": len(books)})
    return found


def _ask(books: list[str]) -> list[str]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"(SELECT %s WHERE EXISTS (SELECT 1 FROM {quote(name)}.audit_unread))"  # noqa: S608  quoted
                for name in books
            ),
            books,
        )
        return [row[0] for row in cursor.fetchall()]
