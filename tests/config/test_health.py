"""The probes of load balancers: alive without a look at anything, ready only where database and broker answer."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from motorblok.config import health
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


def test_not_ready_without_the_database(public: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=refuse))

    answer = get("/readyz", "localhost")

    assert (answer.status_code, answer.json()["failing"]) == (503, ["database"])
