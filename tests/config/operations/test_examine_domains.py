"""The doctor tells of clients' own addresses that DNS does not prove, and of a DNS that is not asked or does not answer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from motorblok.config.operations.doctor.domains import check_domains
from motorblok.kernel import schema
from tenants import actions
from tenants.models import Client, Domain, DomainClaim
from tests.cast import RITA
from tests.tenants.claimed import claim, proven

OWN = "portal.acme.example"
NOW = datetime.now(UTC)
AGO = NOW - timedelta(days=3)


def test_without_any_there_is_nothing_to_look_at(acme: Client) -> None:
    claim(acme, OWN)

    assert check_domains().verdict == "skipped"


def test_those_that_dns_proves_are_well(acme: Client) -> None:
    proven(acme, OWN, at=NOW)

    finding = check_domains()

    assert (finding.verdict, finding.words) == ("ok", "DNS proves all 1 addresses that are clients' own.")


@pytest.mark.parametrize(
    ("changes", "words", "remedy"),
    [
        ({"failing_since": NOW}, "Served for three days at most", "which record"),
        ({"lapsed_at": NOW}, "No longer served", "which record"),
        ({"grace_until": NOW}, "Served from before", "which record"),
        ({"asked_at": AGO}, "DNS was not asked for two days", "worker and beat"),
        ({"answer": "silent"}, "DNS does not answer", "MOTORBLOK_RESOLVERS"),
    ],
)
def test_whatever_is_wrong_is_told(acme: Client, changes: dict[str, object], words: str, remedy: str) -> None:
    proven(acme, OWN, at=NOW)
    DomainClaim.objects.update(**changes)

    finding = check_domains()

    assert finding.verdict == "warning"
    assert finding.words.startswith(words)
    assert OWN in finding.words
    assert remedy in finding.remedy


def test_those_of_a_closed_client_are_nobodys_care(acme: Client) -> None:
    proven(acme, OWN, at=NOW)
    DomainClaim.objects.update(failing_since=F("proven_at"))

    actions.close_client(acme, reason="Left", actor=RITA, at=NOW)

    assert check_domains().verdict == "skipped"


def test_what_was_served_before_is_to_be_proven(acme: Client) -> None:
    with schema.entered(schema.PUBLIC):
        served = Domain.objects.create(domain=OWN, tenant=acme, is_primary=False)

    actions.adopt_domain(served, actor=RITA, at=NOW)

    assert check_domains().words == f"Served from before, and to be proven: {OWN}."
