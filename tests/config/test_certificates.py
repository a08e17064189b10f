"""A proxy that gets certificates on demand is told which hosts are ours."""

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from tenants import actions
from tenants.models import Client
from tests.cast import MONDAY, RITA


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


def test_a_domain_of_its_own_may_have_one_until_it_is_taken_away(acme: Client) -> None:
    actions.add_domain(acme, domain="desk.acme.test", actor=RITA, at=MONDAY)
    before = asked("desk.acme.test")

    actions.remove_domain(acme, domain="desk.acme.test", actor=RITA, at=MONDAY)

    assert (before, asked("desk.acme.test")) == (200, 404)


def test_a_closed_clients_host_may_not(acme: Client) -> None:
    actions.close_client(acme, reason="Moved on", actor=RITA, at=MONDAY)

    assert asked("acme.localhost") == 404


@pytest.mark.parametrize("host", ["console.localhost", "acme.localhost", "web"])
def test_only_this_machines_own_names_are_answered(acme: Client, host: str) -> None:
    assert asked("acme.localhost", host=host) == 404


def test_a_deployment_names_more_of_them(acme: Client, settings: Settings) -> None:
    settings.MOTORBLOK_MACHINE_NAMES = ["web"]

    assert asked("acme.localhost", host="web:8000") == 200
