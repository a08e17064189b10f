"""What the demo's provider promises each client: office hours, a desk around the clock, and two agreements."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from motorblok.config.demo.cast import Company
from motorblok.kernel.actors import Actor
from motorblok.sla.actions import (
    confirm_calendar,
    create_agreement,
    create_calendar,
    publish_agreement_version,
)
from motorblok.sla.models import Agreement
from motorblok.sla.seeds import seed_holidays

NAME, DESK = "Back office agreement", "Desk around the clock"
MINUTE, HOUR = 60, 3600
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*WORKDAYS, "sat", "sun")
OFFICE_HOURS = [["08:30", "17:00"]]
BY_PRIORITY = {"urgent": (1, 4), "high": (2, 8), "normal": (4, 16), "low": (8, 40)}
"""Hours until the first response and the resolution."""
DESK_TARGETS = {
    ("it-support", "urgent"): (15 * MINUTE, 4 * HOUR),
    ("it-support", "high"): (HOUR, 8 * HOUR),
    ("logistics", "urgent"): (30 * MINUTE, 6 * HOUR),
}
"""What is promised around the clock: seconds until the first response and the resolution."""
RENEWED = ("bakker", "harbour")
RENEWED_BEFORE = timedelta(days=10)


def targets_of(service_line: str, priority: str) -> tuple[int, int]:
    """Seconds until the first response and the resolution, as most agreements here promise them."""
    return DESK_TARGETS.get((service_line, priority)) or office_targets(priority)


def office_targets(priority: str) -> tuple[int, int]:
    """The same for what is done in office hours."""
    response, resolution = BY_PRIORITY[priority]
    return response * HOUR, resolution * HOUR


def promise(company: Company, *, actor: Actor, at: datetime, anchor: datetime) -> None:
    """Draw up the calendars and the agreements in the client's schema, once; some were renewed ten days ago."""
    if Agreement.objects.filter(name=NAME).exists():
        return
    years = range(at.year, anchor.year + 2)
    closed = [each.on for each in seed_holidays(company.country, years=list(years))]
    office = _calendar("Office hours", WORKDAYS, OFFICE_HOURS, company, closed, actor=actor, at=at)
    always = _calendar("Around the clock", EVERY_DAY, [["00:00", "24:00"]], company, [], actor=actor, at=at)
    since = at - timedelta(days=1)
    made = create_agreement(
        name=NAME, content=_content(office, BY_PRIORITY), effective_at=since, actor=actor, at=at
    )
    desk = {"lines": [_desk_line(always, *names) for names in DESK_TARGETS], "warn": [50, 75, 90]}
    create_agreement(name=DESK, content=desk, effective_at=since, actor=actor, at=at)
    if company.slug in RENEWED:
        renewed_at = anchor - RENEWED_BEFORE
        quicker = {**BY_PRIORITY, "normal": (3, 14)}
        content = _content(office, quicker)
        publish_agreement_version(
            made.agreement_id, content=content, effective_at=renewed_at, actor=actor, at=renewed_at
        )


def _calendar(
    name: str,
    days: tuple[str, ...],
    hours: list[list[str]],
    company: Company,
    closed: list[date],
    *,
    actor: Actor,
    at: datetime,
) -> str:
    content = {"timezone": company.time_zone, "week": dict.fromkeys(days, hours)}
    drawn = create_calendar(name=name, content=content, effective_on=date(at.year, 1, 1), actor=actor, at=at)
    confirm_calendar(drawn.calendar_id, holidays=closed, actor=actor, at=at)
    return str(drawn.calendar_id)


def _content(calendar: str, hours: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Lines by priority, and some service lines with terms of their own."""
    lines = [
        {"priority": priority, "calendar": calendar, "targets": _targets(response * HOUR, resolution * HOUR)}
        for priority, (response, resolution) in hours.items()
    ]
    both = {"resolution": ["client", "third_party"]}
    response, resolution = hours["normal"]
    targets = _targets(response * HOUR, 2 * resolution * HOUR)
    slow = {"calendar": calendar, "priority": "normal", "pauses": both, "targets": targets}
    lines += [
        {**slow, "service_line": "legal", "reopen": "new_cycle"},
        {**slow, "service_line": "procurement"},
    ]
    return {"lines": lines, "warn": [50, 75, 90]}


def _desk_line(calendar: str, service_line: str, priority: str) -> dict[str, Any]:
    targets = _targets(*DESK_TARGETS[service_line, priority])
    return {"service_line": service_line, "priority": priority, "calendar": calendar, "targets": targets}


def _targets(response: int, resolution: int) -> dict[str, int]:
    return {"first_response": response, "next_response": 2 * response, "resolution": resolution}
