"""A host whose proof is gone is doubted, and served no more after three days; what DNS does not say counts against nobody."""

from datetime import datetime, timedelta

import pytest

from tenants import actions
from tenants.actions import (
    DomainIsTaken,
    claim_domain,
    set_primary_domain,
)
from tenants.models import Domain, DomainClaim
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
