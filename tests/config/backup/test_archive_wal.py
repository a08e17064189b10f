"""A piece of the log is kept whole or not at all, whatever happens meanwhile, and never in the place of another."""

import gzip
import os
import resource
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "infra/backup/archive_wal.sh"
NAME = "000000010000000000000007"
CONTENT = os.urandom(100_000)


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "it's a folder"
    made.mkdir()
    return made


def archive(piece: Path, folder: Path, *, largest: int = -1, tools: Path | None = None) -> int:
    """Run it as the server does; `largest` is the size of file, in bytes, at which the disk is full."""
    path = f"{tools}:{os.environ['PATH']}" if tools else os.environ["PATH"]
    return subprocess.run(
        ["sh", str(SCRIPT), str(piece), piece.name, str(folder)],
        env={**os.environ, "PATH": path},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
        capture_output=True,
        check=False,
    ).returncode


def kept(folder: Path) -> dict[str, bytes]:
    """What a restore would find."""
    return {path.name: gzip.decompress(path.read_bytes()) for path in folder.glob("*.gz")}


def broken_tool(tmp_path: Path, name: str) -> Path:
    """A program of that name which kills the script that calls it."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / name).write_text("#!/bin/sh\nkill -9 $PPID\n")
    (tools / name).chmod(0o755)
    return tools


def test_a_piece_comes_back_as_it_was(piece: Path, folder: Path) -> None:
    code = archive(piece, folder)

    assert code == 0
    assert kept(folder) == {f"{NAME}.gz": CONTENT}
    assert [path.name for path in folder.iterdir()] == [f"{NAME}.gz"]
    assert (folder / f"{NAME}.gz").stat().st_mode & 0o007 == 0


def test_the_same_piece_again_is_kept_already(piece: Path, folder: Path) -> None:
    archive(piece, folder)

    assert archive(piece, folder) == 0


def test_another_piece_of_the_same_name_is_refused(piece: Path, folder: Path) -> None:
    archive(piece, folder)
    piece.write_bytes(CONTENT[::-1])

    assert archive(piece, folder) == 1
    assert kept(folder) == {f"{NAME}.gz": CONTENT}


@pytest.mark.parametrize("tool", ["sync", "ln"])
def test_one_that_is_cut_off_before_it_has_its_name_is_kept_the_next_time(
    piece: Path, folder: Path, tmp_path: Path, tool: str
) -> None:
    cut_off = archive(piece, folder, tools=broken_tool(tmp_path, tool))
    before = kept(folder)

    assert cut_off
    assert before == {}
    assert archive(piece, folder) == 0
    assert kept(folder) == {f"{NAME}.gz": CONTENT}


def test_one_that_is_cut_off_after_it_has_its_name_is_taken_for_kept(
    piece: Path, folder: Path, tmp_path: Path
) -> None:
    tools = broken_tool(tmp_path, "ln")
    (tools / "ln").write_text('#!/bin/sh\n/bin/ln "$@" && kill -9 $PPID\n')

    assert archive(piece, folder, tools=tools)
    assert archive(piece, folder) == 0
    assert kept(folder) == {f"{NAME}.gz": CONTENT}


def test_a_full_disk_leaves_nothing_that_looks_whole(piece: Path, folder: Path) -> None:
    code = archive(piece, folder, largest=50_000)

    assert code
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(piece: Path, tmp_path: Path) -> None:
    assert archive(piece, tmp_path / "not mounted") == 1
    assert not (tmp_path / "not mounted").exists()
