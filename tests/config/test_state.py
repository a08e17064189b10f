"""The state folder keeps secrets to itself, remembers ports, and serves one Motorblok at a time."""

import socket
from pathlib import Path

import pytest

from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import State, is_free


def test_a_secret_is_made_once_and_for_this_login_alone(tmp_path: Path) -> None:
    secret = State(tmp_path).secret("pepper")

    assert State(tmp_path).secret("pepper") == secret
    assert (tmp_path / "secrets" / "pepper").stat().st_mode & 0o777 == 0o600
    assert len(secret) >= 43


def test_two_folders_have_two_secrets(tmp_path: Path) -> None:
    assert State(tmp_path / "a").secret("pepper") != State(tmp_path / "b").secret("pepper")


def test_a_port_is_remembered_until_it_is_taken(tmp_path: Path) -> None:
    state = State(tmp_path)
    first = state.port("postgres")
    assert state.port("postgres") == first

    with socket.create_server(("127.0.0.1", first)):
        second = state.port("postgres")

    assert second != first
    assert is_free(second)


def test_a_second_motorblok_is_told_of_the_first(tmp_path: Path) -> None:
    state = State(tmp_path)

    with state.locked():
        assert state.is_running()
        with pytest.raises(CannotStart, match="already runs from"), state.locked():
            pass
    assert not state.is_running()


def test_a_copy_of_a_folder_is_another_folder(tmp_path: Path) -> None:
    original = State(tmp_path / "a")
    original.secret("identity")
    (tmp_path / "a").rename(tmp_path / "b")

    assert State(tmp_path / "b").digest != State(tmp_path / "a").digest
