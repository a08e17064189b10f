"""When work comes in: more on a Monday morning than on a Friday afternoon, more at the end of a month, little at night."""

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from motorblok.config.demo.cast import Company
from motorblok.sla.business_time import Calendar

DAYS = 90
WEEKDAYS = (1.35, 1.1, 1.0, 0.95, 0.7, 0.04, 0.02)
HOURS = {
    7: 0.1,
    8: 0.6,
    9: 1.6,
    10: 1.5,
    11: 1.2,
    12: 0.6,
    13: 1.0,
    14: 1.3,
    15: 1.1,
    16: 0.8,
    17: 0.2,
    20: 0.1,
}
CLOSING_OF_THE_MONTH = 1.4
HOLIDAY = 0.03


def receipts(company: Company, office: Calendar, anchor: datetime, dice: random.Random) -> list[datetime]:
    """When a company asks for something in the ninety days before the anchor instant, in order."""
    zone = ZoneInfo(company.time_zone)
    today = anchor.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    weights = [_weight(day, office, zone) for day in days]
    chosen = dice.choices(days, weights, k=company.tasks)
    instants = (datetime.combine(day, _time(dice), tzinfo=zone) for day in chosen)
    return sorted(instant for instant in instants if instant < anchor)


def back(office: Calendar, anchor: datetime, seconds: int) -> datetime:
    """The instant before the anchor with this much office time in between."""
    begin = anchor - timedelta(days=14 + seconds // 3600)
    return office.add(begin, max(0, office.elapsed(begin, anchor) - seconds)).due_at


def _weight(day: date, office: Calendar, zone: ZoneInfo) -> float:
    weight = WEEKDAYS[day.weekday()]
    midnight = datetime.combine(day, time(), tzinfo=zone)
    if day.weekday() < 5 and not office.elapsed(midnight, midnight + timedelta(days=1)):
        return weight * HOLIDAY
    return weight * (CLOSING_OF_THE_MONTH if day.day >= 26 or day.day <= 2 else 1.0)


def _time(dice: random.Random) -> time:
    (hour,) = dice.choices(list(HOURS), list(HOURS.values()))
    return time(hour, dice.randrange(60), dice.randrange(60))
