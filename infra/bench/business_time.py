"""How fast a due date is found in business time, beside pandas and businesstimedelta on the same hours."""

import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import starmap
from operator import add
from typing import Any

import businesstimedelta as btd
import pandas as pd
import pytz

from infra.bench.figures import Figure, digits
from infra.bench.sampling import in_turns
from infra.bench.scale import Scale
from motorblok.sla.business_time import Calendar

AMSTERDAM = pytz.timezone("Europe/Amsterdam")
HOLIDAYS = [date(2026, *day) for day in ((1, 1), (4, 3), (4, 6), (4, 27), (5, 5), (5, 14), (5, 25), (12, 25))]
OPEN, CLOSE = "09:00", "17:00"
LONGEST_HOURS = 40
HOUR = 3600
SHARES = (1, 20, 100)
"""How many of the questions each answers in a round: the slower two get fewer, so that a round stays short."""


@dataclass(frozen=True, slots=True)
class Side:
    """One library: the function that adds, and what it is given for each question."""

    add: Callable[[Any, Any], Any]
    given: list[tuple[Any, Any]]

    def answer(self, share: int) -> None:
        """Answer one in `share` of the questions, keeping nothing."""
        deque(starmap(self.add, self.given[: len(self.given) // share]), maxlen=0)


class DisagreeOnTime(AssertionError):
    """Two of the compared libraries give different answers: the figures would compare different work."""


def figures(scale: Scale) -> list[Figure]:
    """The two ratios. Raises DisagreeOnTime where one of the three answers differently."""
    questions = _questions(2000 * scale.repeat)
    sides = [_ours(questions), _pandas(questions), _businesstimedelta(questions)]
    agree(sides, len(questions) // SHARES[-1])
    costs = in_turns(
        [partial(side.answer, share) for side, share in zip(sides, SHARES, strict=True)], rounds=scale.rounds
    )
    ours, theirs, thirds = [
        (cost.wall / len(questions) * share, cost.cpu / len(questions) * share)
        for cost, share in zip(costs, SHARES, strict=True)
    ]
    return [
        _figure("pandas' CustomBusinessHour", ours, theirs, floor=40),
        _figure("businesstimedelta", ours, thirds, floor=150),
    ]


def agree(sides: Sequence[Side], count: int) -> None:
    """Check that the others find one of our two edges of a target. Raises DisagreeOnTime."""
    ours, *others = [[side.add(*given) for given in side.given[:count]] for side in sides]
    for number, due in enumerate(ours):
        found = {answers[number] for answers in others}
        if not found <= {due.due_at, due.breach_at}:
            raise DisagreeOnTime(f"{sides[0].given[number]}: {due}, not {found}")


def _questions(count: int) -> list[tuple[datetime, int]]:
    chance = random.Random(7)
    first = datetime(2026, 1, 5, tzinfo=UTC)
    starts = [first + timedelta(seconds=chance.randrange(330 * 86_400)) for _ in range(count)]
    return [(start, chance.randint(1, LONGEST_HOURS)) for start in starts]


def _ours(questions: Sequence[tuple[datetime, int]]) -> Side:
    week = {day: [[OPEN, CLOSE]] for day in ("mon", "tue", "wed", "thu", "fri")}
    holidays = [day.isoformat() for day in HOLIDAYS]
    calendar = Calendar({"timezone": "Europe/Amsterdam", "week": week, "holidays": holidays})
    return Side(calendar.add, [(start, hours * HOUR) for start, hours in questions])


def _pandas(questions: Sequence[tuple[datetime, int]]) -> Side:
    offsets = {
        hours: pd.offsets.CustomBusinessHour(hours, start=OPEN, end=CLOSE, holidays=HOLIDAYS)
        for hours in range(1, LONGEST_HOURS + 1)
    }
    return Side(
        add, [(pd.Timestamp(start).tz_convert(AMSTERDAM), offsets[hours]) for start, hours in questions]
    )


def _businesstimedelta(questions: Sequence[tuple[datetime, int]]) -> Side:
    # It fails after the last listed holiday, so one far ahead is listed too.
    days = dict.fromkeys([*HOLIDAYS, date(2030, 1, 1)], "holiday")
    desk = btd.WorkDayRule(start_time=time(9), end_time=time(17), working_days=[0, 1, 2, 3, 4], tz=AMSTERDAM)
    rules = btd.Rules([desk, btd.HolidayRule(days, tz=AMSTERDAM)])
    deltas = {hours: btd.BusinessTimeDelta(rules, hours=hours) for hours in range(1, LONGEST_HOURS + 1)}
    return Side(add, [(start, deltas[hours]) for start, hours in questions])


def _figure(name: str, ours: tuple[float, float], theirs: tuple[float, float], *, floor: float) -> Figure:
    words = [f"{digits(wall * 1e6)} us (cpu {digits(cpu * 1e6)})" for wall, cpu in (ours, theirs)]
    return Figure(
        name=f"Due date in business time, beside {name}",
        ours=words[0],
        theirs=words[1],
        value=theirs[0] / ours[0],
        by_cpu=theirs[1] / ours[1],
        floor=floor,
    )
