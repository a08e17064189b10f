"""Closing the calendars of one client on holidays: what it would change there, due dates included, and doing it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from motorblok.console.closed_days import country_of
from motorblok.kernel.actors import Actor
from motorblok.sla import amendments, days_off
from motorblok.sla.actions import add_holidays, amend_open_clocks
from motorblok.sla.amendments import Amendment, Moved
from motorblok.sla.days_off import CalendarPlan
from motorblok.sla.seeds import Holiday
from motorblok.sla.terms import Target
from motorblok.work.models import Task

NAMED = 8  # moves told one by one


@dataclass(frozen=True, slots=True)
class Wanted:
    """The dates, and whose calendars they are for; `moves` brings open clocks under the new versions too."""

    holidays: tuple[Holiday, ...]
    country: str = ""
    time_zone: str = ""
    name: str = ""
    moves: bool = False

    def is_meant(self, plan: CalendarPlan) -> bool:
        """Whether a calendar is among those that were chosen."""
        asked = [
            (self.name, plan.name),
            (self.time_zone, plan.time_zone),
            (self.country, country_of(plan.time_zone) if self.country else ""),
        ]
        return all(not wanted or wanted == found for wanted, found in asked)


@dataclass(frozen=True, slots=True)
class Move:
    """A due date that moves."""

    number: str
    target: str
    was_due_at: datetime
    due_at: datetime
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """What happens with the calendars of one client; of its `many` moves some are named."""

    plans: tuple[CalendarPlan, ...]
    moves: tuple[Move, ...] = ()
    many: int = 0

    @property
    def changes(self) -> bool:
        """Whether any calendar closes."""
        return any(plan.closing for plan in self.plans)

    @property
    def more(self) -> int:
        """How many moves are not named."""
        return self.many - len(self.moves)


def planned(wanted: Wanted, *, at: datetime) -> Closing:
    """Which calendars of the schema in force would close on which dates. One statement."""
    found = days_off.plans(wanted.holidays, at=at)
    return Closing(tuple(each for each in found if wanted.is_meant(each)))


def foreseen(wanted: Wanted, *, at: datetime) -> Closing:
    """The same, with the due dates that would move. A few statements more for each calendar that closes."""
    closing = planned(wanted, at=at)
    return _with_moves(closing, [_foresee(each, at=at) for each in _closing(closing)] if wanted.moves else [])


def closed(wanted: Wanted, *, client_id: UUID, actor: Actor, at: datetime) -> Closing:
    """Close the calendars, in the caller's transaction; where asked for, bring the open clocks under them."""
    closing, amended = planned(wanted, at=at), []
    for plan in _closing(closing):
        versions = add_holidays(plan.id, holidays=plan.closing, actor=actor, at=at)
        if wanted.moves and versions:
            version = versions[0].id
            amended.append(
                amend_open_clocks(plan.id, version=version, client_id=client_id, actor=actor, at=at)
            )
    return _with_moves(closing, amended)


def _closing(closing: Closing) -> list[CalendarPlan]:
    return [plan for plan in closing.plans if plan.closing]


def _foresee(plan: CalendarPlan, *, at: datetime) -> Amendment:
    version = plan.next_versions(at=at)[0]
    return amendments.foresee(plan.id, content=version.whole, effective_on=version.effective_on, at=at)


def _with_moves(closing: Closing, found: Iterable[Amendment]) -> Closing:
    moved = sorted((each for one in found for each in one.moved), key=lambda each: each.was_due_at)
    named = moved[:NAMED]
    tasks = Task.objects.filter(id__in=[each.task_id for each in named if each.task_id])
    numbers = dict(tasks.values_list("id", "number")) if named else {}
    moves = tuple(_move(each, numbers.get(each.task_id, "")) for each in named if each.task_id)
    return replace(closing, moves=moves, many=len(moved))


def _move(moved: Moved, number: str) -> Move:
    target = str(Target(moved.kind).label) if moved.kind in Target.values else moved.kind
    return Move(number, target, moved.was_due_at, moved.due_at, moved.is_paused)
