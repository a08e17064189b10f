"""A lost deployment comes back as it was at an instant, row for row; what cannot come back whole does not come at all."""

import gzip
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from motorblok.config.backup import manifests, restoring
from motorblok.config.backup.manifests import whole_bases
from motorblok.config.backup.refusals import CannotRestore
from motorblok.config.backup.restoring import Wish, restore
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.resting import check_works
from tests.config.backup.clusters import contents, looked_into, running_on
from tests.config.backup.losing import Lost

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("restore")]

TOLD = """
SELECT kind FROM public.audit_event WHERE kind = 'accounts.sessions.ended'
UNION ALL SELECT kind FROM c_globex.audit_event WHERE kind = 'work.numbers.skipped'
"""


def test_every_row_is_as_it_was_at_that_instant(either: Lost) -> None:
    data = either.place / "again"

    restored = restore(Wish(folder=either.backups, data=data, until=either.noted_at))

    with looked_into(data, either.cluster) as connection:
        assert contents(connection) == either.noted
        titles = {row[0] for row in connection.execute("SELECT title FROM c_globex.work_task")}
    assert titles == {f"{when} {number}" for when in ("Before", "Between") for number in range(5)}
    assert restored.findings.clients == 2
    assert restored.findings.reached_at <= either.noted_at


def test_a_restored_deployment_rests_until_it_is_told_to_work(of_18: Lost) -> None:
    data = of_18.place / "resting"
    restore(Wish(folder=of_18.backups, data=data, until=of_18.noted_at))

    with running_on(data, of_18.cluster) as deployment:
        url = deployment.variables["DATABASE_URL"]
        with psycopg.connect(url) as app, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            app.execute("DELETE FROM public.accounts_session")
        with pytest.raises(CannotStart, match=r"run .* after_restore first"):
            check_works(url)
        deployment.run("after_restore", "--skip", "500")
        check_works(url)
        deployment.work(1, "After")
        with psycopg.connect(url) as app:
            last = app.execute("SELECT number FROM c_globex.work_task WHERE title = 'After 0'").fetchone()
            told = app.execute(TOLD).fetchall()

    assert last == ("GLOBEX-511",)
    assert told == [("accounts.sessions.ended",), ("work.numbers.skipped",)]


def test_the_log_goes_on_after_a_restore(of_18: Lost) -> None:
    left, data = of_18.copied(), of_18.place / "going on"
    restore(Wish(folder=left.backups, data=data, until=left.noted_at))

    with running_on(data, left.cluster, archive=left.backups) as deployment:
        deployment.run("after_restore")
        deployment.work(1, "Second life")
        deployment.archive()
    restored = restore(Wish(folder=left.backups, data=of_18.place / "gone on"))

    with looked_into(of_18.place / "gone on", left.cluster) as connection:
        found = connection.execute("SELECT count(*) FROM c_globex.work_task WHERE title = 'Second life 0'")
        assert found.fetchone() == (1,)
    assert restored.findings.clients == 2
    with pytest.raises(CannotRestore, match="The schema of a client is missing: c_globex"):
        restore(Wish(folder=left.backups, data=of_18.place / "first life", line=1))


def refused(left: Lost, words: str, *, until: datetime | None = None) -> None:
    """A restore is refused in these words, and leaves nothing behind."""
    data = left.place / "refused"
    with pytest.raises(CannotRestore, match=words):
        restore(Wish(folder=left.backups, data=data, until=until))
    assert not data.exists()
    assert not data.with_name("refused.restoring").exists()


def test_what_lacks_a_clients_schema_is_refused(of_18: Lost) -> None:
    refused(of_18, "The schema of a client is missing: c_globex")


def test_a_folder_with_something_in_it_is_refused(of_18: Lost, tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with pytest.raises(CannotRestore, match="is not empty"):
        restore(Wish(folder=of_18.backups, data=tmp_path))
    (tmp_path / "postmaster.pid").touch()
    with pytest.raises(CannotRestore, match="A server runs on"):
        restore(Wish(folder=of_18.backups, data=tmp_path))

    assert (tmp_path / "something").exists()


def test_a_time_before_the_backup_is_refused(of_18: Lost) -> None:
    at = of_18.manifest.finished_at

    refused(
        of_18,
        "the oldest was finished at " + re.escape(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"),
        until=at - timedelta(seconds=1),
    )


def test_a_time_after_the_log_is_refused(of_18: Lost) -> None:
    refused(of_18, r"The log ends at 20\S+, before the time", until=datetime.now(UTC) + timedelta(days=1))


def test_a_backup_that_is_not_there_is_told(of_18: Lost, tmp_path: Path) -> None:
    refused(replace(of_18, backups=tmp_path), "There is no whole base backup in")


@pytest.mark.parametrize("name", ["base.tar.gz", "pg_wal.tar.gz", "backup_manifest"])
def test_a_flipped_byte_is_found(of_18: Lost, name: str) -> None:
    left = of_18.copied()
    (path,) = left.backups.glob(f"base/*/{name}")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    refused(left, f"{name} is not as it was written")


def test_a_manifest_that_was_changed_is_no_backups(of_18: Lost) -> None:
    left = of_18.copied()
    (path,) = left.backups.glob("base/*/motorblok.json")
    path.write_text(path.read_text().replace('"clients": 2', '"clients": 1'))

    refused(left, "There is no whole base backup in")


def test_a_missing_piece_is_named(of_18: Lost) -> None:
    left = of_18.copied()
    piece = left.pieces()[0]
    piece.unlink()

    refused(left, f"The piece {piece.name[:24]} of the log is missing")
    refused(left, f"The piece {piece.name[:24]} of the log is missing", until=left.noted_at)


def test_what_is_before_a_missing_piece_can_be_had(of_18: Lost) -> None:
    left, data = of_18.copied(), of_18.place / "before the gap"
    gone = left.pieces()[-1]
    gone.rename(gone.with_name(f"{left.manifest.line:08X}00000000000000F0.gz"))

    restore(Wish(folder=left.backups, data=data, until=left.noted_at))

    assert (data / "PG_VERSION").exists()


def test_a_damaged_piece_ends_it_instead_of_the_log(of_18: Lost) -> None:
    left = of_18.copied()
    piece = left.pieces()[0]
    piece.write_bytes(gzip.compress(b"not a piece of a log" * 1000)[:-9])

    refused(left, f"The piece {piece.name[:24]} of the log is damaged", until=left.noted_at)


def test_another_major_version_is_refused(of_18: Lost) -> None:
    left = of_18.copied()
    (base,) = whole_bases(left.backups)
    (base.folder / manifests.NAME).write_text(manifests.written(replace(base.manifest, major=13)))

    refused(left, "There are no programs of PostgreSQL 13 on this machine")


def test_fewer_clients_than_were_backed_up_are_refused(of_18: Lost) -> None:
    left = of_18.copied()
    (base,) = whole_bases(left.backups)
    (base.folder / manifests.NAME).write_text(manifests.written(replace(base.manifest, clients=3)))

    refused(left, "There are 2 clients, and 3 when it was backed up", until=left.noted_at)


def test_a_disk_that_is_too_small_is_refused(of_18: Lost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restoring.shutil, "disk_usage", lambda _place: SimpleNamespace(free=1_000_000))

    refused(of_18, "has 1 MB left, and .* MB are needed")


def test_a_log_that_the_server_cannot_read_is_not_taken_for_its_end(of_18: Lost) -> None:
    left = of_18.copied()
    left.pieces()[-1].chmod(0)

    refused(left, "cannot read .* let that login enter", until=left.noted_at)
