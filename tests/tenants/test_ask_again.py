"""How often DNS is asked about a claim follows from how it stands."""

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from tenants import actions
from tenants.actions import suspend_client
from tenants.models import Client, DomainClaim
from tenants.proving import check_due
from tests.cast import MONDAY, RITA
from tests.tenants.claimed import claim, proven

BY_RITA = {"actor": RITA, "at": MONDAY}
OWN = "portal.acme.example"
LATER = MONDAY + timedelta(minutes=5)


def asked_at(made: DomainClaim, instant: datetime) -> bool:
    return DomainClaim.objects.due(at=instant).filter(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("changes", "minutes"),
    [
        ({}, 5),
        ({"claimed_at": MONDAY - timedelta(days=2)}, 60),
        ({"claimed_at": MONDAY - timedelta(days=15)}, None),
        ({"proven_at": MONDAY, "answer": "found"}, 24 * 60),
        ({"proven_at": MONDAY, "answer": "silent"}, 60),
        ({"proven_at": MONDAY, "answer": "missing", "failing_since": MONDAY}, 60),
        ({"proven_at": MONDAY, "grace_until": MONDAY + timedelta(days=30)}, 60),
        ({"proven_at": MONDAY, "failing_since": MONDAY, "lapsed_at": MONDAY}, 60),
        ({"proven_at": MONDAY, "failing_since": MONDAY, "lapsed_at": MONDAY - timedelta(days=15)}, None),
        ({"withdrawn_at": MONDAY}, None),
    ],
)
def test_how_often_dns_is_asked(acme: Client, changes: dict[str, object], minutes: int | None) -> None:
    made = claim(acme, OWN)
    DomainClaim.objects.filter(pk=made.pk).update(asked_at=MONDAY, **changes)

    due = [
        asked_at(made, MONDAY + timedelta(minutes=each)) for each in ((minutes or 2000) - 1, minutes or 2000)
    ]

    assert due == [False, minutes is not None]


@pytest.mark.parametrize(("close", "is_asked"), [(suspend_client, True), (actions.close_client, False)])
def test_a_suspended_clients_hosts_are_asked_about_a_closed_ones_are_not(
    acme: Client, close: object, is_asked: bool
) -> None:
    made = proven(acme, OWN)
    close(acme, reason="unpaid", **BY_RITA)  # type: ignore[operator]

    assert asked_at(made, MONDAY + timedelta(days=2)) == is_asked


def test_a_host_that_became_one_of_ours_is_not_asked_about(acme: Client, settings: Settings) -> None:
    proven(acme, OWN)
    settings.MOTORBLOK_CLIENT_DOMAIN = "acme.example"

    assert check_due(at=MONDAY + timedelta(days=2)) == 0
