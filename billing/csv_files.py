"""Tables of billing as CSV files: for spreadsheets, with nothing in them that a spreadsheet would take for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.http import HttpResponse

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell must not begin with; the last four are wide signs, which some spreadsheets read as the narrow ones."""

BOM = "\ufeff"
CSV = "text/csv; charset=utf-8"


def answer(name: str, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A file of these rows to be kept under a name; UTF-8 with the mark that spreadsheets know it by."""
    made = HttpResponse(BOM + "".join(lines(headings, rows)), content_type=CSV)
    made["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return made


def lines(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of a file, one at a time (RFC 4180)."""
    for row in ([*headings], *rows):
        out = io.StringIO()
        csv.writer(out).writerow([_cell(cell) for cell in row])
        yield out.getvalue()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def _cell(cell: object) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return str(cell) if isinstance(cell, int) else safe(str(cell))
