"""Time zones of the pinned tzdata package, and the instant at which a zone's wall clock first reaches a reading."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata

VERSION: str = tzdata.IANA_VERSION
DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAR_AHEAD = 1 << 62


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Every zone name the pinned database knows."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@lru_cache(maxsize=700)
def zone(name: str) -> ZoneInfo:
    """The zone from the pinned package, never from the machine's own copy; KeyError for an unknown name."""
    if name not in names():
        raise KeyError(name)
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as compiled:
        return ZoneInfo.from_file(compiled, key=name)


def instant(year: int) -> int:
    """UTC epoch second at which a year begins."""
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


def offset(name: str, at: int) -> int:
    """Seconds that the zone's wall clock is ahead of UTC at a UTC epoch second."""
    ahead = (EPOCH + timedelta(seconds=at)).astimezone(zone(name)).utcoffset()
    return 0 if ahead is None else ahead // timedelta(seconds=1)


@lru_cache(maxsize=4096)
def changes(name: str, year: int) -> tuple[tuple[int, int], ...]:
    """(UTC epoch second, offset from then on) for every change of offset in a UTC year."""
    found: list[tuple[int, int]] = []
    at, stop = instant(year), instant(year + 1)
    ahead = offset(name, at - 1)
    while at < stop:
        # Since 1972 no zone has kept an offset for less than a week, so one look a day misses none.
        until = min(at + DAY, stop)
        if offset(name, until - 1) == ahead:
            at = until
            continue
        at = _first_change(name, at - 1, until - 1)
        ahead = offset(name, at)
        found.append((at, ahead))
    return tuple(found)


def _first_change(name: str, before: int, after: int) -> int:
    old = offset(name, before)
    while after - before > 1:
        middle = (before + after) // 2
        if offset(name, middle) == old:
            before = middle
        else:
            after = middle
    return after


class WallClock:
    """A zone's wall clock over a span of years. Readings count seconds from 1970-01-01 00:00 local, without a zone."""

    __slots__ = ("begins", "offsets", "peaks")

    def __init__(self, name: str, *, first_year: int, last_year: int) -> None:
        start = instant(first_year) - 3 * DAY
        stretches = [(start, offset(name, start))]
        for year in range(first_year - 1, last_year + 2):
            stretches += [change for change in changes(name, year) if change[0] > start]
        self.begins = [begin for begin, _ in stretches]
        self.offsets = [ahead for _, ahead in stretches]
        self.peaks = self._highest_readings()

    def first_reach(self, reading: int) -> int:
        """The first UTC epoch second at which the wall clock shows `reading` or later.

        A reading that the clock skips is reached at the jump, one that it shows twice the first time. The result
        never falls when the reading rises, so sets of local hours may be joined and cut before they are mapped.
        """
        stretch = bisect_right(self.peaks, reading)
        return max(self.begins[stretch], reading - self.offsets[stretch])

    def _highest_readings(self) -> list[int]:
        peaks: list[int] = []
        for end, ahead in zip(self.begins[1:], self.offsets[:-1], strict=True):
            peaks.append(max(end + ahead, peaks[-1] if peaks else end + ahead))
        return [*peaks, FAR_AHEAD]
