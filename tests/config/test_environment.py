"""Settings refuse nonsense, all of it at once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from motorblok.config import environment as env

SETTINGS = Path(__file__).parents[2] / "infra/docs/settings.md"


@pytest.fixture(autouse=True)
def problems(monkeypatch):
    monkeypatch.setattr(env, "problems", [])
    return env.problems


def test_a_flag_is_yes_or_no(monkeypatch, problems):
    monkeypatch.setenv("SOME_FLAG", "perhaps")

    env.flag("SOME_FLAG", True)

    assert problems == ["SOME_FLAG must be 1 or 0, not 'perhaps'."]


def test_what_is_missing_is_listed_with_what_is_wrong(monkeypatch, problems):
    monkeypatch.setenv("SOME_NUMBER", "many")

    env.text("SOME_TEXT")
    env.integer("SOME_NUMBER", 1, least=0, most=9)

    assert problems == ["SOME_TEXT is missing.", "SOME_NUMBER must be a whole number, not 'many'."]


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("words\n")
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "secret"))

    assert env.text("SOME_SECRET") == "words"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: no such file"),
        (b" \n", "is empty"),
        (b"\xff", "cannot be read: it is no text"),
    ],
)
def test_a_file_that_gives_no_secret_is_a_problem(monkeypatch, problems, tmp_path, content, reason):
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("SOME_SECRET_FILE", str(path))

    assert env.text("SOME_SECRET") == ""
    assert len(problems) == 1
    assert f"SOME_SECRET_FILE names {path}, which {reason}" in problems[0]


def test_a_folder_is_no_secret(monkeypatch, problems, tmp_path):
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path))

    env.text("SOME_SECRET", "default")

    assert problems == [f"SOME_SECRET_FILE names {tmp_path}, which cannot be read: is a directory."]


def test_a_secret_stands_in_one_place(monkeypatch, problems, tmp_path):
    monkeypatch.setenv("SOME_SECRET", "words")
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "secret"))

    assert env.text("SOME_SECRET") == "words"
    assert problems == ["SOME_SECRET and SOME_SECRET_FILE are both given: keep one of them."]


@pytest.mark.parametrize("value", ["0", "11", "-1", "99999999999999999999"])
def test_a_number_has_bounds(monkeypatch, problems, value):
    monkeypatch.setenv("SOME_NUMBER", value)

    assert env.integer("SOME_NUMBER", 5, least=1, most=10) == 5
    assert problems == [f"SOME_NUMBER must be from 1 to 10, not {value}."]


@pytest.mark.parametrize("value", ["1.5", "²", "1 0", "--1", "1e3", "9" * 5_000])
def test_what_is_no_whole_number_is_refused(monkeypatch, problems, value):
    monkeypatch.setenv("SOME_NUMBER", value)

    env.integer("SOME_NUMBER", 5, least=1, most=10)

    assert problems == [f"SOME_NUMBER must be a whole number, not {value[:40]!r}."]


@pytest.mark.parametrize("value", ["", " ", "\n"])
def test_nothing_but_space_is_nothing(monkeypatch, problems, value):
    monkeypatch.setenv("SOME_TEXT", value)

    assert env.text("SOME_TEXT", "default") == "default"
    env.text("SOME_TEXT")
    assert problems == ["SOME_TEXT is missing."]


@pytest.mark.parametrize("value", ["desk@example.com\nBcc: all@example.com", "a\x00b", "a\x7f"])
def test_a_value_is_one_line(monkeypatch, problems, tmp_path, value):
    (tmp_path / "secret").write_text(value)
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "secret"))

    assert env.text("SOME_SECRET", "default") == "default"
    assert problems == ["SOME_SECRET must be one line, without signs that cannot be seen."]


def test_what_has_another_shape_is_refused_and_not_repeated(monkeypatch, problems):
    monkeypatch.setenv("SOME_KEY", "pk_live_secret")

    assert env.shaped("SOME_KEY", "", pattern=r"rk_\w+", like="rk_…") == ""
    assert problems == ["SOME_KEY must look like rk_…."]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("0, 3,7", [0, 3, 7]),
        ("7 3", "that rise"),
        ("1 x", "that rise"),
        ("1 400", "to 365"),
        (",", "that rise"),
    ],
)
def test_several_numbers_rise_within_their_bounds(monkeypatch, problems, value, found):
    monkeypatch.setenv("SOME_DAYS", value)

    numbers = env.integers("SOME_DAYS", "0 3", least=0, most=365)

    assert numbers == found if isinstance(found, list) else found in problems[0]


def test_a_zone_and_a_choice_are_among_those_there_are(monkeypatch, problems):
    monkeypatch.setenv("SOME_ZONE", "Europe/Amsterdm")
    monkeypatch.setenv("SOME_WORD", "both")

    assert env.zone("SOME_ZONE", "UTC") == "UTC"
    assert env.choice("SOME_WORD", "a", among=["a", "b", "c"]) == "a"
    assert problems == [
        "SOME_ZONE must be a time zone such as UTC, not 'Europe/Amsterdm'.",
        "SOME_WORD must be a, b or c, not 'both'.",
    ]


def test_a_slip_of_the_pen_is_told_with_what_was_meant(monkeypatch):
    names = [
        "MOTORBLOK_SMTP_URI",
        "MOTORBLOK_SECRET_KEY_FILE",
        "MOTORBLOK_ZZZ",
        "MOTORBLOK_SENTRY_DSM_FILE",
        "PATH",
    ]

    assert env.unknown(names) == [
        "MOTORBLOK_SENTRY_DSM_FILE is no setting; perhaps MOTORBLOK_SENTRY_DSN_FILE was meant.",
        "MOTORBLOK_SMTP_URI is no setting; perhaps MOTORBLOK_SMTP_URL was meant.",
        "MOTORBLOK_ZZZ is no setting.",
    ]


def test_no_setting_that_is_documented_is_called_unknown():
    documented = re.findall(r"^\| `(MOTORBLOK_[A-Z_]+)`", SETTINGS.read_text(encoding="utf-8"), re.MULTILINE)

    assert documented
    assert env.unknown(documented) == []


def test_all_that_is_wrong_is_listed_at_once_and_no_password_is_told():
    wrong = {
        "MOTORBLOK_SECRET_KEY": "",
        "MOTORBLOK_PORT": "70000",
        "MOTORBLOK_REMINDER_DAYS": "soon",
        "DATABASE_URL": "mysql://me:hidden@host/x",
        "MOTORBLOK_SMTP_URL": "smtp://me:hidden@host:port",
        "MOTORBLOK_SENTRY_DSN": "sentry.example",
        "MOTORBLOK_METRICS_TOKEN_FILE": "/nowhere/token",
    }

    done = subprocess.run(
        [sys.executable, "-c", "from motorblok.config import settings"],
        env={**os.environ, **wrong},
        capture_output=True,
        text=True,
        check=False,
    )

    assert [name for name in wrong if name not in done.stderr] == []
    assert "hidden" not in done.stderr
