"""What events say to the clocks: the signals, the order of those that happen at once, and which of them still stand."""

from collections.abc import Iterable

from motorblok.audit.queries import Signal

STARTED = "started"
RESPONDED = "responded"
RESOLVED = "resolved"
CLIENT_WROTE = "client_wrote"
PAUSED = "paused"
RESUMED = "resumed"
PRIORITISED = "prioritised"
REOPENED = "reopened"
CANCELLED = "cancelled"
VOIDED = "voided"

# At one second, what starts a clock comes before what stops it.
RANK = {STARTED: 0, RESPONDED: 4, RESOLVED: 5}
LAST = 9


def standing(history: Iterable[Signal]) -> list[Signal]:
    """The signals in the order in which they happened, without those of events that were voided.

    A VOIDED signal names in its fact `voids` the id of the event that it takes back. Order of arrival plays no part.
    """
    heard = list(history)
    voided = {signal.facts["voids"] for signal in heard if signal.name == VOIDED}
    left = (each for each in heard if each.name != VOIDED and str(each.event_id) not in voided)
    return sorted(
        left, key=lambda each: (each.at.replace(microsecond=0), RANK.get(each.name, LAST), each.event_id)
    )


def start(history: Iterable[Signal]) -> Signal | None:
    """The latest start that still stands; where all were voided, the latest of them; None without one."""
    starts = [signal for signal in history if signal.name == STARTED]
    left = [signal for signal in standing(history) if signal.name == STARTED]
    return next(reversed(left or starts), None)
