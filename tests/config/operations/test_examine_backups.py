"""The doctor tells when what was done a minute ago would not come back, and the figures say the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from motorblok.config.operations import backups, beats, metrics
from motorblok.config.operations.backups import Last
from motorblok.config.operations.doctor import backups as doctor
from motorblok.config.operations.doctor.backups import Archiver

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
A_MINUTE_AGO, AN_HOUR_AGO = NOW - timedelta(minutes=1), NOW - timedelta(hours=1)
WELL = Archiver(
    is_on=True,
    last_wal="00000001000000000000000A",
    last_at=A_MINUTE_AGO,
    failed_wal=None,
    failed_at=None,
    now_wal="00000001000000000000000B",
    now=NOW,
    segment_size=16 << 20,
)
DAY = 86_400.0


@pytest.fixture(autouse=True)
def of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """A base backup of this morning."""
    monkeypatch.setattr(backups, "last", lambda _broker: Last(3600, 5_000_000))


@pytest.mark.parametrize(
    ("archiver", "verdict"),
    [
        (WELL, "ok"),
        (replace(WELL, last_at=AN_HOUR_AGO), "ok"),
        (replace(WELL, last_wal="00000002.history", last_at=AN_HOUR_AGO), "ok"),
        (replace(WELL, failed_wal="X", failed_at=AN_HOUR_AGO), "ok"),
        (replace(WELL, failed_wal="X", failed_at=NOW), "failed"),
        (replace(WELL, last_wal=None, last_at=None, failed_wal="X", failed_at=NOW), "failed"),
        (replace(WELL, now_wal="00000001000000010000000B", last_at=AN_HOUR_AGO), "failed"),
        (replace(WELL, now_wal="00000001000000010000000B"), "ok"),
    ],
)
def test_a_log_that_is_not_kept_is_told(
    monkeypatch: pytest.MonkeyPatch, archiver: Archiver, verdict: str
) -> None:
    monkeypatch.setattr(doctor, "asked_archiver", lambda: archiver)

    found = doctor.check_backup()

    assert found.verdict == verdict
    assert bool(found.remedy) == (verdict == "failed")


@pytest.mark.parametrize(
    ("last", "verdict"), [(Last(DAY, 1), "ok"), (Last(27 * 3600, 1), "failed"), (None, "warning")]
)
def test_an_old_base_backup_is_told(monkeypatch: pytest.MonkeyPatch, last: Last | None, verdict: str) -> None:
    monkeypatch.setattr(doctor, "asked_archiver", lambda: WELL)
    monkeypatch.setattr(backups, "last", lambda _broker: last)

    assert doctor.check_backup().verdict == verdict


@pytest.mark.parametrize(("development", "verdict"), [(True, "skipped"), (False, "warning")])
def test_without_a_log_a_deployment_is_warned(
    public: None, settings: Settings, development: bool, verdict: str
) -> None:
    settings.DEVELOPMENT = development

    found = doctor.check_backup()

    assert found.verdict == verdict
    assert "log is not kept" in found.words


@pytest.fixture
def noted(settings: Settings) -> Iterator[None]:
    yield
    with beats.broker() as broker:
        broker.delete(backups.KEY)


def test_a_backup_is_told_beside_the_broker(
    noted: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()

    assert backups.note(settings.REDIS_URL, size=42)
    with beats.broker() as broker:
        last = backups.last(broker)

    assert last
    assert last.size == 42
    assert last.seconds < 60
    assert not backups.note("redis://127.0.0.1:1/0", size=42)


def test_the_figures_tell_the_same(public: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "asked_archiver", lambda: replace(WELL, failed_wal="X", failed_at=NOW))

    found = {family.name: family for family in metrics.Now().collect()}

    assert found["motorblok_log_failing"].samples[0].value == 1
    assert found["motorblok_backup_age_seconds"].samples[0].value == 3600
