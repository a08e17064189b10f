"""Why a promise stands as it does: the stretches that counted, which are the client's proof as much as the provider's."""

from dataclasses import dataclass
from datetime import datetime

from motorblok.accounts.viewers import Viewer
from motorblok.sla import explain
from motorblok.sla.fold import State
from motorblok.visibility.promises import standing_of
from motorblok.visibility.queries import found
from motorblok.visibility.seen import Standing


@dataclass(frozen=True, slots=True)
class StretchSeen:
    """A stretch of a promise's life, in business seconds; `total_seconds` is what had counted at its end.

    `kind` is running, paused or resolved; in the latter two nothing counted, and `not_counted_seconds` were open.
    `party` had the task in that time: provider, client, third_party, or nobody.
    """

    start_at: datetime
    end_at: datetime
    kind: str
    party: str
    counted_seconds: int
    not_counted_seconds: int
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
    cycle: int
    standing: Standing
    agreement: str
    target_seconds: int
    consumed_seconds: int
    started_at: datetime | None
    due_at: datetime | None
    due_if_resumed_at: datetime | None
    breach_at: datetime | None
    decided_at: datetime | None
    reasons: tuple[ReasonSeen, ...]
    stretches: tuple[StretchSeen, ...]

    @property
    def still(self) -> tuple[StretchSeen, ...]:
        """The stretches that did not count."""
        return tuple(each for each in self.stretches if each.kind != "running")


def explanation(viewer: Viewer, number: str, *, at: datetime) -> tuple[PromiseExplained, ...]:
    """The promises on a task, computed afresh from its events until `at`, but those taken back. Raises NotFound."""
    subject = found(viewer, number).subject
    clocks = explain.lines(subject, now=at)
    return tuple(_explained(each, at) for each in clocks if each.state.state is not State.VOIDED)


def _explained(clock: explain.Explained, at: datetime) -> PromiseExplained:
    state = clock.state
    return PromiseExplained(
        kind=state.kind,
        cycle=state.cycle,
        standing=standing_of(state, at=at),
        agreement=str(clock.agreement),
        target_seconds=state.target_seconds,
        consumed_seconds=state.consumed,
        started_at=state.started_at,
        due_at=state.due_at,
        due_if_resumed_at=state.due_if_resumed_at,
        breach_at=state.breach_at,
        decided_at=state.decided_at if state.stopped_at else None,
        reasons=tuple(ReasonSeen(reason.at, str(reason.words)) for reason in clock.reasons),
        stretches=tuple(_stretch(line) for line in clock.lines),
    )


def _stretch(line: explain.Line) -> StretchSeen:
    return StretchSeen(
        start_at=line.start_at,
        end_at=line.end_at,
        kind=line.kind,
        party=line.party,
        counted_seconds=line.counted,
        not_counted_seconds=line.not_counted,
        total_seconds=line.total,
        calendar=str(line.calendar),
        zone=line.zone,
        words=line.words,
    )
