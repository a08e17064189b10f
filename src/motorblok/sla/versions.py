"""Calendars and agreements with their versions as lists show them: which one is in force, coming or replaced."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motorblok.sla import terms
from motorblok.sla.models import AgreementVersion, CalendarVersion
from motorblok.sla.seeds import Holiday
from motorblok.sla.terms import Terms
from motorblok.sla.zones import zone

When = TypeVar("When", date, datetime)


class Standing(TextChoices):
    """Where a version is in its life."""

    PROPOSED = "proposed", _("not confirmed yet")
    COMING = "coming", _("coming")
    IN_FORCE = "in_force", _("in force")
    REPLACED = "replaced", _("replaced")


@dataclass(frozen=True, slots=True)
class CalendarVersionRow:
    """A version of a calendar; `content` is that of business_time.Calendar, `holidays` all of its dates in order."""

    id: UUID
    number: int
    content: dict[str, Any]
    holidays: tuple[Holiday, ...]
    effective_on: date
    confirmed_by: str
    confirmed_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar with its versions, the newest first; `shown` is the one in force, else the newest."""

    id: UUID
    name: str
    versions: tuple[CalendarVersionRow, ...]

    @property
    def newest(self) -> CalendarVersionRow:
        """The last version that was written."""
        return self.versions[0]

    @property
    def shown(self) -> CalendarVersionRow:
        """What counts now."""
        return next((each for each in self.versions if each.standing == Standing.IN_FORCE), self.newest)

    @property
    def is_usable(self) -> bool:
        """Whether an agreement may name it: somebody has confirmed a version."""
        return any(each.confirmed_at for each in self.versions)


@dataclass(frozen=True, slots=True)
class AgreementVersionRow:
    """A version of an agreement."""

    id: UUID
    number: int
    terms: Terms
    effective_at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement with its versions, the newest first; `shown` is the one in force, else the newest."""

    id: UUID
    name: str
    versions: tuple[AgreementVersionRow, ...]

    @property
    def newest(self) -> AgreementVersionRow:
        """The last version that was written."""
        return self.versions[0]

    @property
    def shown(self) -> AgreementVersionRow:
        """What counts now."""
        return next((each for each in self.versions if each.standing == Standing.IN_FORCE), self.newest)


def calendar_versions(versions: list[CalendarVersion], *, at: datetime) -> tuple[CalendarVersionRow, ...]:
    """All versions of one calendar, in the order given, with where they stand at an instant."""
    confirmed = {each.number: each.effective_on for each in versions if each.confirmed_at}
    # Before its first day the first version counts all the same: see promises.choose.
    begins = min(((on, number) for number, on in confirmed.items()), default=None)
    return tuple(
        CalendarVersionRow(
            id=each.id,
            number=each.number,
            content=each.content,
            holidays=_holidays(each),
            effective_on=each.effective_on,
            confirmed_by=each.confirmed_by,
            confirmed_at=each.confirmed_at,
            standing=_standing(each.number, confirmed, now=_today(each, at), first=begins and begins[1]),
        )
        for each in versions
    )


def agreement_versions(versions: list[AgreementVersion], *, at: datetime) -> tuple[AgreementVersionRow, ...]:
    """All versions of one agreement, in the order given, with where they stand at an instant."""
    begins = {each.number: each.effective_at for each in versions}
    return tuple(
        AgreementVersionRow(
            each.id,
            each.number,
            terms.read(each.content),
            each.effective_at,
            _standing(each.number, begins, now=at, first=None),
        )
        for each in versions
    )


def _standing(number: int, begins: dict[int, When], *, now: When, first: int | None) -> Standing:
    """Of what has begun the latest beginning is in force, of equal ones the highest number; as promises.choose has it."""
    if number not in begins:
        return Standing.PROPOSED
    begun = [(start, each) for each, start in begins.items() if start <= now]
    in_force = max(begun)[1] if begun else first
    if number == in_force:
        return Standing.IN_FORCE
    is_overtaken = any(start == begins[number] and each > number for each, start in begins.items())
    return Standing.COMING if begins[number] > now and not is_overtaken else Standing.REPLACED


def _today(version: CalendarVersion, at: datetime) -> date:
    return at.astimezone(UTC).astimezone(zone(version.content["timezone"])).date()


def _holidays(version: CalendarVersion) -> tuple[Holiday, ...]:
    named = {each["on"]: each for each in version.holidays}
    return tuple(
        Holiday(date.fromisoformat(on), each.get("name", ""), is_estimated=each.get("is_estimated", False))
        for on in sorted(version.content.get("holidays", ()))
        for each in [named.get(on, {})]
    )
