"""What the work says of itself that is counted for billing; what it costs is not known here.

A task is counted when it is received and when it is resolved. Reopening takes the resolution back, so that one that is
resolved, reopened and resolved again counts once, and one that is cancelled in the end not at all. Internal tasks do not
exist for the client and are not counted; time on them is, under a meter of its own, for what they cost the provider.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from motorblok.audit.billable import Billable, TakenBack
from motorblok.audit.queries import last_of_kind
from motorblok.work import events
from motorblok.work.models import State, Task, TimeEntry

RECEIVED, RESOLVED, TIME, INTERNAL_TIME = "tasks_received", "tasks_resolved", "time", "internal_time"
Facts = list[dict[str, Any]]


def received(task: Task) -> Facts:
    """What the receipt of a task counts for."""
    return _counted(task, RECEIVED)


def resolved(task: Task) -> Facts:
    """What resolving a task counts for."""
    return _counted(task, RESOLVED)


def reopened(task: Task) -> Facts:
    """What is taken back when a task, as it still stands, is opened again. One statement for a resolved one."""
    if task.is_internal or task.state != State.RESOLVED:
        return []
    told = last_of_kind(task.subject, events.RESOLVED)
    return _counted(task, RESOLVED, takes_back=TakenBack(told)) if told else []


def worked(task: Task, seconds: int, *, on: date) -> Facts:
    """What time on a task counts for."""
    return [_time(task, seconds, on=on).as_fact()]


def unworked(task: Task, entry: TimeEntry) -> Facts:
    """What is taken back with a time entry."""
    return [_time(task, -entry.seconds, on=entry.worked_on, takes_back=TakenBack(entry.event_id)).as_fact()]


def _counted(task: Task, meter: str, *, takes_back: TakenBack | None = None) -> Facts:
    if task.is_internal:
        return []
    quantity = Decimal(-1 if takes_back else 1)
    fact = Billable(
        meter=meter, quantity=quantity, unit="piece", service_line=task.service_line, takes_back=takes_back
    )
    return [fact.as_fact()]


def _time(task: Task, seconds: int, *, on: date, takes_back: TakenBack | None = None) -> Billable:
    return Billable(
        meter=INTERNAL_TIME if task.is_internal else TIME,
        quantity=Decimal(seconds),
        unit="second",
        service_line=task.service_line,
        on=on,
        takes_back=takes_back,
    )
