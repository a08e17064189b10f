"""Who else is looking at a task now: kept in the cache for as long as their pages ask for news."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache

from motorblok.accounts.viewers import StaffViewer

LASTS = timedelta(seconds=40)
"""A page asks every 15 seconds: whoever missed two has left, or looks elsewhere."""


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who has the same task before them; `is_writing` what is not sent yet."""

    name: str
    is_writing: bool = False


def others(task_id: UUID, viewer: StaffViewer, *, at: datetime, is_writing: bool) -> tuple[Present, ...]:
    """Note that the viewer looks at this task, and tell who else does, by name. Without a cache nobody is there.

    Of two that look at the same moment one may be forgotten until it asks again: that is cheaper than a lock.
    """
    key, me = f"present:{task_id}", str(viewer.person_id)
    known: dict[str, tuple[str, datetime, bool]] = cache.get(key) or {}
    still = {who: each for who, each in known.items() if at - each[1] < LASTS and who != me}
    cache.set(key, {**still, me: (viewer.name, at, is_writing)}, timeout=LASTS.total_seconds())
    return tuple(sorted((Present(name, writes) for name, _at, writes in still.values()), key=_by_name))


def _by_name(present: Present) -> str:
    return present.name
