"""The client's tasks: the list with its filters, and the page of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.portal.door import draw, now
from motorblok.portal.words import line_names, promises, shown
from motorblok.visibility import queries
from motorblok.visibility.queries import Cursor, Filters
from motorblok.visibility.seen import Happening

SIGNS: Mapping[str, str] = {
    "work.task.received": "inbox",
    "work.task.assigned": "user-plus",
    "work.task.taken": "hand",
    "work.task.resolved": "check",
    "sla.clock.breached": "alarm-clock-off",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the filters."""

    name: str
    label: str
    any: str
    value: str
    options: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    words: str
    icon: str


@contact_only()
@require_safe
def tasks(request: ContactRequest) -> HttpResponse:
    """The list, the newest first."""
    at, asked = now(), _asked(request.GET)
    found = queries.tasks(request.viewer, asked, at=at, after=_read(request.GET.get("after", "")))
    return draw(
        request,
        "portal/tasks/list.html",
        section="tasks",
        tasks=[shown(task, at=at) for task in found.tasks],
        more=_more(asked, found.next) if found.next else "",
        filters=asked,
        is_filtered=any((asked.state, asked.service_line, asked.text)),
        choices=_choices(asked),
    )


@contact_only()
@require_safe
def task(request: ContactRequest, number: str) -> HttpResponse:
    """One task, with all that a client sees of it."""
    at = now()
    opened = queries.task(request.viewer, number, at=at)
    return draw(
        request,
        "portal/tasks/page.html",
        section="tasks",
        task=opened,
        shown=shown(opened, at=at),
        promises=promises(opened, at=at),
        entries=[_moment(each) for each in opened.happenings],
    )


def _asked(query: QueryDict) -> Filters:
    state, line = query.get("state", ""), query.get("service_line", "")
    return Filters(
        state=state if state in {"open", "resolved"} else "",
        service_line=line if line in line_names() else "",
        text=query.get("text", "").replace("\x00", "").strip()[:100],
    )


def _choices(asked: Filters) -> list[Choice]:
    states = [("open", _("Being done")), ("resolved", _("Resolved"))]
    return [
        Choice("state", _("State"), _("All states"), asked.state, states),
        Choice(
            "service_line",
            _("Service line"),
            _("All service lines"),
            asked.service_line,
            list(line_names().items()),
        ),
    ]


def _more(asked: Filters, after: Cursor) -> str:
    fields = {"state": asked.state, "service_line": asked.service_line, "text": asked.text}
    place = f"{after.received_at.isoformat()}~{after.number}"
    return "?" + urlencode({name: value for name, value in {**fields, "after": place}.items() if value})


def _read(place: str) -> Cursor | None:
    instant, _separator, number = place.partition("~")
    try:
        received_at = datetime.fromisoformat(instant).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Cursor(received_at, number) if number.isprintable() and number else None


def _moment(happening: Happening) -> Moment:
    return Moment(happening.at, happening.words, SIGNS.get(happening.kind, "dot"))
