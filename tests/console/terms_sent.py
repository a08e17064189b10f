"""What the forms of calendars and agreements send."""

from uuid import uuid4

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def week(**changes):
    """From nine to five on workdays; `changes` are fields, such as mon_1_from."""
    fields = {f"{day}_0_{end}": at for day in DAYS[:5] for end, at in (("from", "09:00"), ("to", "17:00"))}
    return {**fields, **changes}


def a_calendar(**changes):
    """A first version."""
    fields = {"token": str(uuid4()), "name": "Desk", "effective_on": "2026-01-01"}
    return {**fields, "time_zone": "Europe/Amsterdam", "country": "NL", "part": "", **week(), **changes}


def a_version(**changes):
    """A further version of a calendar, from a day that is surely to come."""
    fields = {"token": str(uuid4()), "effective_on": "2090-01-01", "time_zone": "Europe/Amsterdam"}
    return {**fields, "country": "", "part": "", "seen": "", **week(), **changes}


def an_agreement(*lines, known=0, **changes):
    """An agreement; `known` is how many of the lines stood in the version before."""
    fields = {"token": str(uuid4()), "effective_on": "2026-01-01", "warn": "50, 75, 90"}
    rows = {f"lines-{n}-{name}": value for n, line in enumerate(lines) for name, value in line.items()}
    counts = {"lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": known}
    return {**fields, **counts, **rows, **changes}
