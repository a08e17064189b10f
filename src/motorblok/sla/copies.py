"""An agreement as it is copied from one client to others, and what that would do in the schema in force."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motorblok.sla import queries
from motorblok.sla.business_time import Calendar
from motorblok.sla.models import Agreement, AgreementVersion
from motorblok.sla.seeds import Holiday
from motorblok.sla.versions import CalendarRow

NAME_LENGTH = 100


class Step(TextChoices):
    """What copying does with the agreement itself."""

    NEW = "new", _("new agreement")
    VERSION = "version", _("further version")
    NOTHING = "nothing", _("the same already")


@dataclass(frozen=True, slots=True)
class CalendarCopy:
    """A calendar as it is copied: the version that counts at its client; `digest` tells whether another is the same."""

    id: UUID
    name: str
    content: dict[str, Any]
    holidays: tuple[Holiday, ...]
    effective_on: date
    digest: str


@dataclass(frozen=True, slots=True)
class AgreementCopy:
    """An agreement as it is copied: the version that counts at `client` (its name), and the calendars of its lines."""

    id: UUID
    client: str
    name: str
    content: dict[str, Any]
    calendars: tuple[CalendarCopy, ...]


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What a copy does at one client: `reused` are calendars there by id of the source's, `made` the names of new ones."""

    step: Step
    agreement_id: UUID | None
    reused: Mapping[UUID, UUID]
    made: Mapping[UUID, str]

    @property
    def changes(self) -> bool:
        """Whether anything is to be done."""
        return self.step is not Step.NOTHING

    @property
    def made_names(self) -> str:
        """The names of the calendars that it makes."""
        return ", ".join(sorted(self.made.values()))


def agreement_copy(agreement_id: UUID, *, client: str, at: datetime) -> AgreementCopy:
    """Take an agreement of the schema in force as it counts at an instant. Raises NotFound. Three statements."""
    row = queries.agreement(agreement_id, at=at)
    content = AgreementVersion.objects.values_list("content", flat=True).get(id=row.shown.id)
    named = {UUID(str(line["calendar"])) for line in content["lines"]}
    calendars = [each for each in queries.calendars(at=at) if each.id in named]
    return AgreementCopy(row.id, client, row.name, content, tuple(_calendar_copy(each) for each in calendars))


def plan(copy: AgreementCopy, *, at: datetime) -> CopyPlan:
    """Compare a copy with what the schema in force has. Three statements at most.

    A calendar is the same by name and content; where its name is taken by another content, the new one gets a number:
    who reads it there is not to learn for whom else the provider works. An agreement of the same name whose
    newest version says the same is left alone, so that copying again changes nothing.
    """
    there = queries.calendars(at=at)
    reused = {each.id: found for each in copy.calendars if (found := _same(each, there))}
    made = {each.id: _free_name(each.name, there) for each in copy.calendars if each.id not in reused}
    agreement = Agreement.objects.filter(name=copy.name).first()
    if agreement is None:
        return CopyPlan(Step.NEW, None, reused, made)
    newest = agreement.versions.order_by("-number").values_list("content", flat=True).first()
    is_same = not made and newest == with_calendars(copy.content, reused)
    return CopyPlan(Step.NOTHING if is_same else Step.VERSION, agreement.id, reused, made)


def with_calendars(content: Mapping[str, Any], calendars: Mapping[UUID, UUID]) -> dict[str, Any]:
    """An agreement's content whose lines name other calendars."""
    lines = [{**line, "calendar": str(calendars[UUID(str(line["calendar"]))])} for line in content["lines"]]
    return {**content, "lines": lines}


def _calendar_copy(row: CalendarRow) -> CalendarCopy:
    shown = row.shown
    digest = Calendar(shown.content).digest
    return CalendarCopy(row.id, row.name, shown.content, shown.holidays, shown.effective_on, digest)


def _same(wanted: CalendarCopy, there: Iterable[CalendarRow]) -> UUID | None:
    names = set(_names(wanted.name))
    candidates = (each for each in there if each.name in names and each.shown.confirmed_at)
    same = (each.id for each in candidates if Calendar(each.shown.content).digest == wanted.digest)
    return next(same, None)


def _free_name(name: str, there: Iterable[CalendarRow]) -> str:
    taken = {row.name for row in there}
    return next(each for each in _names(name) if each not in taken)


def _names(name: str) -> Iterator[str]:
    """The name, and the same told apart by a number."""
    yield name
    yield from (f"{name[: NAME_LENGTH - 6]} ({number})" for number in range(2, 1000))
