"""The numbers of invoices: one series for each legal entity, kind and year, without a gap."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from billing.models import Invoice, LegalEntity

# The row stays locked until the transaction ends, and goes back to what it was if that fails: so no number is lost.
NEXT = """
INSERT INTO billing_numberseries AS series (legal_entity_id, kind, year, last, last_on) VALUES (%s, %s, %s, 1, %s)
ON CONFLICT (legal_entity_id, kind, year) DO UPDATE
SET last = series.last + 1, last_on = greatest(series.last_on, excluded.last_on) RETURNING last, last_on
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A number, and the day on which it is issued."""

    number: str
    issued_on: date


def next_number(entity: LegalEntity, *, kind: str, on: date) -> Place:
    """The next number of a legal entity for what is issued on a day: "2026-000123" after its prefix, "2026-C000123" for a credit note.

    A later number is never issued on an earlier day: it then has the day of the one before it. To be asked for last:
    whoever asks next waits for the end of this transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [entity.id, kind, on.year, on])
        place, issued_on = cursor.fetchone()
    return Place(written(entity, kind=kind, year=on.year, place=place), issued_on)


def written(entity: LegalEntity, *, kind: str, year: int, place: int) -> str:
    """The number at a place of a series, as it is printed."""
    letter = "C" if kind == Invoice.Kind.CREDIT_NOTE else ""
    return f"{entity.prefix}{year}-{letter}{place:06d}"
