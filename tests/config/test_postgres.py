"""Our own PostgreSQL starts after whatever ended it, and lets in the logins it was asked for."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from motorblok.config.launch import postgres, processes
from motorblok.config.launch.given import check_database
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.servers import Purpose, running_servers, start_servers
from motorblok.config.launch.state import State
from motorblok.config.launch.supervisor import Supervisor


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(folder.stat().st_mode | 0o055)
    made = State(tmp_path / "home")
    yield made
    shutil.rmtree(f"/tmp/motorblok-{os.geteuid()}-{made.digest}", ignore_errors=True)


def locks(data: Path, pid: int, sockets: Path) -> list[Path]:
    """The two files that a server leaves when it is killed; their first and third to fifth lines as PostgreSQL writes them."""
    data.mkdir(exist_ok=True)
    files = [data / "postmaster.pid", sockets / ".s.PGSQL.5999.lock"]
    for file in files:
        file.write_text(f"{pid}\n{data}\n1\n5999\n{sockets}\nlocalhost\n")
    return files


def test_the_locks_of_a_zombie_are_removed(tmp_path: Path) -> None:
    zombie = subprocess.Popen(["true"])
    time.sleep(0.1)
    left = locks(tmp_path / "data", zombie.pid, tmp_path)

    postgres.clear_locks(tmp_path / "data")

    assert not any(file.exists() for file in left)
    zombie.wait()


def test_a_stranger_with_the_number_of_a_server_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "1000"]) as stranger:
        left = locks(tmp_path / "data", stranger.pid, tmp_path)

        postgres.clear_locks(tmp_path / "data")

        assert processes.lives(stranger.pid)
        assert not any(file.exists() for file in left)
        stranger.kill()


def test_the_logins_may_do_what_they_are_for(state: State) -> None:
    with Supervisor(mark=str(state.home), say=print) as supervisor, state.locked():
        servers = start_servers(state, supervisor)
        with psycopg.connect(servers["DATABASE_OWNER_URL"]) as owner:
            owner.execute("create table book (id int)")
        with (
            psycopg.connect(servers["DATABASE_URL"]) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute("create table another (id int)")
        assert running_servers(state) == servers

    assert running_servers(state) == {}


@pytest.mark.slow
def test_a_killed_server_comes_back_with_its_rows(state: State) -> None:
    with Supervisor(mark=str(state.home), say=print) as supervisor:
        servers = start_servers(state, supervisor, purpose=Purpose.BENCH)
        with psycopg.connect(servers["DATABASE_OWNER_URL"]) as owner:
            owner.execute("create table book (id int)")
            owner.execute("insert into book values (42)")
        os.kill(supervisor.pids()["postgres"], signal.SIGKILL)

        assert rows_after_restart(supervisor, servers["DATABASE_OWNER_URL"]) == [(42,)]


def rows_after_restart(supervisor: Supervisor, url: str) -> list[tuple[int]]:
    found: list[list[tuple[int]]] = []

    def asked() -> bool:
        try:
            with psycopg.connect(url) as connection:
                found.append(connection.execute("select id from book").fetchall())
        except psycopg.OperationalError:
            return False
        return True

    supervisor.watch(until=asked)
    return found[0]


@pytest.mark.slow
def test_a_lost_password_is_set_anew(state: State) -> None:
    with Supervisor(mark=str(state.home), say=print) as supervisor:
        start_servers(state, supervisor)
    (state.home / "secrets" / "motorblok_app").unlink()

    with Supervisor(mark=str(state.home), say=print) as supervisor:
        servers = start_servers(state, supervisor)
        psycopg.connect(servers["DATABASE_URL"]).close()


@pytest.mark.slow
def test_a_wrong_password_is_named(state: State) -> None:
    with Supervisor(mark=str(state.home), say=print) as supervisor:
        url = start_servers(state, supervisor)["DATABASE_URL"]
        wrong = url.replace(state.secret("motorblok_app"), "wrong")

        with pytest.raises(CannotStart, match="does not let DATABASE_URL in: password authentication failed"):
            check_database(wrong, name="DATABASE_URL")


def test_an_empty_lock_file_is_no_obstacle(tmp_path: Path) -> None:
    lock = tmp_path / "postmaster.pid"
    lock.touch()

    postgres.clear_locks(tmp_path)

    assert not lock.exists()
