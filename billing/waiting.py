"""When something is tried again: later each time, never all at once, and a person is told when it does not help."""

import random
from datetime import datetime, timedelta

LEASE = timedelta(minutes=2)
"""So long somebody may work on a row before it counts as fallen over."""

TRIES = 12
FIRST, LONGEST = timedelta(seconds=30), timedelta(hours=4)
UNKNOWN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
"""When an object that nobody knows is looked for again: our own row may not be committed yet."""

NOT_YET = timedelta(minutes=15)
NOT_YET_FOR = timedelta(days=3)
JITTER = 0.2
_dice = random.Random()  # noqa: S311  spreads load, guards nothing


def later(attempts: int, *, at: datetime) -> datetime:
    """The next turn after so many: 30 seconds and twice that each time up to 4 hours, a fifth more or less."""
    wait: timedelta = min(FIRST * 2 ** (attempts - 1), LONGEST)
    return at + timedelta(seconds=wait.total_seconds() * _dice.uniform(1 - JITTER, 1 + JITTER))
