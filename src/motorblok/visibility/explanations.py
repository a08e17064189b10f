"""Why a promise stands as it does: the stretches that counted, which are the client's proof as much as the provider's."""

from dataclasses import dataclass
from datetime import datetime

from motorblok.accounts.viewers import Viewer
from motorblok.sla import explain
from motorblok.visibility.promises import standing_of
from motorblok.visibility.queries import found
from motorblok.visibility.seen import Standing


@dataclass(frozen=True, slots=True)
class StretchSeen:
    """A stretch of open hours that counted, in business seconds; `total_seconds` is what had counted at its end."""

    start_at: datetime
    end_at: datetime
    counted_seconds: int
    total_seconds: int
    calendar: str
    zone: str
    words: str


@dataclass(frozen=True, slots=True)
class ReasonSeen:
    """Something that moved the clock, in the active language."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseExplained:
    """One promise with all its figures; seconds are business time of the calendar that it is pinned to."""

    kind: str
    standing: Standing
    agreement: str
    target_seconds: int
    consumed_seconds: int
    started_at: datetime | None
    due_at: datetime | None
    breach_at: datetime | None
    decided_at: datetime | None
    reasons: tuple[ReasonSeen, ...]
    stretches: tuple[StretchSeen, ...]


def explanation(viewer: Viewer, number: str, *, at: datetime) -> tuple[PromiseExplained, ...]:
    """The promises on a task, computed afresh from its events until `at`. Raises NotFound."""
    subject = found(viewer, number).subject
    return tuple(_explained(each, at) for each in explain.lines(subject, now=at))


def _explained(clock: explain.Explained, at: datetime) -> PromiseExplained:
    state = clock.state
    return PromiseExplained(
        kind=state.promise.kind,
        standing=standing_of(state, at=at),
        agreement=str(clock.agreement),
        target_seconds=state.promise.target_seconds,
        consumed_seconds=state.consumed,
        started_at=state.started_at,
        due_at=state.due_at,
        breach_at=state.breach_at,
        decided_at=state.decided_at if state.stopped_at else None,
        reasons=tuple(ReasonSeen(reason.at, str(reason.words)) for reason in clock.reasons),
        stretches=tuple(_stretch(line) for line in clock.lines),
    )


def _stretch(line: explain.Line) -> StretchSeen:
    return StretchSeen(
        start_at=line.start_at,
        end_at=line.end_at,
        counted_seconds=line.counted,
        total_seconds=line.total,
        calendar=str(line.calendar),
        zone=line.zone,
        words=line.words,
    )
