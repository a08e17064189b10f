"""The broken promises that are named as evidence, as far as their tasks are for the viewer's eyes; of the rest only how many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from motorblok.accounts.viewers import Viewer
from motorblok.visibility.promises import seen_promises
from motorblok.visibility.scopes import tasks_of
from motorblok.visibility.seen import PromiseSeen, Standing

BROKEN = frozenset({Standing.MISSED, Standing.LATE})


@dataclass(frozen=True, slots=True)
class Named:
    """A promise that is named as broken: the task's number, the kind of target, and when it was broken, where that is known."""

    number: str
    kind: str
    breach_at: datetime | None


@dataclass(frozen=True, slots=True)
class MissedSeen:
    """A broken promise on a task that the viewer may see; `promise` is None where it was taken back since."""

    number: str
    title: str
    kind: str
    breach_at: datetime | None
    promise: PromiseSeen | None


@dataclass(frozen=True, slots=True)
class Missed:
    """Some of the broken promises, how many the viewer may see in all, and how many more there are."""

    shown: tuple[MissedSeen, ...]
    seen: int
    unseen: int


def missed(viewer: Viewer, named: Sequence[Named], *, at: datetime, skip: int = 0, size: int) -> Missed:
    """Those of the named promises that the viewer may see, in their order, `size` of them after `skip`. Two statements."""
    numbers = {each.number for each in named}
    rows = {row.number: row for row in tasks_of(viewer).filter(number__in=numbers).only("number", "title")}
    seen = [each for each in named if each.number in rows]
    page = seen[skip : skip + size]
    promises = seen_promises([rows[number].id for number in {each.number for each in page}], at=at)
    shown = tuple(
        MissedSeen(
            each.number,
            rows[each.number].title,
            each.kind,
            each.breach_at,
            _same(each, promises.get(rows[each.number].id, ())),
        )
        for each in page
    )
    return Missed(shown, len(seen), len(named) - len(seen))


def _same(named: Named, promises: Iterable[PromiseSeen]) -> PromiseSeen | None:
    """The very promise: broken at that instant, or the only broken one of its kind, for a clock may have been counted again."""
    broken = [each for each in promises if each.kind == named.kind and each.standing in BROKEN]
    exact = [each for each in broken if each.breach_at == named.breach_at]
    return exact[0] if exact else broken[0] if len(broken) == 1 else None
