"""The promises on a task: each clock as a bar, with why it was promised, how its time was counted and who had it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from motorblok.kernel import bars
from motorblok.kernel.bars import Bar
from motorblok.kernel.instants import worktime
from motorblok.sla import explain
from motorblok.sla.explain import Explained, Line
from motorblok.sla.fold import ClockState, Outcome, Reason, State, Stretch


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """One cycle of one promise on the page of a task.

    `used` says how much of the target was used, `owned` who had the task while it did not count. `due_if_resumed_at` is
    there while it is paused.
    """

    key: str
    kind: str
    words: str
    bar: Bar
    is_open: bool
    due_at: datetime | None
    due_if_resumed_at: datetime | None
    used: str
    owned: tuple[str, ...]
    agreement: str
    reasons: tuple[Reason, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Promises:
    """Those that still matter (open, or else the last of their kind), and the decided ones of before."""

    current: tuple[PromiseShown, ...]
    earlier: tuple[PromiseShown, ...]


def promises_of(subject: str, *, at: datetime) -> list[PromiseShown]:
    """Every cycle of every promise on a subject as it stands at an instant, by kind and cycle."""
    found = explain.lines(subject, now=at)
    return [_shown(each, at=at) for each in found if each.state.state is not State.VOIDED]


def parted(promises: Sequence[PromiseShown]) -> Promises:
    """The same, with what is over set apart."""
    latest = {each.kind: each.key for each in promises}
    current = [each for each in promises if each.is_open or latest[each.kind] == each.key]
    current.sort(key=lambda each: not each.is_open)
    return Promises(tuple(current), tuple(each for each in promises if each not in current))


def _shown(explained: Explained, *, at: datetime) -> PromiseShown:
    state = explained.state
    return PromiseShown(
        key=f"{state.kind}-{state.cycle}",
        kind=state.kind,
        words=explained.target,
        bar=_bar(state, at=at),
        is_open=state.is_open,
        due_at=state.due_at,
        due_if_resumed_at=state.due_if_resumed_at if state.state is State.PAUSED else None,
        used=_("%(used)s of %(target)s used") % _in_hours(state),
        owned=tuple(_owned(explained.lines)),
        agreement=str(explained.agreement),
        reasons=explained.reasons,
        lines=explained.lines,
    )


def _in_hours(state: ClockState) -> dict[str, str]:
    return {"used": worktime(state.consumed), "target": worktime(state.target_seconds)}


def _owned(lines: Sequence[Line]) -> list[str]:
    """How long somebody else had the task, in open hours that did not count."""
    seconds: Counter[str] = Counter()
    for line in lines:
        if line.kind is Stretch.PAUSED:
            seconds[line.owner] += line.not_counted
    return [
        _("Not counted: %(hours)s with %(owner)s") % {"hours": worktime(total), "owner": owner}
        for owner, total in seconds.items()
        if owner and total
    ]


def _bar(state: ClockState, *, at: datetime) -> Bar:
    share = state.consumed * 100 / state.target_seconds
    used = min(100, int(share))
    if state.state is State.PAUSED and state.outcome != Outcome.BREACHED:
        return bars.paused(_("paused"), share=used)
    if state.state is State.CANCELLED:
        return Bar("none", used, _late_or(_("cancelled"), state))
    if state.stopped_at:
        is_met = state.outcome == Outcome.MET
        return bars.stopped(
            met=is_met,
            stopped_at=state.stopped_at,
            due_at=state.due_at,
            breach_at=state.breach_at,
            share=used,
        )
    if state.due_at is None:
        return bars.absent()
    return bars.running(
        since_at=at,
        due_at=state.due_at,
        breach_at=state.breach_at,
        share_then=min(100.0, share),
        now=at,
        target_seconds=state.target_seconds,
    )


def _late_or(words: str, state: ClockState) -> str:
    return _("%(words)s, already late") % {"words": words} if state.outcome == Outcome.BREACHED else words
