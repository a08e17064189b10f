"""Which targets the agreements in force promise for a piece of work, and why those."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Self
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import Words
from motorblok.sla import terms
from motorblok.sla.models import AgreementVersion, CalendarVersion
from motorblok.sla.zones import zone

NAMED: dict[str, Words] = {
    "service_line": _("service line"),
    "level": _("service level"),
    "priority": _("priority"),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """One target with the terms that it is pinned to: what a STARTED event carries.

    `line` counts from 1 within the agreement version `terms_version`; `names` are the fields by which it was chosen.
    Versions are ids as text. `warn` are percentages of the target.
    """

    kind: str
    target_seconds: int
    calendar_version: str
    terms_version: str
    line: int
    names: tuple[str, ...]
    warn: tuple[int, ...]

    def as_fact(self) -> dict[str, Any]:
        """The promise as JSON, for the facts of an event."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_fact(cls, fact: Mapping[str, Any]) -> Self:
        """The promise that `as_fact` wrote."""
        return cls(**{**fact, "names": tuple(fact["names"]), "warn": tuple(fact["warn"])})

    @property
    def why(self) -> Words:
        """Why this line of the agreement and no other."""
        if not self.names:
            return format_lazy(
                _("Line {line} of the agreement applies: no other is more specific."), line=self.line
            )
        named = format_lazy(", ".join(f"{{{name}}}" for name in self.names), **NAMED)
        words = _("Line {line} of the agreement applies: it fits by {named}, and no other is more specific.")
        return format_lazy(words, line=self.line, named=named)


@dataclass(frozen=True, slots=True)
class _Candidate:
    version: UUID
    number: int
    line: terms.Line
    warn: tuple[int, ...]


def choose(*, service_line: str, level: str, priority: str, at: datetime) -> list[Promise]:
    """What is promised for work that begins at an instant: per kind of target the most specific line.

    A line that names more of service line, level and priority is more specific; of two that name as many the later
    one counts. Nothing is promised where no agreement is in force. Two statements.
    """
    work = {"service_line": service_line, "level": level, "priority": priority}
    candidates = [each for each in _in_force(at) if each.line.applies_to(work)]
    chosen = {kind: most_specific(kind, candidates) for kind in terms.Target.values}
    calendars = _calendars_in_force({each.line.calendar for each in chosen.values() if each}, at)
    return [_promise(kind, each, calendars) for kind, each in chosen.items() if each]


def most_specific(kind: str, candidates: Iterable[_Candidate]) -> _Candidate | None:
    """The line that decides one kind of target."""
    best = None
    for each in candidates:
        if kind in each.line.targets and (best is None or len(each.line.names) >= len(best.line.names)):
            best = each
    return best


def _promise(kind: str, chosen: _Candidate, calendars: Mapping[UUID, UUID]) -> Promise:
    return Promise(
        kind=kind,
        target_seconds=chosen.line.targets[kind],
        calendar_version=str(calendars[chosen.line.calendar]),
        terms_version=str(chosen.version),
        line=chosen.number,
        names=chosen.line.names,
        warn=chosen.warn,
    )


def _in_force(at: datetime) -> list[_Candidate]:
    """Every line of every agreement's version in force, in order of agreement and line."""
    versions = AgreementVersion.objects.filter(effective_at__lte=at).order_by(
        "agreement_id", "-effective_at", "-number"
    )
    return [
        _Candidate(version.id, number, line, read.warn)
        for version in versions.distinct("agreement_id")
        for read in [terms.read(version.content)]
        for number, line in enumerate(read.lines, start=1)
    ]


def _calendars_in_force(calendars: Iterable[UUID], at: datetime) -> dict[UUID, UUID]:
    """The confirmed version of each calendar in force at an instant; before its first one, that first one."""
    versions = (
        CalendarVersion.objects.filter(calendar_id__in=calendars, confirmed_at__isnull=False)
        .order_by("effective_on", "number")
        .values_list("calendar_id", "id", "effective_on", "content__timezone")
    )
    found: dict[UUID, UUID] = {}
    for calendar, version, effective_on, timezone in versions:
        if calendar not in found or effective_on <= _local_date(at, timezone):
            found[calendar] = version
    return found


def _local_date(at: datetime, timezone: str) -> date:
    return at.astimezone(UTC).astimezone(zone(timezone)).date()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
