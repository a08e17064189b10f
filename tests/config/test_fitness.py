"""What is right on one machine is refused at the outside's door, and the other way round."""

import pytest
from pytest_django import Settings

from motorblok.config import cli, fitness
from motorblok.config.launch import running

KEY = "Zr8-only-for-tests-but-long-enough-0123456789"


def unfit(*, development: bool = False, host: str = "desk.example.com", key: str = KEY) -> str:
    return " ".join(fitness.unfit(development=development, console_host=host, secret_key=key))


def test_a_deployment_at_a_name_of_its_own_with_a_random_key_is_fit() -> None:
    assert unfit() == ""


@pytest.mark.parametrize("host", ["console.localhost", "localhost", "desk.test", "desk.home.arpa", "desk"])
def test_development_at_a_name_of_the_inside_is_fit(host: str) -> None:
    assert unfit(development=True, host=host, key="dev") == ""


@pytest.mark.parametrize("host", ["desk.example.com", "notlocalhost.org", "localhost.evil.com"])
def test_development_at_a_name_of_the_outside_is_not(host: str) -> None:
    assert f"MOTORBLOK_CONSOLE_HOST {host} is a name of the outside" in unfit(development=True, host=host)


@pytest.mark.parametrize("host", ["console.localhost", "localhost"])
def test_a_deployment_that_only_this_machine_reaches_is_not(host: str) -> None:
    assert "must be the name by which browsers reach the console" in unfit(host=host)


@pytest.mark.parametrize("key", ["only for tests", "x" * 60, f"django-insecure-{KEY}"])
def test_a_key_that_can_be_guessed_is_not(key: str) -> None:
    assert "MOTORBLOK_SECRET_KEY must be 32 random characters or more" in unfit(key=key)


def test_what_is_unfit_does_not_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.DEVELOPMENT, settings.SECRET_KEY = False, "dev"
    monkeypatch.setattr(running.os, "execv", lambda *_: pytest.fail("it started"))

    assert cli.main(["run", "web"]) == 1
    told = capsys.readouterr().err
    assert "MOTORBLOK_SECRET_KEY must be" in told
    assert "MOTORBLOK_CONSOLE_HOST must be" in told
