"""A host that we did not make is served while DNS proves it, and only then; what DNS does not say counts against nobody."""

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
    DomainIsTaken,
    TooManyClaims,
    claim_domain,
    close_client,
    open_client,
    set_primary_domain,
    withdraw_claim,
)
from tenants.models import Domain, DomainClaim
from tests import world
from tests.cast import MONDAY, RITA
from tests.tenants.claimed import answered, claim, hosts_of, proven

BY_RITA = {"actor": RITA, "at": MONDAY}
OWN = "portal.acme.example"
ADDED = ["tenants.domain.proven", "tenants.domain.added"]


def after(**spans: float) -> datetime:
    return MONDAY + timedelta(**spans)


def refused_for(made: DomainClaim, hours: int, *, since: int = 0) -> DomainClaim:
    for hour in range(since, hours + 1, 12):
        made = answered(made, "missing", at=after(hours=hour))
    return made


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


def test_it_goes_over_once_the_other_one_is_no_longer_proven(acme, globex):
    old, new = proven(acme, OWN), claim(globex, OWN)
    refused_for(old, 72)

    new = answered(new, "found", at=after(hours=73))

    assert (hosts_of(acme), hosts_of(globex)) == (["acme.localhost"], ["globex.localhost", OWN])
    assert new.is_served


def test_a_proof_that_is_gone_is_told_once_and_served_for_three_days(acme, book):
    made = refused_for(proven(acme, OWN), 60)

    assert hosts_of(acme) == ["acme.localhost", OWN]
    assert (made.failing_since, made.ends_at) == (MONDAY, after(hours=72))
    assert made.is_in_doubt
    assert book.kinds()[3:] == ["tenants.domain.failing"]


def test_after_three_days_it_is_served_no_more_and_its_claim_stays(acme, book):
    made = refused_for(proven(acme, OWN), 72)

    assert hosts_of(acme) == ["acme.localhost"]
    assert (made.lapsed_at, made.is_served, made.withdrawn_at) == (after(hours=72), False, None)
    assert book.kinds()[4:] == ["tenants.domain.lapsed", "tenants.domain.removed"]


def test_links_then_lead_to_our_own_address(acme, book):
    made = proven(acme, OWN)
    set_primary_domain(acme, domain=OWN, **BY_RITA)

    refused_for(made, 72)

    assert hosts_of(acme) == ["acme.localhost"]
    assert Domain.objects.get(tenant=acme).is_primary
    assert book.kinds()[-2:] == ["tenants.domain.removed", "tenants.domain.made_primary"]


def test_which_comes_back_where_somebody_had_removed_it(acme):
    made = proven(acme, OWN)
    set_primary_domain(acme, domain=OWN, **BY_RITA)
    actions.remove_domain(acme, domain="acme.localhost", **BY_RITA)

    refused_for(made, 72)

    assert hosts_of(acme) == ["acme.localhost"]


def test_the_proof_put_back_serves_it_again(acme, book):
    made = refused_for(proven(acme, OWN), 72)

    made = answered(made, "found", at=after(days=5))

    assert hosts_of(acme) == ["acme.localhost", OWN]
    assert (made.failing_since, made.lapsed_at, made.refusals) == (None, None, 0)
    assert book.kinds()[-2:] == ADDED


def test_the_proof_put_back_in_time_ends_the_doubt(acme, book):
    made = refused_for(proven(acme, OWN), 60)

    made = answered(made, "found", at=after(hours=61))
    later = answered(made, "missing", at=after(hours=80))

    assert not made.is_in_doubt
    assert (later.ends_at, hosts_of(acme)) == (after(hours=152), ["acme.localhost", OWN])
    assert book.kinds()[-2:] == ["tenants.domain.recovered", "tenants.domain.failing"]


def test_silence_counts_against_nobody(acme, book):
    made = proven(acme, OWN)

    for day in range(30):
        made = answered(made, "silent", at=after(days=day))

    assert hosts_of(acme) == ["acme.localhost", OWN]
    assert (made.failing_since, made.refusals, len(book.kinds())) == (None, 0, 3)


def test_nor_does_a_slip_before_and_after_a_long_silence(acme):
    made = answered(proven(acme, OWN), "missing")
    answered(made, "silent", at=after(days=2))

    made = answered(made, "missing", at=after(days=4))

    assert (made.refusals, made.is_served) == (2, True)


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


def test_what_was_served_before_there_were_proofs_stays_served_for_a_month(acme, book):
    served = Domain.objects.create(domain=OWN, tenant=acme, is_primary=False)

    made = refused_for(actions.adopt_domain(served, **BY_RITA), 26 * 24)
    spared = made.failing_since
    made = refused_for(made, 29 * 24, since=27 * 24)
    kept = hosts_of(acme)
    made = answered(made, "missing", at=after(days=30))

    assert (kept, hosts_of(acme)) == (["acme.localhost", OWN], ["acme.localhost"])
    assert (spared, made.failing_since, made.lapsed_at) == (None, after(days=27), after(days=30))
    assert book.kinds()[:2] == ["tenants.domain.adopted", "tenants.domain.failing"]


def test_its_proof_makes_it_an_address_like_others(acme):
    served = Domain.objects.create(domain=OWN, tenant=acme, is_primary=True)

    made = answered(actions.adopt_domain(served, **BY_RITA), "found", at=after(days=1))

    assert (made.grace_until, made.is_in_doubt, made.is_served) == (None, False, True)
    assert hosts_of(acme) == [OWN, "acme.localhost"]


def test_it_cannot_be_claimed_past_that(acme):
    Domain.objects.create(domain=OWN, tenant=acme, is_primary=False)

    with pytest.raises(DomainIsTaken):
        claim_domain(acme, domain=OWN, **BY_RITA)


def test_an_erased_client_claims_nothing(acme_committed):
    with world.as_owner(), schema.entered(schema.PUBLIC):
        client = actions.provision(
            open_client(name="Initech", slug="initech", domain="x.initech.example", **BY_RITA).id, at=MONDAY
        )
        actions.erase_client(client, **BY_RITA)

    assert not DomainClaim.objects.exists()
