"""Are the promises kept: the verdicts on all that a viewer may see, by month and kind of target."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DateTimeField, F, Q, When
from django.db.models.functions import TruncMonth

from motorblok.accounts.viewers import Viewer
from motorblok.sla.models import Clock
from motorblok.visibility.scopes import tasks_of
from motorblok.work.subjects import subject_in_sql

BREACHED = Q(outcome="breached") | Q(is_late=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """The verdicts of one month on one kind of target; each promise counts once, when its verdict became certain."""

    kind: str
    met: int
    missed: int

    @property
    def of(self) -> int:
        """How many verdicts there were."""
        return self.met + self.missed

    @property
    def share(self) -> float | None:
        """The percentage that was kept, rounded down to a tenth so that 100 means all; None without a verdict."""
        return 1000 * self.met // self.of / 10 if self.of else None


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in the client's zone: its first instant, and its verdicts by kind."""

    start_at: datetime
    kinds: tuple[Kept, ...]

    @property
    def all(self) -> Kept:
        """All kinds together."""
        return Kept("", sum(each.met for each in self.kinds), sum(each.missed for each in self.kinds))


def kept(viewer: Viewer, *, zone: ZoneInfo, at: datetime) -> tuple[Month, Month]:
    """The month in which `at` falls and the one before. One statement, however many promises there are.

    A promise that still runs but is broken already counts as missed in the month in which it broke; one that was
    given up (a cancelled task) counts only if it was broken before, one that was taken back nowhere.
    """
    this = at.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    last = _month_before(this)
    found = _verdicts(viewer, since=last, zone=zone, at=at)
    return Month(this, _of(found, this)), Month(last, _of(found, last))


Found = Mapping[tuple[tuple[int, int], str], tuple[int, int]]


def _verdicts(viewer: Viewer, *, since: datetime, zone: ZoneInfo, at: datetime) -> Found:
    subjects = tasks_of(viewer).annotate(subject_name=subject_in_sql())
    # One that stands still has a breach only if it was broken before; of one taken back nothing is left.
    late = Q(stopped_at=None, outcome="", breach_at__lt=at)
    rows = (
        Clock.objects.filter(subject__in=subjects.values("subject_name"))
        .annotate(is_late=late, verdict_at=_verdict_at(late))
        .filter(verdict_at__gte=since, verdict_at__lte=at)
        .annotate(month=TruncMonth("verdict_at", tzinfo=zone))
        .values("month", "kind")
        .order_by("month", "kind")
        .annotate(met=Count("id", filter=Q(outcome="met")), missed=Count("id", filter=BREACHED))
    )
    return {
        ((row["month"].year, row["month"].month), row["kind"]): (row["met"], row["missed"]) for row in rows
    }


def _verdict_at(late: Q) -> Case:
    return Case(
        When(~Q(outcome=""), then=F("decided_at")),
        When(late, then=F("breach_at")),
        default=None,
        output_field=DateTimeField(),
    )


def _of(found: Found, month: datetime) -> tuple[Kept, ...]:
    counts = {kind: verdicts for (when, kind), verdicts in found.items() if when == (month.year, month.month)}
    return tuple(Kept(kind, *counts[kind]) for kind in sorted(counts))


def _month_before(first: datetime) -> datetime:
    year, month = (first.year, first.month - 1) if first.month > 1 else (first.year - 1, 12)
    return first.replace(year=year, month=month)
