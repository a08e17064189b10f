"""A proxy that gets certificates on demand is told which hosts are ours."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.test import TestCase
from pytest_django import Settings

from tenants import actions, hosts
from tenants.models import Client, DomainClaim
from tests.cast import MONDAY, RITA
from tests.tenants.claimed import answered, claim, proven


def asked(domain: str, *, host: str = "localhost:8000") -> int:
    return Browser().get("/certificates/ask", {"domain": domain}, headers={"Host": host}).status_code


@pytest.mark.parametrize("domain", ["console.localhost", "acme.localhost", "ACME.localhost"])
def test_hosts_of_ours_may_have_one(acme: Client, domain: str) -> None:
    assert asked(domain) == 200


@pytest.mark.parametrize(
    "domain", ["", "evil.test", "a.acme.localhost", "acme.localhost/", "\x00", "a" * 300]
)
def test_other_hosts_may_not(acme: Client, domain: str) -> None:
    assert asked(domain) == 404


def test_a_domain_of_its_own_may_have_one_while_it_is_proven(acme: Client) -> None:
    made = claim(acme, "desk.acme.test")
    before = asked("desk.acme.test")

    answered(made, "found")

    assert (before, asked("desk.acme.test")) == (404, 200)


def test_one_that_was_taken_away_may_not(acme: Client) -> None:
    proven(acme, "desk.acme.test")
    before = asked("desk.acme.test")

    actions.remove_domain(acme, domain="desk.acme.test", actor=RITA, at=MONDAY)

    assert (before, asked("desk.acme.test")) == (200, 404)


def lapse(made: DomainClaim) -> None:
    DomainClaim.objects.filter(pk=made.pk).update(failing_since=MONDAY, refusals=9)
    answered(made, "missing", at=MONDAY + timedelta(days=3))


def remove(made: DomainClaim) -> None:
    actions.remove_domain(made.client, domain=made.host, actor=RITA, at=MONDAY)


@pytest.mark.parametrize("end", [lapse, remove])
def test_another_process_refuses_it_within_a_second(
    acme: Client, monkeypatch: pytest.MonkeyPatch, end: Callable[[DomainClaim], None]
) -> None:
    made, other, clock = proven(acme, "desk.acme.test"), hosts.HostTable(), 1000.0
    monkeypatch.setattr(hosts.time, "monotonic", lambda: clock)
    before = other.find("desk.acme.test")

    with TestCase.captureOnCommitCallbacks(execute=True):
        end(made)
    clock += hosts.CHECK_SECONDS

    assert (before, other.find("desk.acme.test")) == (acme, None)
    assert hosts.CHECK_SECONDS <= 1


@pytest.mark.parametrize("end", [lapse, remove])
def test_without_redis_it_does_so_within_thirty_seconds(
    acme: Client, monkeypatch: pytest.MonkeyPatch, end: Callable[[DomainClaim], None]
) -> None:
    made, other, clock = proven(acme, "desk.acme.test"), hosts.HostTable(), 1000.0
    monkeypatch.setattr(hosts.time, "monotonic", lambda: clock)
    monkeypatch.setattr(cache, "get", lambda _key: None)
    monkeypatch.setattr(cache, "set", lambda *_given, **_named: None)
    before = other.find("desk.acme.test")
    with TestCase.captureOnCommitCallbacks(execute=True):
        end(made)

    clock += 29.9
    still = other.find("desk.acme.test")
    clock += 0.1

    assert (before, still, other.find("desk.acme.test")) == (acme, acme, None)


def test_a_closed_clients_host_may_not(acme: Client) -> None:
    actions.close_client(acme, reason="Moved on", actor=RITA, at=MONDAY)

    assert asked("acme.localhost") == 404


@pytest.mark.parametrize("host", ["console.localhost", "acme.localhost", "web"])
def test_only_this_machines_own_names_are_answered(acme: Client, host: str) -> None:
    assert asked("acme.localhost", host=host) == 404


def test_a_deployment_names_more_of_them(acme: Client, settings: Settings) -> None:
    settings.MOTORBLOK_MACHINE_NAMES = ["web"]

    assert asked("acme.localhost", host="web:8000") == 200
