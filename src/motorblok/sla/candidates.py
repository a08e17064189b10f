"""The lines of agreements that could promise something, and which one decides."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from motorblok.sla import terms
from motorblok.sla.models import AgreementVersion, CalendarVersion
from motorblok.sla.zones import zone


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of one agreement version, by its number from 1, with the version's warnings."""

    version: UUID
    number: int
    line: terms.Line
    warn: tuple[int, ...]


def most_specific(candidates: Iterable[Candidate], *, work: Mapping[str, str]) -> dict[str, Candidate]:
    """By kind of target the line that decides for some work, in the order in which targets fall due.

    A line that names more of the work is more specific; of two that name as many the later one counts.
    """
    fitting = [each for each in candidates if each.line.applies_to(work)]
    chosen = {kind: _best(kind, fitting) for kind in terms.Target.values}
    return {kind: each for kind, each in chosen.items() if each}


def _best(kind: str, candidates: Iterable[Candidate]) -> Candidate | None:
    best = None
    for each in candidates:
        if kind in each.line.targets and (best is None or len(each.line.names) >= len(best.line.names)):
            best = each
    return best


def in_force(at: datetime) -> list[Candidate]:
    """Every line of every agreement's version in force, in order of agreement and line. One statement."""
    versions = AgreementVersion.objects.filter(effective_at__lte=at).order_by(
        "agreement_id", "-effective_at", "-number"
    )
    return _lines(versions.distinct("agreement_id"))


def pinned(versions: Collection[str]) -> list[Candidate]:
    """Every line of these agreement versions, in order of agreement and line. One statement."""
    found = AgreementVersion.objects.filter(id__in=[UUID(each) for each in versions])
    return _lines(found.order_by("agreement_id", "number"))


def calendars_in_force(
    calendars: Collection[UUID], *, at: datetime, pinned: Collection[str] = ()
) -> dict[UUID, UUID]:
    """By calendar its version among the pinned ones, else the confirmed one in force at an instant. One statement.

    Before its first version is in force, that first one counts.
    """
    versions = (
        CalendarVersion.objects.filter(calendar_id__in=calendars, confirmed_at__isnull=False)
        .order_by("effective_on", "number")
        .values_list("calendar_id", "id", "effective_on", "content__timezone")
    )
    found: dict[UUID, UUID] = {}
    kept: dict[UUID, UUID] = {}
    for calendar, version, effective_on, timezone in versions:
        if str(version) in pinned:
            kept[calendar] = version
        if calendar not in found or effective_on <= _local_date(at, timezone):
            found[calendar] = version
    return {**found, **kept}


def _lines(versions: Iterable[AgreementVersion]) -> list[Candidate]:
    return [
        Candidate(version.id, number, line, read.warn)
        for version in versions
        for read in [terms.read(version.content)]
        for number, line in enumerate(read.lines, start=1)
    ]


def _local_date(at: datetime, timezone: str) -> date:
    return at.astimezone(UTC).astimezone(zone(timezone)).date()
