"""What the demo's provider promises each client: office hours, a desk around the clock, and one agreement."""

from datetime import date, datetime, timedelta
from typing import Any

from motorblok.config.demo.cast import Company
from motorblok.kernel.actors import Actor
from motorblok.sla.actions import confirm_calendar, create_agreement, create_calendar
from motorblok.sla.models import Agreement
from motorblok.sla.seeds import seed_holidays

NAME = "Back office agreement"
MINUTE, HOUR = 60, 3600
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*WORKDAYS, "sat", "sun")
BY_PRIORITY = {"urgent": (1, 4), "high": (2, 8), "normal": (4, 16), "low": (8, 40)}


def promise(company: Company, *, actor: Actor, at: datetime, anchor: datetime) -> None:
    """Draw up the calendars and the agreement in the client's schema, once."""
    if Agreement.objects.filter(name=NAME).exists():
        return
    years = [at.year, anchor.year, anchor.year + 1]
    holidays = seed_holidays(company.country, years=sorted(set(years)))
    closed = [each.on for each in holidays]
    office = _calendar("Office hours", WORKDAYS, [["08:30", "17:00"]], company, closed, actor=actor, at=at)
    always = _calendar("Around the clock", EVERY_DAY, [["00:00", "24:00"]], company, [], actor=actor, at=at)
    content = {"lines": [*_office_lines(office), _emergency_line(always)], "warn": [50, 75, 90]}
    create_agreement(name=NAME, content=content, effective_at=at - timedelta(days=1), actor=actor, at=at)


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


def _office_lines(calendar: str) -> list[dict[str, Any]]:
    return [
        {
            "priority": priority,
            "calendar": calendar,
            "targets": {"first_response": response * HOUR, "resolution": resolution * HOUR},
        }
        for priority, (response, resolution) in BY_PRIORITY.items()
    ]


def _emergency_line(calendar: str) -> dict[str, Any]:
    return {
        "service_line": "it-support",
        "priority": "urgent",
        "calendar": calendar,
        "targets": {"first_response": 15 * MINUTE, "resolution": 4 * HOUR},
    }
