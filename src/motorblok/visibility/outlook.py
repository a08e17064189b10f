"""What would be promised for work that the client has not asked for yet."""

from dataclasses import dataclass
from datetime import datetime

from motorblok.accounts.viewers import ContactViewer
from motorblok.sla import promises
from motorblok.sla.calendars import calendar


@dataclass(frozen=True, slots=True)
class PromisedSeen:
    """A target that would begin to run: its kind and the instant at which it would be due."""

    kind: str
    due_at: datetime


def promised(
    viewer: ContactViewer, *, service_line: str, priority: str, at: datetime
) -> tuple[PromisedSeen, ...]:
    """What the agreements in force promise for a request received at `at`; nothing where the viewer may not ask.

    A next response is promised only from a message on, so it has no instant yet. Two statements.
    """
    if not viewer.may_see_line(service_line):
        return ()
    chosen = promises.choose(service_line=service_line, level="", priority=priority, at=at)
    return tuple(
        PromisedSeen(each.kind, calendar(each.calendar_version).add(at, each.target_seconds).due_at)
        for each in chosen
        if each.kind != "next_response"
    )
