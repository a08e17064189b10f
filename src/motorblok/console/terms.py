"""A client's agreement and working hours as its page shows them (inside the client's schema)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from motorblok.console.names import line_names
from motorblok.console.rules_shown import rules_in_words
from motorblok.sla import terms
from motorblok.sla.models import AgreementVersion, Calendar
from motorblok.work.models import Priority

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class TermsLine:
    """One line of an agreement: for what, the targets in business seconds, on which calendar, and its rules in words."""

    scope: str
    first_response: int | None
    next_response: int | None
    resolution: int | None
    calendar: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementShown:
    """An agreement's version in force."""

    name: str
    number: int
    effective_at: datetime
    lines: tuple[TermsLine, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A weekday and its hours in words."""

    words: str
    hours: str


def agreements(*, at: datetime) -> list[AgreementShown]:
    """Every agreement that is in force at an instant. Two statements."""
    versions = AgreementVersion.objects.filter(effective_at__lte=at).select_related("agreement")
    newest = versions.order_by("agreement_id", "-effective_at", "-number").distinct("agreement_id")
    names = dict(Calendar.objects.values_list("id", "name"))
    return [
        AgreementShown(
            each.agreement.name,
            each.number,
            each.effective_at,
            lines_shown(terms.read(each.content), calendars=names),
        )
        for each in newest
    ]


def lines_shown(read: terms.Terms, *, calendars: Mapping[UUID, str]) -> tuple[TermsLine, ...]:
    """The lines of an agreement in words; `calendars` names each calendar by its id."""
    return tuple(
        TermsLine(
            scope=_scope(line),
            first_response=line.targets.get(terms.Target.FIRST_RESPONSE),
            next_response=line.targets.get(terms.Target.NEXT_RESPONSE),
            resolution=line.targets.get(terms.Target.RESOLUTION),
            calendar=calendars.get(line.calendar, ""),
            rules=rules_in_words(line),
        )
        for line in read.lines
    )


def _scope(line: terms.Line) -> str:
    priority = str(Priority(line.priority).label) if line.priority in Priority.values else line.priority
    parts = [line_names().get(line.service_line, line.service_line), line.level, priority]
    return " · ".join(part for part in parts if part) or _("Everything")


def days_shown(content: Mapping[str, Any]) -> tuple[Day, ...]:
    """The hours of each weekday of a calendar's content."""
    week = content.get("week", {})
    return tuple(Day(str(WEEKDAYS_ABBR[n]), hours_shown(week.get(day, []))) for n, day in enumerate(DAYS))


def hours_shown(spans: Sequence[Sequence[str]]) -> str:
    """The hours of one day in words."""
    return ", ".join("\N{EN DASH}".join(span) for span in spans) or _("closed")
