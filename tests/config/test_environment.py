"""Settings refuse nonsense, all of it at once."""

import pytest

from motorblok.config import environment as env


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
    env.integer("SOME_NUMBER", 1)

    assert problems == ["SOME_TEXT is missing.", "SOME_NUMBER must be a whole number, not 'many'."]


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("words\n")
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "secret"))

    assert env.text("SOME_SECRET") == "words"


def test_a_database_url_gives_its_parts(problems):
    parts = env.database("postgres://app:p%40ss@db:6432/motorblok", name="X")

    assert parts == {"NAME": "motorblok", "USER": "app", "PASSWORD": "p@ss", "HOST": "db", "PORT": "6432"}
    assert problems == []


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgres://host", "nonsense"])
def test_another_url_is_refused(url, problems):
    env.database(url, name="DATABASE_URL")

    assert problems[0].startswith("DATABASE_URL must look like postgres://")


def test_a_mail_url_with_a_login_demands_an_encrypted_connection():
    given = env.mail("smtp://me:secret@mail.example", name="X")

    assert (given["EMAIL_HOST"], given["EMAIL_PORT"], given["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert env.mail("smtps://mail.example", name="X")["EMAIL_USE_SSL"] is True


def test_without_a_mail_server_nothing_is_set():
    assert env.mail("", name="X") == {}
