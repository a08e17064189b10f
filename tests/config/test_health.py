"""The probes of load balancers: alive without a look at anything, ready only where database and broker answer."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import wait
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from motorblok.config import readiness
from tenants.models import Client

LOCAL = ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "[::1]:8000"]


def get(path: str, host: str):
    return Browser().get(path, headers={"Host": host})


@pytest.mark.parametrize("host", LOCAL)
def test_alive_asks_the_database_nothing(public: None, host: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = get("/healthz", host)

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert not captured.captured_queries


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_known_hosts_answer_too(acme: Client, path: str) -> None:
    assert get(path, "console.localhost").status_code == 200
    assert get(path, "acme.localhost").status_code == 200


@pytest.mark.parametrize("host", ["unknown.localhost", "127.0.0.1.evil.test", "10.0.0.1", ""])
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_unknown_hosts_are_told_nothing(public: None, path: str, host: str) -> None:
    assert get(path, host).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
@pytest.mark.parametrize("path", ["/readyz", "/metrics", "/certificates/ask?domain=console.localhost"])
def test_who_comes_through_a_proxy_is_not_this_machine(public: None, path: str, header: str) -> None:
    answer = Browser().get(path, headers={"Host": "localhost", header: "192.0.2.7"})

    assert answer.status_code == 404


def test_nothing_else_is_at_this_machines_own_names(public: None) -> None:
    assert get("/sign-in/", "localhost").status_code == 404


def test_ready_when_database_and_broker_answer(public: None) -> None:
    answer = get("/readyz", "localhost")

    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    assert answer["Cache-Control"] == "no-store"


def test_not_ready_without_the_broker(public: None, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = get("/readyz", "localhost")

    assert (answer.status_code, answer.json()["failing"]) == (503, ["broker"])


@pytest.mark.parametrize("change", [{"PORT": "1"}, {"USER": "stranger"}, {"NAME": "nowhere"}])
def test_not_ready_without_the_database(
    public: None, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    monkeypatch.setattr(
        readiness, "connection", SimpleNamespace(settings_dict={**connection.settings_dict, **change})
    )

    answer = get("/readyz", "localhost")

    assert (answer.status_code, answer.json()["failing"]) == (503, ["database", "migrations"])


def test_not_ready_before_the_tables_are_those_of_this_code(
    public: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "ends", lambda: ["work.9999_not_yet_applied"])

    answer = get("/readyz", "localhost")

    assert (answer.status_code, answer.json()["failing"]) == (503, ["migrations"])


def test_servers_that_hang_are_told_within_a_second_and_keep_no_threads(
    public: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, hung: int
) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{hung}/0"
    where = {**connection.settings_dict, "HOST": "127.0.0.1", "PORT": str(hung)}
    monkeypatch.setattr(readiness, "connection", SimpleNamespace(settings_dict=where))
    began = time.monotonic()

    answers = [get("/readyz", "localhost") for _ in range(2)]

    assert [answer.json()["failing"] for answer in answers] == [["database", "migrations", "broker"]] * 2
    assert time.monotonic() - began < 3
    assert sum(thread.name.startswith("readiness") for thread in threading.enumerate()) <= len(
        readiness.CHECKS
    )


@pytest.fixture
def hung() -> Iterator[int]:
    """The port of a server that takes connections and never says a word; what waits for it is done afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]
    wait(readiness._waiting.values(), timeout=10)


def test_alive_while_servers_hang(public: None, settings: Settings, hung: int) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{hung}/0"

    assert get("/healthz", "localhost").status_code == 200
