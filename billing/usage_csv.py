"""Records of usage as a file for spreadsheets, line by line."""

from collections.abc import Iterable, Iterator

from billing import csv_files
from billing.queries.usage import Counted

COLUMNS = (
    *("occurred_at", "number", "service_line", "meter", "quantity", "unit", "period", "recorded_at"),
    *("corrects", "reason", "invoice", "event", "record"),
)
"""What each means stands in infra/docs/invoices.md; names of ours that say nothing outside, as the event's book, are none of them."""


def lines(records: Iterable[Counted]) -> Iterator[str]:
    """The file line by line, for as many records as there are: instants in UTC, quantities as plain decimals."""
    yield csv_files.BOM
    yield from csv_files.lines(COLUMNS, map(_cells, records))


def _cells(each: Counted) -> tuple[object, ...]:
    return (
        each.occurred_at.isoformat(),
        each.number,
        each.service_line,
        each.meter,
        each.quantity.normalize(),
        each.unit,
        each.period_key,
        each.recorded_at.isoformat(),
        each.corrects_id or "",
        each.reason,
        each.invoice_number,
        each.event_id,
        each.id,
    )
