"""What goes on at one client, for its page: the most urgent work, what waits for the client, promises kept, last events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import floor
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse

from motorblok.accounts.viewers import StaffViewer
from motorblok.audit.models import Event
from motorblok.audit.queries import entries
from motorblok.board.loads import Load, by_client
from motorblok.board.queries import Filters, page
from motorblok.console.asked import scope_of
from motorblok.console.grouping import Names
from motorblok.console.lines import Line, groups
from motorblok.console.names import ClientName, line_names, staff_names
from motorblok.console.team import board, end_of_day
from motorblok.sla.terms import Target
from motorblok.visibility.kept import Kept, Month, kept
from motorblok.visibility.questions import questions
from motorblok.visibility.scopes import tasks_of
from motorblok.work.models import Task
from motorblok.work.subjects import is_task, subject_in_sql, subject_of, task_id_of
from tenants.models import Client

URGENT, QUESTIONS, EVENTS = 7, 5, 8
GOAL = 95  # of a hundred promises: what is usual, until an agreement says it for itself
# Told on the page: what was done for the client and agreed with it; not who looked at it.
TOLD = ("work.", "tenants.", "sla.agreement", "sla.calendar", "sla.clock.breached", "accounts.invitation")
NEWS = Q(*[("kind__startswith", kind) for kind in TOLD], _connector=Q.OR)


@dataclass(frozen=True, slots=True)
class KeptShown:
    """The verdicts of a month on one kind of target; `left` is how many more may be missed under the goal."""

    words: str
    kept: Kept
    share: int
    allowed: int
    left: int


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month."""

    start_at: datetime
    kinds: tuple[KeptShown, ...]


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened lately, and the task that it happened to."""

    sentence: str
    at: datetime
    is_internal: bool
    url: str


def work_of(viewer: StaffViewer, client: Client, *, at: datetime) -> dict[str, Any]:
    """All of it, as far as the viewer may see it, in the client's schema. Some fifteen statements, however much there is."""
    scope = scope_of(viewer)
    seen = scope.condition() & Q(client_id=client.id)
    load = by_client(at=at, soon_until=end_of_day(at), seen=seen).get(client.id, Load())
    zone = ZoneInfo(client.time_zone)
    links = {name: board(client=client.slug, show=name) for name in ("late", "waiting")}
    return {
        "load": load,
        "links": {**links, "open": board(client=client.slug)},
        "urgent": _urgent(viewer, client, at=at),
        "questions": questions(viewer, at=at, size=QUESTIONS),
        "months": [_month(each) for each in kept(viewer, zone=zone, at=at)],
        "goal": GOAL,
        "news": _news(viewer, client),
    }


def _urgent(viewer: StaffViewer, client: Client, *, at: datetime) -> list[Line]:
    name = ClientName(client.id, client.slug, client.code, client.name, client.state)
    names = Names({client.id: name}, staff_names(), line_names())
    found = page(scope_of(viewer), Filters(client_id=client.id), at=at, size=URGENT)
    return [line for group in groups(found.rows, names, at=at) for line in group.lines]


def _month(month: Month) -> MonthShown:
    return MonthShown(month.start_at, tuple(_kept(each) for each in month.kinds))


def _kept(found: Kept) -> KeptShown:
    """How the budget stands (allowed misses at the volume so far): see "may be missed" on the page."""
    words = str(Target(found.kind).label) if found.kind in Target.values else found.kind
    allowed = floor(found.of * (100 - GOAL) / 100)
    return KeptShown(words, found, floor(found.share or 0), allowed, allowed - found.missed)


def _news(viewer: StaffViewer, client: Client) -> list[News]:
    """The last things that happened; of tasks only those that the viewer may see. Four statements."""
    found = Event.objects.filter(NEWS)
    if viewer.lines_of(client.id) is not None:
        found = found.filter(subject__in=_subjects(viewer))
    ids = list(found.order_by("-id").values_list("id", flat=True)[:EVENTS])
    told = entries(ids)
    numbers = _numbers([task_id_of(each.subject) for each in told if is_task(each.subject)])
    return [
        News(
            sentence=each.sentence,
            at=each.occurred_at,
            is_internal=not each.audience,
            url=_url(client, numbers.get(each.subject, "")),
        )
        for each in sorted(told, key=lambda each: (each.occurred_at, each.id), reverse=True)
    ]


def _subjects(viewer: StaffViewer) -> QuerySet[Any]:
    return tasks_of(viewer).annotate(subject_name=subject_in_sql()).values("subject_name")


def _numbers(keys: list[UUID]) -> Mapping[str, str]:
    found = Task.objects.filter(id__in=keys).values_list("id", "number")
    return {subject_of(key): number for key, number in found}


def _url(client: Client, number: str) -> str:
    return reverse("console:task", args=[client.slug, number]) if number else ""
