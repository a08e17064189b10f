"""Addresses among the settings: what they give, and that one that is none is refused without its password."""

import pytest

from motorblok.config import addresses
from motorblok.config import environment as env


@pytest.fixture(autouse=True)
def problems(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(env, "problems", [])
    return env.problems


def test_a_database_url_gives_its_parts(problems: list[str]) -> None:
    parts = addresses.database("postgres://app:p%40ss%2F@db:6432/motorblok", name="X")

    login = {"USER": "app", "PASSWORD": "p@ss/"}
    assert parts == {"NAME": "motorblok", **login, "HOST": "db", "PORT": "6432", "OPTIONS": {}}
    assert problems == []


def test_tls_to_the_database_is_asked_for_in_its_address(problems: list[str]) -> None:
    url = "postgres://app:x@db/motorblok?sslmode=verify-full&sslrootcert=/etc/ca.pem"

    options = addresses.database(url, name="X")["OPTIONS"]

    assert options == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    assert problems == []


@pytest.mark.parametrize("option", ["sslmod=require", "options=-csearch_path%3Dpublic", "user=postgres"])
def test_an_option_that_is_not_taken_is_refused(problems: list[str], option: str) -> None:
    addresses.database(f"postgres://app:secret@db/motorblok?{option}", name="X")

    assert problems == [f"X has options that are not taken: {option.partition('=')[0]}."]


@pytest.mark.parametrize(
    "url",
    [
        *("mysql://a:secret@b/c", "postgres://a:secret@host", "nonsense", "postgres://host/db"),
        *("postgres://a:secret@/db", "postgres://a:secret@b/c/d", "postgres://a:secret@b:0/c"),
        *("postgres://a:secret/x@b/c", "postgres://a:secret#x@b/c", "postgres://a:secret[@b/c"),
        "postgres://a:secret@b:port/c",
    ],
)
def test_what_is_no_database_is_refused_without_its_password(problems: list[str], url: str) -> None:
    addresses.database(url, name="DATABASE_URL")

    (problem,) = problems
    assert problem.startswith("DATABASE_URL must look like postgres://")
    assert "secret" not in problem


@pytest.mark.parametrize("url", ["redis://b:6379", "rediss://:p%40ss@b/3", "redis://login:x@b:6379/0"])
def test_a_broker_is_taken_as_it_is(problems: list[str], url: str) -> None:
    assert addresses.broker(url, name="X") == url
    assert problems == []


@pytest.mark.parametrize(
    "url", ["b:6379", "http://b/0", "redis://b/zero", "redis://b:port/0", "redis://:a[@b/0", "redis:///0"]
)
def test_what_is_no_broker_is_refused(problems: list[str], url: str) -> None:
    assert addresses.broker(url, name="REDIS_URL") == ""
    assert problems[0].startswith("REDIS_URL must look like redis://")


def test_a_mail_url_with_a_login_demands_an_encrypted_connection() -> None:
    given = addresses.mail("smtp://me:secret@mail.example", name="X")

    assert (given["EMAIL_HOST"], given["EMAIL_PORT"], given["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert addresses.mail("smtps://mail.example", name="X")["EMAIL_USE_SSL"] is True


def test_without_a_mail_server_nothing_is_set() -> None:
    assert addresses.mail("", name="X") == {}


@pytest.mark.parametrize("url", ["mail.example:25", "smtp://a:b[@mail.example", "smtp://a:b/c@mail.example"])
def test_what_is_no_mail_server_is_refused(problems: list[str], url: str) -> None:
    assert addresses.mail(url, name="X") == {}
    assert len(problems) == 1


@pytest.mark.parametrize("dsn", ["sentry.example", "https://k@h/x", "https://k@h:port/1", "https://k[@h/1"])
def test_what_is_no_sentry_is_refused(problems: list[str], dsn: str) -> None:
    assert addresses.sentry(dsn, name="X") == ""
    assert problems == ["X must look like https://key@host/project."]


@pytest.mark.parametrize(
    "value",
    [
        *("https://desk.example.com", "desk.example.com:8000", "desk_example", "192.0.2.1", "*.example.com"),
        *(".example.com", "example.com/", "-a.example", "a..b", "é.example", "1.2.3", "a" * 64 + ".example"),
    ],
)
def test_what_is_no_host_is_refused(monkeypatch: pytest.MonkeyPatch, problems: list[str], value: str) -> None:
    monkeypatch.setenv("SOME_HOST", value)
    monkeypatch.setenv("SOME_HOSTS", f"web, {value}")

    assert addresses.host("SOME_HOST", "console.localhost") == "console.localhost"
    addresses.hosts("SOME_HOSTS")
    assert [problem.partition(" must ")[0] for problem in problems] == ["SOME_HOST", "SOME_HOSTS"]


def test_a_host_is_asked_for_in_small_letters(monkeypatch: pytest.MonkeyPatch, problems: list[str]) -> None:
    monkeypatch.setenv("SOME_HOST", "Desk.Example.com")

    assert addresses.host("SOME_HOST", "x") == "desk.example.com"
    assert problems == []


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ("desk@example.com", True),
        ("Northwind Desk <desk@example.com>", True),
        ("nobody", False),
        ("<desk@example.com", False),
        ("desk@example.com, all@example.com", False),
    ],
)
def test_mail_is_from_one_address(
    monkeypatch: pytest.MonkeyPatch, problems: list[str], value: str, is_one: bool
) -> None:
    monkeypatch.setenv("SOME_SENDER", value)

    assert (addresses.sender("SOME_SENDER", "x@y") == value) == is_one
    assert (problems == []) == is_one
