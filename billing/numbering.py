"""The numbers of invoices: one series for each legal entity, kind and year, without a gap."""

from datetime import date
from uuid import UUID

from django.db import connection

from billing.models import Invoice, LegalEntity

# The row stays locked until the transaction ends, and goes back to what it was if that fails: so no number is lost.
NEXT = """
INSERT INTO billing_numberseries (legal_entity_id, kind, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (legal_entity_id, kind, year) DO UPDATE SET last = billing_numberseries.last + 1 RETURNING last
"""


def next_number(entity: LegalEntity, *, kind: str, on: date) -> str:
    """The next number of a legal entity for what is issued on a day: "2026-000123" after its prefix, "2026-C000123" for a credit note.

    To be asked for last: whoever asks next waits for the end of this transaction.
    """
    return written(entity, kind=kind, year=on.year, place=_next(entity.id, kind, on.year))


def written(entity: LegalEntity, *, kind: str, year: int, place: int) -> str:
    """The number at a place of a series, as it is printed."""
    letter = "C" if kind == Invoice.Kind.CREDIT_NOTE else ""
    return f"{entity.prefix}{year}-{letter}{place:06d}"


def _next(entity_id: UUID, kind: str, year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [entity_id, kind, year])
        return int(cursor.fetchone()[0])
