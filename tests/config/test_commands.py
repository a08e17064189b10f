"""The words of a command line become the words of the programs behind it."""

import pytest

from motorblok.config import cli
from motorblok.config.launch.testing import pytest_words

PYTEST = ["pytest", "-n", "2", "--dist", "loadgroup"]
QUICK = "not browser and not slow and not peers"


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
