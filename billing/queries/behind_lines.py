"""What is behind a line of usage: the records that it was counted from, one by one and as a file for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from uuid import UUID

from billing.models import BilledUsage
from billing.rating.canonical import plain

CHUNK = 2_000
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Behind:
    """One record of usage: when it happened, on what, and how much; a correction is below 0 and has its reason."""

    occurred_at: datetime
    number: str
    subject: str
    service_line: str
    meter: str
    quantity: Decimal
    unit: str
    recorded_at: datetime
    event_id: UUID
    reason: str


FIELDS = tuple(field.name for field in fields(Behind))


def usage_behind(invoice_id: UUID, position: int) -> Iterator[Behind]:
    """The records behind a line of a final invoice, oldest first; none for a line that is not counted."""
    found = BilledUsage.objects.filter(invoice=invoice_id, position=position)
    rows = found.order_by("record__occurred_at", "record_id").values_list(
        *(f"record__{name}" for name in FIELDS)
    )
    return (Behind(*row) for row in rows.iterator(CHUNK))


def as_csv(rows: Iterable[Behind]) -> Iterator[str]:
    """The same as lines of CSV (RFC 4180), the names first; instants in UTC, decimals with a point."""
    yield _line(FIELDS)
    for row in rows:
        yield _line([_text(value) for value in astuple(row)])


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    text = str(value)
    # A spreadsheet takes such a cell for a formula.
    return f"'{text}" if text.startswith(RISKY) else text


def _line(cells: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
