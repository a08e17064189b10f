"""Checks of what a restore would find: whether the write-ahead log is kept, and when the last base backup was made."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from redis.exceptions import RedisError

from motorblok.config.operations import backups, beats, gauges
from motorblok.config.operations.doctor.findings import Finding, failed, ok, skipped, warning

SECONDS_LATE = 300.0  # the server ends a piece after a minute, where anything was written
HOURS_OLD = 26.0
SEGMENT = re.compile(r"[0-9A-F]{24}")
READ = "Read infra/docs/backup.md."
ARCHIVER = """
SELECT current_setting('archive_mode') <> 'off', last_archived_wal, last_archived_time, last_failed_wal, last_failed_time,
    pg_walfile_name(pg_current_wal_lsn()), now(), (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size')
FROM pg_stat_archiver
"""


@dataclass(frozen=True, slots=True)
class Archiver:
    """What the server says of its archive; `now_wal` is the piece that it writes at the instant `now`."""

    is_on: bool
    last_wal: str | None
    last_at: datetime | None
    failed_wal: str | None
    failed_at: datetime | None
    now_wal: str
    now: datetime
    segment_size: int

    @property
    def is_failing(self) -> bool:
        """Whether the last attempt failed."""
        return self.failed_at is not None and (self.last_at is None or self.failed_at > self.last_at)

    @property
    def seconds(self) -> float:
        """For how long nothing was kept although a piece is ready; 0 where none is."""
        if self.last_at is None or self.last_wal is None or self._waiting < 1:
            return 0.0
        return (self.now - self.last_at).total_seconds()

    @property
    def _waiting(self) -> int:
        """How many pieces are ready; the last that was kept may have been the note of a time line instead."""
        if not SEGMENT.match(self.last_wal or ""):
            return 0
        return self._number(self.now_wal) - self._number(str(self.last_wal)) - 1

    def _number(self, name: str) -> int:
        return int(name[8:16], 16) * (0x1_0000_0000 // self.segment_size) + int(name[16:24], 16)


def check_backup() -> Finding:
    """Whether what was done a minute ago would come back."""
    archiver = asked_archiver()
    if not archiver.is_on:
        return _without_log()
    if archiver.is_failing:
        since = f"{archiver.last_at:%Y-%m-%d %H:%M} UTC" if archiver.last_at else "the start"
        remedy = "Read PostgreSQL's log: the disk of the archive may be full. Until it is kept the log fills the database's own."
        return failed(
            f"The piece {archiver.failed_wal} of the log cannot be kept, nothing was since {since}.", remedy
        )
    if archiver.seconds > SECONDS_LATE:
        return failed(f"Nothing of the log was kept for {archiver.seconds:.0f} s.", "Read PostgreSQL's log.")
    return _judge_base()


def asked_archiver() -> Archiver:
    """Ask the server."""
    ((*found,),) = gauges.read(ARCHIVER)
    return Archiver(*found)


def _without_log() -> Finding:
    if settings.DEVELOPMENT:
        return skipped("The log is not kept: set MOTORBLOK_BACKUPS to a folder.")
    return warning("The log is not kept: all since the last base backup would be lost.", READ)


def _judge_base() -> Finding:
    try:
        with beats.broker() as broker:
            last = backups.last(broker)
    except RedisError:
        return warning("The log is kept. The broker does not tell when the last base backup was made.", READ)
    if last is None:
        return warning("The log is kept. No base backup was told of yet.", "Run ./motorblok backup.")
    hours = last.seconds / 3600
    words = (
        f"The log is kept. The last base backup ({last.size / 1e6:.0f} MB) was made {hours:.0f} hours ago."
    )
    if hours > HOURS_OLD:
        return failed(words, "See whether the service `backup` runs, and read its log.")
    return ok(words)
