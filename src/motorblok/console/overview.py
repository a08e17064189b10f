"""The owner's page: which clients are at risk, what was missed this week and before, and what waits too long."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.board import loads
from motorblok.board.loads import Load, Missed
from motorblok.console.asked import NOBODY
from motorblok.console.door import draw, now
from motorblok.console.names import ClientName, client_names
from motorblok.console.overview_lists import lists
from motorblok.console.team import board, end_of_day
from motorblok.kernel.charts import Point
from motorblok.sla.terms import Target

SHOWN = 10
DAYS = 28


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A client in the list of those at risk, the worst first."""

    client: ClientName
    load: Load
    missed: Missed
    late_url: str


@dataclass(frozen=True, slots=True)
class Week:
    """A number of this week beside that of the week before."""

    now: int
    before: int

    @property
    def change(self) -> int:
        """By how much it rose."""
        return self.now - self.before

    @property
    def fewer(self) -> int:
        """By how much it fell."""
        return self.before - self.now


@staff_only(StaffRole.OWNER)
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """The whole provider on one page, in a number of statements that does not depend on how many clients there are."""
    at, clients = now(), client_names(request.viewer)
    by_client = loads.by_client(at=at, soon_until=end_of_day(at))
    missed = {each.client_id: each for each in loads.missed_by_client(at=at)}
    context: dict[str, Any] = {
        "whole": _whole(by_client.values()),
        "risks": _risks(clients, by_client, missed),
        "missed": Week(*_sums(missed.values())),
        "targets": _targets(at),
        "links": {
            "open": board(),
            "late": board(show="late"),
            "soon": board(show="soon"),
            "nobody": board(assignee=NOBODY),
        },
        **_charts(at),
        **lists(clients, at=at),
    }
    return draw(request, "console/overview/page.html", section="overview", **context)


def _whole(each: Iterable[Load]) -> Load:
    found = list(each)
    return Load(**{name: sum(getattr(load, name) for load in found) for name in Load.__slots__})


def _sums(missed: Iterable[Missed]) -> tuple[int, int]:
    found = list(missed)
    return sum(each.now for each in found), sum(each.before for each in found)


def _risks(
    clients: Mapping[UUID, ClientName], by_client: Mapping[UUID, Load], missed: Mapping[UUID, Missed]
) -> list[AtRisk]:
    """Those with something late, or due today, or missed this week; late counts most."""
    rows = [
        AtRisk(
            client,
            by_client.get(key, Load()),
            missed.get(key, Missed(key, 0, 0)),
            board(client=client.slug, show="late"),
        )
        for key, client in clients.items()
    ]
    worst = [each for each in rows if each.load.late or each.load.soon or each.missed.now]
    return sorted(worst, key=lambda each: (-each.load.late, -each.missed.now, -each.load.soon))[:SHOWN]


def _targets(at: datetime) -> list[tuple[str, Week]]:
    """What was missed by kind of promise, in words."""
    return [
        (str(Target(each.target).label), Week(each.now, each.before))
        for each in loads.missed_by_target(at=at)
        if each.target in Target.values
    ]


def _charts(at: datetime) -> dict[str, Any]:
    """Four weeks by day: what was missed, what came and what was closed."""
    until = end_of_day(at)
    since = until - timedelta(days=DAYS)
    missed = loads.missed_by_day(since=since, until=at)
    work = {day.on: day for day in loads.days_of_work(since=since, until=at)}
    days = [timezone.localdate(at) - timedelta(days=n) for n in reversed(range(DAYS))]
    received = [work[on].received if on in work else 0 for on in days]
    closed = [work[on].closed if on in work else 0 for on in days]
    return {
        "missed_days": [_point(on, missed.get(on, 0), days) for on in days],
        "received_days": received,
        "closed_days": closed,
        "received_sum": sum(received[-7:]),
        "closed_sum": sum(closed[-7:]),
        "table": [(on, *row) for on, *row in zip(days, received, closed, _by(days, missed), strict=True)],
    }


def _by(days: Iterable[Any], counted: Mapping[Any, int]) -> list[int]:
    return [counted.get(on, 0) for on in days]


def _point(on: Any, many: int, days: list[Any]) -> Point:
    words = ngettext("%(day)s: %(many)s missed", "%(day)s: %(many)s missed", many)
    told = words % {"day": date_format(on, "D j F"), "many": many}
    return Point(many, told, is_marked=on > days[-8])
