"""What the bar of a promise shows: how much is used, how urgent it is, and the words beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from motorblok.kernel.instants import duration, moment

NEAR = timedelta(minutes=30)
SOON = timedelta(hours=1)
FAR = timedelta(hours=24)
NEARLY_USED = 90


@dataclass(frozen=True)
class Bar:
    """One promise as drawn: band is late, near, soon, calm, paused, met, missed or none; share is 0 to 100 percent used.

    `share_then` percent of `target_seconds` of business time (None where that is not known) were used at `since_at`.
    """

    band: str
    share: int
    words: str
    due_at: datetime | None = None
    breach_at: datetime | None = None
    since_at: datetime | None = None
    share_then: float = 0
    target_seconds: int | None = None


def running(
    *,
    since_at: datetime,
    due_at: datetime,
    breach_at: datetime | None,
    share_then: float,
    now: datetime,
    target_seconds: int | None = None,
) -> Bar:
    """Return the bar of a clock that runs: `share_then` percent was used at `since_at`, all of it at `due_at`."""
    breach = breach_at or due_at
    share = elapsed_share(
        since_at=since_at, due_at=due_at, share_then=share_then, now=now, target_seconds=target_seconds
    )
    band = _band(due_at=due_at, breach_at=breach, share=share, now=now)
    words = _words(due_at=due_at, breach_at=breach, now=now)
    return Bar(band, share, words, due_at, breach, since_at, share_then, target_seconds)


def paused(words: str, *, share: int = 0) -> Bar:
    """Return the bar of a clock that stands still, with the words for whom it waits."""
    return Bar("paused", share, words)


def stopped(
    *, met: bool, stopped_at: datetime, due_at: datetime | None, breach_at: datetime | None, share: int
) -> Bar:
    """Return the bar of a clock that has its verdict; `share` percent of the target were used.

    It is late from its breach on, as while it ran: what was due at a closing is not late overnight.
    """
    if met:
        return Bar("met", min(100, share), _("kept"), due_at)
    late = duration((stopped_at - breach_at).total_seconds()) if breach_at else ""
    return Bar("missed", 100, _("%(duration)s late") % {"duration": late} if late else _("missed"), due_at)


def absent() -> Bar:
    """Return the bar of work without a promise."""
    return Bar("none", 0, _("no promise"))


def elapsed_share(
    *,
    since_at: datetime,
    due_at: datetime,
    share_then: float,
    now: datetime,
    target_seconds: int | None = None,
) -> int:
    """Return the percent used: straight from `share_then` to all of it at `due_at`; 99 until it is due.

    Business time passes no faster than time, so with the target known it is never less than what cannot be left any
    more, nor more than what can have passed: within one stretch of open hours that is exact.
    """
    whole = (due_at - since_at).total_seconds()
    if now >= due_at or whole <= 0:
        return 100
    passed = max(0.0, (now - since_at).total_seconds())
    used = share_then + (100 - share_then) * passed / whole
    if target_seconds:
        least = 100 - 100 * (due_at - now).total_seconds() / target_seconds
        used = max(least, min(used, share_then + 100 * passed / target_seconds))
    return min(99, round(used))


def _band(*, due_at: datetime, breach_at: datetime, share: int, now: datetime) -> str:
    if now > breach_at:
        return "late"
    if due_at - now < NEAR:
        return "near"
    return "soon" if due_at - now < SOON or share >= NEARLY_USED else "calm"


def _words(*, due_at: datetime, breach_at: datetime, now: datetime) -> str:
    if now > breach_at:
        return _("%(duration)s late") % {"duration": duration((now - breach_at).total_seconds())}
    if now >= due_at:
        return _("due now")
    if due_at - now > FAR:
        return moment(due_at, now=now)
    return duration((due_at - now).total_seconds())
