"""Tells Sentry that what the beat looks after was done: a silence means that the beat, the broker or the worker is down."""

from time import monotonic
from typing import Any

import sentry_sdk
from celery import Task
from celery.schedules import crontab
from django.utils.text import slugify
from sentry_sdk.crons import capture_checkin
from sentry_sdk.crons.consts import MonitorStatus

HEADER = "motorblok_beat"
MINUTE = 60


def named(schedule: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """A schedule of the beat whose messages bear the name of their entry."""
    return {
        name: {**entry, "options": {**entry.get("options", {}), "headers": {HEADER: name}}}
        for name, entry in schedule.items()
    }


def header(task: Task[..., Any], name: str) -> Any:
    """A header of the message that a task came in, also of one that is done at once, without a message."""
    return getattr(task.request, name, None) or (task.request.headers or {}).get(name)


def check_in(task: Task[..., Any], *, succeeded: bool, seconds: float) -> None:
    """Tell that a task of the beat was done, and whether it went well; at most once a minute for each process."""
    name = header(task, HEADER)
    entry = task.app.conf.beat_schedule.get(name)
    if entry is None or not sentry_sdk.is_initialized():
        return
    status = MonitorStatus.OK if succeeded else MonitorStatus.ERROR
    if monotonic() < _told.get((name, status), 0) + MINUTE:
        return
    _told[name, status] = monotonic()
    capture_checkin(slugify(name), status=status, duration=seconds, monitor_config=_config(entry["schedule"]))


def _config(schedule: Any) -> Any:
    """What Sentry is to expect: Sentry knows no shorter turn than a minute."""
    if isinstance(schedule, crontab):
        made_from: Any = schedule.__reduce__()
        minute, hour, weekday, day, month = made_from[1]
        return {
            "schedule": {"type": "crontab", "value": f"{minute} {hour} {day} {month} {weekday}"},
            "timezone": "UTC",
            "checkin_margin": 30,
            "max_runtime": 120,
        }
    minutes = max(1, int(schedule) // MINUTE)
    return {
        "schedule": {"type": "interval", "value": minutes, "unit": "minute"},
        "checkin_margin": max(5, minutes // 10),
        "max_runtime": 30,
    }


_told: dict[tuple[str, str], float] = {}
