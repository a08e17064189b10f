"""What events say to the clocks: the signals, the order of those that happen at once, and which of them still stand."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from motorblok.audit.actions import IMPORT
from motorblok.audit.queries import Signal

STARTED = "started"
RESUMED = "resumed"
REOPENED = "reopened"
CLIENT_WROTE = "client_wrote"
PRIORITISED = "prioritised"
AMENDED = "amended"
ACKNOWLEDGED = "acknowledged"
RESPONDED = "responded"
RESOLVED = "resolved"
CANCELLED = "cancelled"
PAUSED = "paused"
VOIDED = "voided"

# At one instant, what starts a clock comes before what stops it, and a pause last: a reply that asks still counts.
RANK = {
    STARTED: 0,
    RESUMED: 1,
    REOPENED: 1,
    CLIENT_WROTE: 2,
    PRIORITISED: 3,
    AMENDED: 3,
    ACKNOWLEDGED: 4,
    RESPONDED: 4,
    RESOLVED: 5,
    CANCELLED: 5,
    PAUSED: 6,
}
LAST = 9
Place = tuple[datetime, int, UUID, int, str]


def standing(history: Iterable[Signal]) -> list[Signal]:
    """The signals in the order in which they happened, without those of events that were voided."""
    heard = list(history)
    voided = taken_back(heard)
    return [each for each in in_order(heard) if str(each.event_id) not in voided]


def in_order(history: Iterable[Signal]) -> list[Signal]:
    """The signals in the order in which they happened, voided ones too; the order of arrival plays no part.

    At one instant their rank decides, then the event's id. Imported ones keep the order of their log, which is that
    of their ids, for its instants are often no finer than a second; only a start comes first.
    """
    return sorted((each for each in history if each.name != VOIDED), key=_place)


def taken_back(history: Iterable[Signal]) -> set[str]:
    """The ids of the events that were voided: a VOIDED signal names one in its fact `voids`."""
    return {str(signal.facts.get("voids")) for signal in history if signal.name == VOIDED}


def start(history: Iterable[Signal]) -> Signal | None:
    """The first start that still stands; where all were voided, the first of them; None without one."""
    heard = list(history)
    voided = taken_back(heard)
    starts = [signal for signal in in_order(heard) if signal.name == STARTED]
    left = (signal for signal in starts if str(signal.event_id) not in voided)
    return next(left, starts[0] if starts else None)


def _place(signal: Signal) -> Place:
    rank = RANK.get(signal.name, LAST)
    among_others = min(rank, 1) if signal.source == IMPORT else rank
    return signal.at, among_others, signal.event_id, rank, signal.name
