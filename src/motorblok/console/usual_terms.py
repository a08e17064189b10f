"""Agreements that are usual: a proposal to begin from, whose every figure can be changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HOUR = 3600
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Usual:
    """A proposal: office hours, and hours until the first response and the resolution by priority (empty: any)."""

    key: str
    name: str | Promise
    words: str | Promise
    opens: str
    closes: str
    hours: Mapping[str, tuple[float, float]]

    @property
    def week(self) -> dict[str, list[list[str]]]:
        """Its hours as a calendar's content has them."""
        return {day: [[self.opens, self.closes]] for day in WORKDAYS}

    def lines(self, calendar: str) -> list[dict[str, Any]]:
        """Its lines on a calendar, as an agreement's content has them."""
        return [
            {
                **({"priority": priority} if priority else {}),
                "calendar": calendar,
                "targets": {"first_response": round(first * HOUR), "resolution": round(whole * HOUR)},
            }
            for priority, (first, whole) in self.hours.items()
        ]


USUAL = (
    Usual(
        "standard",
        _("Standard"),
        _("Working days from 9 to 17; an answer within 1 to 8 hours by priority, done within 4 to 40."),
        "09:00",
        "17:00",
        {"": (4, 16), "low": (8, 40), "high": (2, 8), "urgent": (1, 4)},
    ),
    Usual(
        "fast",
        _("Fast"),
        _("Working days from 8 to 18; an answer within half an hour to 4 hours, done within 2 to 16."),
        "08:00",
        "18:00",
        {"": (2, 8), "low": (4, 16), "high": (1, 4), "urgent": (0.5, 2)},
    ),
    Usual(
        "plain",
        _("Plain"),
        _("Working days from 9 to 17; every task answered within a day and done within five."),
        "09:00",
        "17:00",
        {"": (8, 40)},
    ),
)


def usual(key: str) -> Usual:
    """The proposal of that key. Raises StopIteration for none, which a form's choices rule out."""
    return next(each for each in USUAL if each.key == key)
