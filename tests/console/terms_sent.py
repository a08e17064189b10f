"""What the forms of calendars and agreements send."""

from uuid import uuid4

RULES = {"pauses_resolution": ["client"], "reopen": "resume", "floor": "30"}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def special(hours=(), breaks=()):
    """Rows of days with hours of their own, and of breaks: each a date and its times, such as 09:00 and 13:00."""
    fields = {}
    for prefix, rows in (("own-hours", hours), ("breaks", breaks)):
        fields |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for n, (on, *times) in enumerate(rows):
            names = [f"{prefix}-{n}-{i // 2}_{('from', 'to')[i % 2]}" for i in range(len(times))]
            fields |= {f"{prefix}-{n}-on": on, **dict(zip(names, times, strict=True))}
    return fields


def week(**changes):
    """From nine to five on workdays; `changes` are fields, such as mon_1_from."""
    fields = {f"{day}_0_{end}": at for day in DAYS[:5] for end, at in (("from", "09:00"), ("to", "17:00"))}
    return {**fields, **changes}


def a_calendar(**changes):
    """A first version."""
    fields = {"token": str(uuid4()), "name": "Desk", "effective_on": "2026-01-01"}
    rest = {"time_zone": "Europe/Amsterdam", "country": "NL", "part": ""}
    return {**fields, **rest, **week(), **special(), **changes}


def a_version(**changes):
    """A further version of a calendar, from a day that is surely to come."""
    fields = {"token": str(uuid4()), "effective_on": "2090-01-01", "time_zone": "Europe/Amsterdam"}
    return {**fields, "country": "", "part": "", "seen": "", **week(), **special(), **changes}


def an_agreement(*lines, known=0, **changes):
    """An agreement; `known` is how many of the lines stood in the version before."""
    fields = {"token": str(uuid4()), "effective_on": "2026-01-01", "warn": "50, 75, 90"}
    rows = {f"lines-{n}-{name}": value for n, line in enumerate(lines) for name, value in line.items()}
    counts = {"lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": known}
    return {**fields, **counts, **rows, **RULES, **changes}
