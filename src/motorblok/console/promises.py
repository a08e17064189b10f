"""The promises on a task: each clock as a bar, with why it was promised and how its time was counted."""

from dataclasses import dataclass
from datetime import datetime

from motorblok.kernel import bars
from motorblok.kernel.bars import Bar
from motorblok.sla import explain
from motorblok.sla.explain import Explained, Line
from motorblok.sla.fold import ClockState, Outcome


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """One promise on the page of a task."""

    kind: str
    words: str
    bar: Bar
    due_at: datetime | None
    summary: str
    reasons: tuple[str, ...]
    lines: tuple[Line, ...]


def promises_of(subject: str, *, at: datetime) -> list[PromiseShown]:
    """The promises on a subject as they stand at an instant."""
    return [_shown(each, at=at) for each in explain.lines(subject, now=at)]


def _shown(explained: Explained, *, at: datetime) -> PromiseShown:
    state = explained.state
    return PromiseShown(
        kind=state.promise.kind,
        words=explained.target,
        bar=_bar(state, at=at),
        due_at=state.due_at,
        summary=explained.summary,
        reasons=tuple(str(reason.words) for reason in explained.reasons),
        lines=explained.lines,
    )


def _bar(state: ClockState, *, at: datetime) -> Bar:
    used = min(100, state.consumed * 100 // state.promise.target_seconds)
    if state.stopped_at:
        is_met = state.outcome == Outcome.MET
        return bars.decided(met=is_met, decided_at=state.stopped_at, due_at=state.due_at, share=used)
    if state.due_at is None:
        return bars.absent()
    return bars.running(since_at=at, due_at=state.due_at, breach_at=state.breach_at, share_then=used, now=at)
