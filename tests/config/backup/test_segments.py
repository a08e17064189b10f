"""Which pieces of the log a restore needs, over every turn that the database took."""

import gzip
from pathlib import Path

import pytest

from motorblok.config.backup.segments import Line, Log, lines_of, position, read_history

SIZE = 16 << 20
HISTORY = "1\t0/5000098\tbefore 2026-11-24\n\n2\t0/80000A0\tno recovery target specified\n"


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path, SIZE)


def keep(log: Log, *names: str) -> None:
    for name in names:
        (log.folder / f"{name}.gz").touch()


def piece(number: int, *, line: int = 1) -> str:
    return f"{line:08X}00000000{number:08X}"


def test_a_position_is_counted_in_bytes() -> None:
    assert position("1/2A000028") == (1 << 32) + 0x2A000028


@pytest.mark.parametrize(
    ("number", "name"), [(255, "00000001000000000000" + "00FF"), (256, "000000010000000100000000")]
)
def test_the_256th_piece_begins_a_new_hundred(log: Log, number: int, name: str) -> None:
    assert log.name_of(number, line=1) == name
    assert log.number_of(name) == number


def test_the_lines_that_lead_to_the_newest_are_read_from_its_history(log: Log) -> None:
    (log.folder / "00000003.history.gz").write_bytes(gzip.compress(HISTORY.encode()))

    lines = lines_of(read_history(log.folder, 3), newest=3)

    assert lines == [Line(1, 0), Line(2, 0x5000098), Line(3, 0x80000A0)]
    assert lines_of(read_history(log.folder, 1), newest=1) == [Line(1, 0)]


def test_each_piece_is_wanted_on_the_line_that_had_begun_by_then(log: Log) -> None:
    keep(log, piece(9, line=3))

    wanted = list(log.wanted(stop="0/3000100", lines=lines_of(HISTORY, newest=3)))

    assert wanted == [
        piece(4),
        piece(5, line=2),
        piece(6, line=2),
        piece(7, line=2),
        piece(8, line=3),
        piece(9, line=3),
    ]


def test_only_a_piece_before_another_is_missing(log: Log) -> None:
    keep(log, piece(4), piece(5), piece(7))
    lines = [Line(1, 0)]

    assert log.missing(stop="0/3000100", lines=lines) == piece(6)
    keep(log, piece(6))
    assert log.missing(stop="0/3000100", lines=lines) is None
    assert log.missing(stop="0/7000100", lines=lines) is None


def test_what_is_older_goes_with_its_notes_and_histories_stay(log: Log) -> None:
    old = [piece(2), f"{piece(2)}.00000028.backup", f"{piece(3)}.partial"]
    keep(log, *old, piece(4), f"{piece(4)}.00000028.backup", "00000002.history")

    assert {path.name for path in log.older_than("0/4000028")} == {f"{name}.gz" for name in old}
