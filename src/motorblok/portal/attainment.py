"""Whether the promises are kept, in the portal's words: a row for each target, this month and the last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format, number_format

from motorblok.portal.words import TARGETS
from motorblok.visibility.kept import Kept, Month


@dataclass(frozen=True, slots=True)
class Share:
    """How much was kept: "97.5 %", or empty where nothing was decided."""

    met: int
    of: int
    words: str
    is_all: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One target, with its share in each of the months."""

    kind: str
    words: str
    shares: Sequence[Share]


@dataclass(frozen=True, slots=True)
class Months:
    """The table: the names of its months, its rows, and all targets together for the month that runs."""

    names: Sequence[str]
    rows: Sequence[Row]
    now: Share


def months(found: Sequence[Month]) -> Months:
    """The table of these months, the latest first; without rows where nothing was decided in either."""
    by_kind = [{each.kind: each for each in month.kinds} for month in found]
    kinds = [kind for kind in TARGETS if any(kind in month for month in by_kind)]
    rows = [Row(kind, str(TARGETS[kind]), [_share(month.get(kind)) for month in by_kind]) for kind in kinds]
    return Months([_name(month.start_at) for month in found], rows, _share(found[0].all))


def _share(verdicts: Kept | None) -> Share:
    if verdicts is None or verdicts.share is None:
        return Share(0, 0, "", is_all=False)
    rounded = number_format(verdicts.share, decimal_pos=0 if verdicts.share in (0, 100) else 1)
    words = f"{rounded}\N{NO-BREAK SPACE}%"
    return Share(verdicts.met, verdicts.of, words, is_all=verdicts.missed == 0)


def _name(start_at: datetime) -> str:
    return date_format(start_at, "F Y")
