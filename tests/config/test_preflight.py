"""What stands in the way on this machine is said in one sentence, before anything is started."""

import errno
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from motorblok.config import cli
from motorblok.config.launch import preflight
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import State


def test_a_taken_port_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "SECONDS_FOR_A_PORT", 0.1)

    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(CannotStart, match="is taken by another program"),
    ):
        preflight.check_port(other.getsockname()[1])


def test_a_port_that_is_let_go_in_time_is_used() -> None:
    with socket.create_server(("127.0.0.1", 0)) as earlier:
        port = earlier.getsockname()[1]

    preflight.check_port(port)


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100_000_000))

    with pytest.raises(CannotStart, match="is full: 100 MB are free, 250 MB are needed"):
        preflight.check_folder(State(tmp_path))


def test_a_disk_with_little_room_serves_data_that_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "postgres").mkdir()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100_000_000))

    preflight.check_folder(State(tmp_path))

    assert [path.name for path in tmp_path.iterdir()] == ["postgres"]


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CannotStart, match="cannot be written"):
        preflight.check_folder(State(tmp_path / "file" / "home"))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (errno.ENOSPC, "The disk that holds /there is full"),
        (errno.EROFS, "The folder /there cannot be written (read-only"),
    ],
)
def test_an_error_of_the_disk_on_the_way_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: int, sentence: str
) -> None:
    def fail(_: object) -> int:
        raise OSError(error, "no", "/there")

    monkeypatch.setattr(cli, "COMMANDS", {"up": fail})

    assert cli.main(["up"]) == 1
    assert sentence in capsys.readouterr().err


def test_a_refusal_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: object) -> int:
        raise CannotStart("Port 8000 is taken.")

    monkeypatch.setattr(cli, "COMMANDS", {"up": refuse})

    assert cli.main(["up"]) == 1
    assert capsys.readouterr().err == "motorblok: Port 8000 is taken.\n"
