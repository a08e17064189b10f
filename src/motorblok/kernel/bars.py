"""What the bar of a promise shows: how much is used, how urgent it is, and the words beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from motorblok.kernel.instants import duration, moment

SOON = timedelta(hours=1)
FAR = timedelta(hours=24)
NEARLY_USED = 90


@dataclass(frozen=True)
class Bar:
    """One promise as drawn: band is late, soon, calm, met, missed or none; share is 0 to 100 percent used."""

    band: str
    share: int
    words: str
    due_at: datetime | None = None
    breach_at: datetime | None = None
    since_at: datetime | None = None
    share_then: int = 0


def running(
    *, since_at: datetime, due_at: datetime, breach_at: datetime | None, share_then: int, now: datetime
) -> Bar:
    """Return the bar of a clock that runs: `share_then` percent was used at `since_at`, all of it at `due_at`."""
    breach = breach_at or due_at
    share = elapsed_share(since_at=since_at, due_at=due_at, share_then=share_then, now=now)
    band = _band(due_at=due_at, breach_at=breach, share=share, now=now)
    words = _words(due_at=due_at, breach_at=breach, now=now)
    return Bar(band, share, words, due_at, breach, since_at, share_then)


def decided(*, met: bool, decided_at: datetime, due_at: datetime | None, share: int) -> Bar:
    """Return the bar of a clock that has its verdict; `share` percent of the target were used."""
    if met:
        return Bar("met", min(100, share), _("kept"), due_at)
    late = duration((decided_at - due_at).total_seconds()) if due_at else ""
    return Bar("missed", 100, _("%(duration)s late") % {"duration": late} if late else _("missed"), due_at)


def absent() -> Bar:
    """Return the bar of work without a promise."""
    return Bar("none", 0, _("no promise"))


def elapsed_share(*, since_at: datetime, due_at: datetime, share_then: int, now: datetime) -> int:
    """Return the percent of the way from `since_at` (where it was `share_then`) to `due_at`; 99 until it is due."""
    whole = (due_at - since_at).total_seconds()
    if now >= due_at or whole <= 0:
        return 100
    part = max(0.0, (now - since_at).total_seconds() / whole)
    return min(99, round(share_then + (100 - share_then) * part))


def _band(*, due_at: datetime, breach_at: datetime, share: int, now: datetime) -> str:
    if now > breach_at:
        return "late"
    return "soon" if due_at - now < SOON or share >= NEARLY_USED else "calm"


def _words(*, due_at: datetime, breach_at: datetime, now: datetime) -> str:
    if now > breach_at:
        return _("%(duration)s late") % {"duration": duration((now - breach_at).total_seconds())}
    if now >= due_at:
        return _("due now")
    if due_at - now > FAR:
        return moment(due_at, now=now)
    return duration((due_at - now).total_seconds())
