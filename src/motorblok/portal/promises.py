"""The promises on a task in plain words: how each stands, what came before, and which time did not count and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from motorblok.kernel.bars import Bar
from motorblok.portal.words import TARGETS, bar_of
from motorblok.visibility.explanations import PromiseExplained
from motorblok.visibility.seen import PromiseSeen, TaskOpened

MOST_EARLIER = 20


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """One kind of promise: its latest cycle in front, the earlier ones behind it, and its figures."""

    kind: str
    words: str
    bar: Bar
    due_at: datetime | None
    is_paused: bool
    earlier: Sequence[Bar]
    explained: PromiseExplained | None


def promises(task: TaskOpened, explained: Sequence[PromiseExplained], *, at: datetime) -> list[PromiseShown]:
    """The promises on a task by kind, first response before resolution."""
    figures = {(each.kind, each.cycle): each for each in explained}
    return [
        _shown(task, list(cycles), figures, at=at)
        for _kind, cycles in groupby(task.promises, key=lambda promise: promise.kind)
    ]


def _shown(
    task: TaskOpened,
    cycles: Sequence[PromiseSeen],
    figures: dict[tuple[str, int], PromiseExplained],
    *,
    at: datetime,
) -> PromiseShown:
    latest = cycles[-1]
    return PromiseShown(
        kind=latest.kind,
        words=str(TARGETS[latest.kind]),
        bar=bar_of(latest, task, at=at),
        due_at=latest.due_at if latest.is_running or latest.decided_at else None,
        is_paused=latest.standing == "paused",
        earlier=[bar_of(each, task, at=at) for each in cycles[-MOST_EARLIER - 1 : -1]],
        explained=figures.get((latest.kind, latest.cycle)),
    )
