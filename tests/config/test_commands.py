"""The words of a command line become the words of the programs behind it."""

import pytest
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedTable

from motorblok.config import cli
from motorblok.config.launch import management
from motorblok.config.launch.testing import pytest_words

PYTEST = ["pytest", "-n", "2", "--dist", "loadgroup"]
QUICK = "not browser and not slow and not peers"


def undefined_table() -> ProgrammingError:
    error = ProgrammingError("there is none")
    error.__cause__ = UndefinedTable("there is none")
    return error


def test_the_quick_suite_leaves_out_what_takes_long() -> None:
    assert pytest_words(["tests/work", "-x"]) == [*PYTEST, "-m", QUICK, "tests/work", "-x"]


def test_all_is_everything() -> None:
    assert pytest_words(["--all", "-q"]) == [*PYTEST, "-q"]


def test_without_words_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    assert "./motorblok up" in capsys.readouterr().out


@pytest.mark.parametrize("port", ["0", "70000", "-1", "http"])
def test_what_is_no_port_is_one_sentence(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["up", f"--port={port}"])

    assert f"'{port}' is no port: choose a number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OperationalError("connection to server failed: FATAL:  no room"),
            "The database does not answer check: no room.",
        ),
        (
            undefined_table(),
            "The database has no tables, or not those of this release: run `motorblok migrate` first.",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, sentence: str
) -> None:
    def fail(_words: object) -> None:
        raise error

    monkeypatch.setattr(management, "execute_from_command_line", fail)

    assert cli.main(["check"]) == 1
    assert capsys.readouterr().err == f"motorblok: {sentence}\n"


def test_any_other_error_of_a_statement_is_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_words: object) -> None:
        raise ProgrammingError("syntax error")

    monkeypatch.setattr(management, "execute_from_command_line", fail)

    with pytest.raises(ProgrammingError):
        cli.main(["check"])
