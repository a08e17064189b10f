"""Records of usage as a file for spreadsheets: streamed, UTF-8 with a mark, and with no cell that could be a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from billing.queries.usage import Counted

COLUMNS = (
    *("occurred_at", "number", "service_line", "meter", "quantity", "unit", "period", "recorded_at"),
    *("corrects", "reason", "invoice", "book", "event"),
)
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # without it Excel reads UTF-8 as something else


def lines(records: Iterable[Counted]) -> Iterator[str]:
    """The file line by line, with CRLF (RFC 4180): instants in UTC, quantities as plain decimals."""
    kept = io.StringIO()
    writer = csv.writer(kept)
    yield MARK + _line(writer, kept, COLUMNS)
    for each in records:
        yield _line(writer, kept, _cells(each))


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(quantity: Decimal) -> str:
    """A quantity without an exponent or zeros at its end. It is a number, so a minus in front of it is no formula."""
    return f"{quantity.normalize():f}"


def _cells(each: Counted) -> tuple[str, ...]:
    return (
        each.occurred_at.isoformat(),
        safe(each.number),
        safe(each.service_line),
        safe(each.meter),
        plain(each.quantity),
        each.unit,
        safe(each.period_key),
        each.recorded_at.isoformat(),
        str(each.corrects_id or ""),
        safe(each.reason),
        safe(each.invoice_number),
        each.book,
        str(each.event_id),
    )


def _line(writer: object, kept: io.StringIO, cells: Iterable[str]) -> str:
    kept.seek(0)
    kept.truncate()
    writer.writerow(cells)  # type: ignore[attr-defined]  # the library names no type for a writer
    return kept.getvalue()
