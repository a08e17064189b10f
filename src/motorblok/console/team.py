"""The team: how much lies with each colleague against the middle of them, who has too much and who has room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES, Person
from motorblok.board.loads import Load, by_assignee
from motorblok.console.asked import NOBODY, Asked
from motorblok.console.door import draw, now

Pair = tuple[Person, Load]

LEAST = 5  # below so many tasks nobody has too much, whatever the others have


class Standing(TextChoices):
    """How somebody's load compares with the middle of the team."""

    TOO_MUCH = "too_much", gettext_lazy("Too much")
    BALANCED = "balanced", gettext_lazy("In balance")
    ROOM = "room", gettext_lazy("Has room")
    AWAY = "away", gettext_lazy("Left")


@dataclass(frozen=True, slots=True)
class Member:
    """A colleague with what lies there; `share` is its part of the largest load, in percent."""

    id: UUID
    name: str
    role: str
    load: Load
    standing: Standing
    share: int
    open_url: str
    late_url: str
    waiting_url: str


@staff_only(*WIDE_ROLES)
@require_safe
def team(request: StaffRequest) -> HttpResponse:
    """Everybody who works here, the fullest first, and what nobody has yet."""
    at = now()
    loads = by_assignee(at=at, soon_until=end_of_day(at))
    pairs = [(person, loads.get(person.id, Load())) for person in _people(loads)]
    middle = _middle(pairs)
    members = _members(pairs, middle=middle)
    context: dict[str, Any] = {
        "members": members,
        "nobody": loads.get(None, Load()),
        "nobody_url": board(assignee=NOBODY),
        "middle": middle,
        "groups": _told(members),
    }
    return draw(request, "console/people/team.html", section="people", tab="team", **context)


def end_of_day(at: datetime) -> datetime:
    """The midnight that ends the day of an instant, in the time zone in force."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def board(**asked: str) -> str:
    """The address of the workboard under some filters."""
    return reverse("console:workboard") + Asked().query(**asked)


def judged(open_tasks: int, *, late: int, middle: float) -> Standing:
    """Too much is half as much again as the middle, or being late with most of it; room is at most half of it."""
    if open_tasks >= LEAST and (open_tasks >= 1.5 * middle or late * 2 > open_tasks):
        return Standing.TOO_MUCH
    return Standing.ROOM if open_tasks <= middle / 2 else Standing.BALANCED


def _people(loads: Mapping[UUID | None, Load]) -> list[Person]:
    """Who works here, and who left while tasks still carry the name."""
    kept = [key for key, load in loads.items() if key and load.open_tasks]
    people = Person.objects.staff()
    found = people.active() | people.filter(id__in=kept)
    return list(found.order_by("name", "id"))


def _middle(pairs: Sequence[Pair]) -> float:
    """The open tasks of the one in the middle of those who count."""
    return float(median([load.open_tasks for person, load in pairs if _counts(person, load)] or [0]))


def _members(pairs: Sequence[Pair], *, middle: float) -> list[Member]:
    most = max((load.open_tasks for _person, load in pairs), default=0)
    members = [_member(person, load, middle=middle, most=most) for person, load in pairs]
    return sorted(members, key=lambda each: (-each.load.open_tasks, each.name))


def _counts(person: Person, load: Load) -> bool:
    """Owners and leads without work of their own do not pull the middle down."""
    return person.is_active and (person.role not in WIDE_ROLES or load.open_tasks > 0)


def _member(person: Person, load: Load, *, middle: float, most: int) -> Member:
    standing = judged(load.open_tasks, late=load.late, middle=middle)
    if not person.is_active:
        standing = Standing.AWAY
    elif not _counts(person, load):
        standing = Standing.BALANCED
    key = str(person.id)
    return Member(
        id=person.id,
        name=person.name,
        role=person.role_label,
        load=load,
        standing=standing,
        share=round(100 * load.open_tasks / most) if most else 0,
        open_url=board(assignee=key),
        late_url=board(assignee=key, show="late"),
        waiting_url=board(assignee=key, show="waiting"),
    )


def _told(members: Iterable[Member]) -> dict[str, list[Member]]:
    found = list(members)
    return {
        "too_much": [each for each in found if each.standing in (Standing.TOO_MUCH, Standing.AWAY)],
        "room": [each for each in found if each.standing == Standing.ROOM],
    }
