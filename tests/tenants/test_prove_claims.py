"""A host that we did not make is claimed, and served once DNS proves that it is the client's; never before."""

import re
from datetime import datetime, timedelta

import pytest

from motorblok.audit.models import Audience
from motorblok.audit.queries import entries
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from tenants import actions
from tenants.actions import (
    ClientIsClosed,
    TooManyClaims,
    close_client,
    open_client,
    withdraw_claim,
)
from tenants.models import DomainClaim
from tests import world
from tests.cast import MONDAY, RITA
from tests.tenants.claimed import answered, claim, hosts_of, proven

BY_RITA = {"actor": RITA, "at": MONDAY}
OWN = "portal.acme.example"
ADDED = ["tenants.domain.proven", "tenants.domain.added"]


def after(**spans: float) -> datetime:
    return MONDAY + timedelta(**spans)


def test_a_claim_is_not_served_until_dns_proves_it(acme, book):
    made = claim(acme, OWN)
    before = hosts_of(acme)

    answered(made, "found", actor=RITA)

    assert (before, hosts_of(acme)) == (["acme.localhost"], ["acme.localhost", OWN])
    assert book.kinds() == ["tenants.domain.claimed", *ADDED]


def test_only_that_it_is_served_now_is_told_to_the_client(acme, book):
    proven(acme, OWN)

    audiences = [entry.audience for entry in entries(event.id for event in book.events())]
    assert audiences == [Audience.INTERNAL, Audience.INTERNAL, Audience.CLIENT]


def test_what_proves_a_claim_is_long_random_and_its_own(acme, globex):
    first, second = claim(acme, OWN), claim(globex, OWN)

    assert first.token != second.token
    assert re.fullmatch("[0-9a-f]{40}", first.token)  # 160 bits, and no sign that gets lost in copying
    assert first.record_name == f"_motorblok.{OWN}"
    assert first.record_value == f"motorblok-verification={first.token}"


def test_claiming_twice_is_one_claim(acme, book):
    first, second = claim(acme, OWN), claim(acme, OWN.upper())

    assert first == second
    assert book.kinds() == ["tenants.domain.claimed"]


@pytest.mark.parametrize("answer", ["missing", "other", "silent"])
def test_without_the_proof_a_claim_stays_one(acme, book, answer):
    made = answered(claim(acme, OWN), answer, seen="v=spf1")

    assert hosts_of(acme) == ["acme.localhost"]
    assert (made.answer, made.seen, made.failing_since) == (answer, "v=spf1", None)
    assert book.kinds() == ["tenants.domain.claimed"]


def test_of_two_who_claim_one_host_it_is_whose_proof_comes(acme, globex):
    first, second = claim(acme, OWN), claim(globex, OWN)

    answered(second, "found")
    first = answered(first, "found")

    assert (hosts_of(acme), hosts_of(globex)) == (["acme.localhost"], ["globex.localhost", OWN])
    assert (first.answer, first.is_served) == ("taken", False)


def test_an_answer_that_comes_late_counts_for_nothing(acme):
    made = answered(proven(acme, OWN), "found", at=after(hours=2))

    late = answered(made, "missing", at=after(hours=1))

    assert (late.answer, late.failing_since, late.checked_at) == ("found", None, after(hours=2))


def test_a_removal_is_taken_back_without_a_change_in_dns(acme):
    made = proven(acme, OWN)
    actions.remove_domain(acme, domain=OWN, **BY_RITA)

    back = claim(acme, OWN, at=after(hours=1))

    assert (back.token, back.is_served, back.asked_at) == (made.token, False, None)
    assert hosts_of(acme) == ["acme.localhost"]


def test_a_claim_is_withdrawn_and_one_that_is_served_is_removed_instead(acme, book):
    made = claim(acme, OWN)
    withdraw_claim(acme, domain=OWN, **BY_RITA)

    with pytest.raises(NotFound):
        answered(made, "found")
    with pytest.raises(NotFound):
        withdraw_claim(acme, domain=OWN, **BY_RITA)
    proven(acme, OWN)
    with pytest.raises(NotFound):
        withdraw_claim(acme, domain=OWN, **BY_RITA)
    assert book.kinds()[:2] == ["tenants.domain.claimed", "tenants.domain.withdrawn"]


def test_a_closed_client_claims_nothing_and_nothing_of_it_is_proven(acme):
    made = claim(acme, OWN)
    close_client(acme, reason="left", **BY_RITA)

    with pytest.raises(ClientIsClosed):
        claim(acme, "other.acme.example")
    with pytest.raises(ClientIsClosed):
        answered(made, "found")
    withdraw_claim(acme, domain=OWN, **BY_RITA)
    assert hosts_of(acme) == ["acme.localhost"]


def test_not_more_wait_for_their_proof_than_somebody_can_mean(acme, monkeypatch):
    monkeypatch.setattr(actions.claims, "MOST_UNPROVEN", 2)
    for number in range(2):
        claim(acme, f"h{number}.acme.example")

    with pytest.raises(TooManyClaims):
        claim(acme, OWN)
    answered(DomainClaim.objects.get(host="h0.acme.example"), "found")

    assert claim(acme, OWN)


def test_a_client_opened_with_a_host_of_its_own_has_claimed_it(public):
    client = open_client(name="Initech", slug="initech", domain="portal.initech.example", **BY_RITA)

    assert hosts_of(client) == ["initech.localhost"]
    assert DomainClaim.objects.get(client=client).host == "portal.initech.example"


def test_an_erased_client_claims_nothing(acme_committed):
    with world.as_owner(), schema.entered(schema.PUBLIC):
        client = actions.provision(
            open_client(name="Initech", slug="initech", domain="x.initech.example", **BY_RITA).id, at=MONDAY
        )
        actions.erase_client(client, **BY_RITA)

    assert not DomainClaim.objects.exists()
