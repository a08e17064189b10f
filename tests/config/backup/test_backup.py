"""A base backup is whole or not there; the newest are kept with the log that they need, and only one is made at a time."""

import fcntl
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from motorblok.config.backup import manifests, unpacking
from motorblok.config.backup.backup_command import due_in
from motorblok.config.backup.manifests import whole_bases
from motorblok.config.backup.refusals import CannotBackUp
from motorblok.config.backup.restoring import Wish, restore
from motorblok.config.launch import programs
from motorblok.config.launch.children import as_login
from tests.config.backup.clusters import DEBIAN, Deployment, running_on
from tests.config.backup.losing import Lost

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("restore")]


@pytest.fixture(scope="module")
def restored(of_18: Lost) -> Path:
    data = of_18.place / "for backups"
    restore(Wish(folder=of_18.backups, data=data, until=of_18.noted_at))
    return data


@pytest.fixture
def running(of_18: Lost, restored: Path) -> Iterator[Deployment]:
    left = of_18.copied()
    with running_on(restored, left.cluster, archive=left.backups) as deployment:
        yield deployment


def by_command(deployment: Deployment, *words: str, largest: int = -1, **env: str) -> tuple[int, str]:
    """`motorblok backup` in a process of its own; its exit code and what it said. `largest` is the largest file, in bytes."""
    given = programs.environment(deployment.cluster.state, deployment.variables, port=8000)
    done = subprocess.run(
        [sys.executable, "-P", *programs.OURS, "backup", "--to", str(deployment.backups), *words],
        env={**os.environ, **given, "REDIS_URL": "redis://127.0.0.1:1/0", **env},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def names(deployment: Deployment) -> list[str]:
    return sorted(path.name for path in (deployment.backups / "base").iterdir())


def test_the_command_tells_what_it_made(running: Deployment) -> None:
    code, words = by_command(running)

    assert code == 0
    assert "MB in" in words
    assert "2 clients, whole at" in words
    newest = whole_bases(running.backups)[-1].manifest
    assert set(newest.secrets) == {"secret_key", "pepper"}
    assert running.cluster.state.secret("pepper") not in manifests.written(newest)
    assert set(newest.parts) == {"base.tar.gz", "pg_wal.tar.gz", "backup_manifest"}


def test_the_newest_are_kept_with_the_log_that_they_need(running: Deployment) -> None:
    history = running.backups / "wal/00000009.history.gz"
    history.touch()
    wanted = [running.back_up().base.folder.name for _time in range(2)][-1:]
    running.archive()
    removed = running.back_up(keep=2).removed
    wanted += [whole_bases(running.backups)[-1].folder.name]

    log = {path.name for path in (running.backups / "wal").glob("*.gz")}
    oldest = whole_bases(running.backups)[0].manifest
    assert names(running) == wanted
    assert removed.bases == 2
    assert removed.pieces > 0
    assert history.name in log
    assert f"{oldest.line:08X}00000000{oldest.start.split('/')[1][:-6].zfill(8)}.gz" in log
    assert "000000010000000000000001.gz" not in log


def test_one_that_is_not_whole_neither_counts_nor_is_taken(running: Deployment) -> None:
    (whole,) = whole_bases(running.backups)
    for name in ("cut off", "with a lost file"):
        shutil.copytree(whole.folder, whole.folder.with_name(name))
    (whole.folder.with_name("cut off") / "motorblok.json").unlink()
    (whole.folder.with_name("with a lost file") / "base.tar.gz").unlink()

    made = running.back_up(keep=1)

    assert names(running) == sorted([made.base.folder.name, "cut off", "with a lost file"])
    assert [base.folder for base in whole_bases(running.backups)] == [made.base.folder]


def test_two_at_once_are_one(running: Deployment) -> None:
    before = names(running)
    with (running.backups / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, words = by_command(running)

    assert code == 1
    assert "Another backup is being made" in words
    assert names(running) == before


def test_a_full_disk_leaves_the_backups_as_they_were(running: Deployment) -> None:
    (running.backups / "base/20200101T000000Z.draft").mkdir()
    before = [base.folder.name for base in whole_bases(running.backups)]

    code, words = by_command(running, "--keep", "1", largest=1_000_000)

    assert code == 1
    assert "PostgreSQL could not be copied: " in words
    assert names(running) == before


def test_the_folder_of_another_server_is_refused(running: Deployment) -> None:
    (base,) = whole_bases(running.backups)
    (base.folder / manifests.NAME).write_text(manifests.written(replace(base.manifest, system_id="1")))

    with pytest.raises(CannotBackUp, match="holds the backups of another server"):
        running.back_up()


@pytest.mark.parametrize(
    ("name", "words"),
    [("DATABASE_URL", "does not let DATABASE_URL in"), ("DATABASE_BACKUP_URL", "could not be copied: ")],
)
def test_a_wrong_password_is_told_without_it(running: Deployment, name: str, words: str) -> None:
    wrong = running.variables[name].replace("@127", "wrong@127")

    code, told = by_command(running, **{name: wrong})

    assert code == 1
    assert words in told
    assert "password authentication failed" in told
    assert "wrong@" not in told


def test_a_day_after_the_last_the_next_is_due(of_18: Lost, tmp_path: Path) -> None:
    begun = of_18.manifest.begun_at

    assert due_in(tmp_path, at=begun) == timedelta()
    assert due_in(of_18.backups, at=begun + timedelta(hours=20)) == timedelta(hours=4)


def test_what_is_unpacked_is_what_postgresql_copied(of_15: Lost) -> None:
    (base,) = whole_bases(of_15.backups)
    data = of_15.place / "unpacked"
    unpacking.unpack(base, data, user=of_15.cluster.user)
    shutil.copy(base.folder / manifests.THEIRS, data)
    (data / manifests.THEIRS).chmod(0o644)

    second_opinion = subprocess.run(
        [str(DEBIAN / "15/bin/pg_verifybackup"), str(data)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **as_login(of_15.cluster.user),
    )

    assert second_opinion.stdout.strip() == "backup successfully verified", second_opinion.stderr
