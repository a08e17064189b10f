"""The clocks of a subject as a pure function of its signals: the same signals give the same figures."""

from collections.abc import Iterable
from datetime import datetime

from motorblok.audit.queries import Signal
from motorblok.sla import signals
from motorblok.sla.lives import Life
from motorblok.sla.promises import promised_by
from motorblok.sla.runs import OPENERS, Calendars, Run, course_of
from motorblok.sla.states import ClockState, Outcome, Reason, Segment, State, Stretch, blank
from motorblok.sla.terms import KINDS

__all__ = ["Calendars", "ClockState", "Outcome", "Reason", "Segment", "State", "Stretch", "fold"]


def fold(history: Iterable[Signal], calendars: Calendars, *, now: datetime) -> tuple[ClockState, ...]:
    """Fold the signals that happened until `now`: every cycle of every target, by kind as they fall due, and by number.

    `calendars` gives the calendar of a version's id. Whatever the order in which the signals arrived, they count in
    the order in which they happened; those of voided events do not count, but what they had begun keeps its number.
    """
    heard = list(history)
    voided = signals.taken_back(heard)
    folding = _Folding(calendars)
    ordered = signals.in_order(heard)
    for signal in ordered:
        if signal.at > now:
            break
        if voided and str(signal.event_id) in voided:
            folding.skip(signal)
        else:
            folding.hear(signal)
    states = [state for kind in KINDS if kind in folding.runs for state in folding.runs[kind].states_at(now)]
    return tuple(states) or _to_come(ordered, voided, calendars)


class _Folding:
    __slots__ = ("calendars", "is_taken_back", "life", "runs")

    def __init__(self, calendars: Calendars) -> None:
        self.calendars = calendars
        self.life = Life()
        self.runs: dict[str, Run] = {}
        self.is_taken_back = False

    def hear(self, signal: Signal) -> None:
        if self.life.started is None and signal.name != signals.STARTED:
            if self.is_taken_back:
                self._pass_over(signal)
            return
        if signal.name != signals.STARTED or self.life.started is None:
            self._promise(signal)
        self.life.hear(signal)
        for run in self.runs.values():
            run.follow(self.life, signal)

    def skip(self, signal: Signal) -> None:
        """What a voided event had promised is still known by name, so that its clocks can be told as voided."""
        if signal.name == signals.STARTED and self.life.started is None:
            self.is_taken_back = True
            self._promise(signal)
        self._pass_over(signal)

    def _pass_over(self, signal: Signal) -> None:
        for run in self.runs.values():
            run.skip(signal)

    def _promise(self, signal: Signal) -> None:
        for promise in promised_by(signal):
            run = self.runs.get(promise.kind)
            if run is None:
                self.runs[promise.kind] = Run.under(promise, self.calendars)
            else:
                run.repromise(promise, signal)


def _to_come(ordered: Iterable[Signal], voided: set[str], calendars: Calendars) -> tuple[ClockState, ...]:
    """The clocks of work that has not begun yet."""
    for signal in ordered:
        if signal.name == signals.STARTED and str(signal.event_id) not in voided:
            promised = [each for each in promised_by(signal) if signals.STARTED in OPENERS[each.kind]]
            return tuple(
                blank(each, signal, State.WAITING, course=course_of(each, calendars)) for each in promised
            )
    return ()
