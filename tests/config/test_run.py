"""`run` becomes one process of a deployment, or says in one sentence what stands in the way."""

import os

import pytest

from motorblok.config import cli
from motorblok.config.launch import running


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the process became, with the login it was given."""
    words: list[str] = []
    monkeypatch.setattr(
        running.os,
        "execv",
        lambda _program, all_words: words.extend([*all_words, os.environ["MOTORBLOK_LOGIN"]]),
    )
    monkeypatch.setenv("MOTORBLOK_LOGIN", "app")
    return words


def test_the_web_listens_where_it_is_told(become: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTORBLOK_LISTEN", "[::]:9000")
    monkeypatch.setenv("MOTORBLOK_WEB_WORKERS", "5")

    running.run(["web"])

    assert "--host :: --port 9000 --workers 5" in " ".join(become)
    assert become[-1] == "app"


def test_the_provisioner_alone_is_the_owner(become: list[str]) -> None:
    running.run(["provisioner"])

    assert become[-1] == "owner"
    assert "provisioner@%h" in become


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "postgres://app:app@127.0.0.1:1/none", "No PostgreSQL answers at 127.0.0.1:1"),
        ("REDIS_URL", "redis://127.0.0.1:1/0", "No Redis lets us in at 127.0.0.1:1"),
        ("MOTORBLOK_LISTEN", "8000", "MOTORBLOK_LISTEN must look like 0.0.0.0:8000."),
        (
            "MOTORBLOK_LISTEN",
            "0.0.0.0:http",
            "MOTORBLOK_LISTEN must hold a whole number from 1 to 65535, not 'http'.",
        ),
        ("MOTORBLOK_LISTEN", "1.2.3:8000", "MOTORBLOK_LISTEN must look like 0.0.0.0:8000."),
        ("MOTORBLOK_LISTEN", "0.0.0.0:65536", "MOTORBLOK_LISTEN must hold a whole number from 1 to 65535"),
        ("MOTORBLOK_WORKERS", "0", "MOTORBLOK_WORKERS must hold a whole number from 1 to 64, not '0'."),
        ("MOTORBLOK_HOME", "/proc/nowhere", "The folder /proc/nowhere cannot be written (no such file"),
    ],
)
def test_what_stands_in_the_way_is_said_in_one_sentence(
    become: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    name: str,
    value: str,
    sentence: str,
) -> None:
    monkeypatch.setenv(name, value)

    code = cli.main(["run", "worker"])

    assert code == 1
    assert sentence in capsys.readouterr().err
    assert not become
