"""Claims are proven by asking a real name server: by the beat when they are due, and by a person at once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from motorblok.audit.queries import entries
from motorblok.kernel.errors import NotFound
from tenants import actions, resolving, tasks
from tenants.actions import AskedJustNow
from tenants.models import Client, Domain, DomainClaim
from tenants.proving import adopt_what_is_served, check_due, check_now
from tests.cast import MONDAY, RITA
from tests.conftest import Book
from tests.tenants.claimed import again, answered, claim, hosts_of, proven
from tests.tenants.name_server import NameServer

BY_RITA = {"actor": RITA, "at": MONDAY}
OWN = "portal.acme.example"
LATER = MONDAY + timedelta(minutes=5)


def test_the_beat_finds_a_proof_and_serves_the_host(acme: Client, dns: NameServer) -> None:
    made = claim(acme, OWN)
    dns.publish(made)

    asked = check_due(at=LATER)

    assert (asked, hosts_of(acme)) == (1, ["acme.localhost", OWN])
    assert again(made).proven_at == LATER


def test_a_proof_taken_away_ends_it_in_time(acme: Client, dns: NameServer, book: Book) -> None:
    made = claim(acme, OWN)
    dns.publish(made)
    check_due(at=LATER)
    dns.texts.clear()

    for hour in range(24, 98):
        check_due(at=LATER + timedelta(hours=hour))

    assert again(made).lapsed_at == LATER + timedelta(hours=96)
    assert hosts_of(acme) == ["acme.localhost"]
    assert book.kinds().count("tenants.domain.failing") == 1


def test_a_person_asks_at_once_and_the_proof_is_its_deed(acme: Client, dns: NameServer, book: Book) -> None:
    made = claim(acme, OWN)
    dns.publish(made)

    answer = check_now(acme, domain=OWN, actor=RITA, at=LATER)

    assert (answer, hosts_of(acme)) == ("found", ["acme.localhost", OWN])
    assert {entry.actor for entry in entries(each.id for each in book.events())} == {str(RITA)}


def test_what_dns_refuses_is_nobodys_deed(acme: Client, dns: NameServer, book: Book) -> None:
    proven(acme, OWN)

    check_now(acme, domain=OWN, actor=RITA, at=LATER)

    (*_others, entry) = entries(each.id for each in book.events())
    assert (entry.kind.name, entry.actor) == ("tenants.domain.failing", "system:motorblok")


def test_nobody_asks_again_within_ten_seconds(acme: Client, dns: NameServer) -> None:
    claim(acme, OWN)
    check_now(acme, domain=OWN, actor=RITA, at=LATER)

    with pytest.raises(AskedJustNow):
        check_now(acme, domain=OWN, actor=RITA, at=LATER + timedelta(seconds=9))
    check_now(acme, domain=OWN, actor=RITA, at=LATER + timedelta(seconds=10))

    assert len(dns.asked) == 2


def test_the_claim_of_another_client_is_not_found(acme: Client, globex: Client, dns: NameServer) -> None:
    claim(acme, OWN)

    with pytest.raises(NotFound):
        check_now(globex, domain=OWN, actor=RITA, at=LATER)

    assert dns.asked == []


def test_what_is_served_without_a_claim_gets_one(acme: Client, globex: Client) -> None:
    proven(acme, OWN)
    for client, host in ((acme, "old.acme.example"), (globex, "old.globex.example")):
        Domain.objects.create(domain=host, tenant=client, is_primary=False)

    adopted = [adopt_what_is_served(at=MONDAY) for _ in range(2)]

    assert adopted == [2, 0]
    grace = dict(DomainClaim.objects.exclude(host=OWN).values_list("host", "grace_until"))
    month = MONDAY + timedelta(days=30)
    assert grace == {"old.acme.example": month, "old.globex.example": month}


def test_many_that_are_silent_are_not_waited_for_one_by_one(
    acme: Client, dns: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    dns.is_silent = True
    monkeypatch.setattr(resolving, "PATIENCE", 0.3)
    for number in range(10):
        claim(acme, f"h{number}.{uuid4().hex}.example")
    began = datetime.now(UTC)

    asked = check_due(at=LATER)

    assert asked == 10
    assert datetime.now(UTC) - began < timedelta(seconds=2)
    assert set(DomainClaim.objects.values_list("answer", flat=True)) == {"silent"}


def test_the_task_adopts_and_asks(acme: Client, dns: NameServer) -> None:
    Domain.objects.create(domain="old.acme.example", tenant=acme, is_primary=False)
    dns.publish(claim(acme, OWN, at=datetime.now(UTC) - timedelta(minutes=6)))

    asked = tasks.check_claims()

    assert (asked, hosts_of(acme)) == (1, ["acme.localhost", "old.acme.example", OWN])
    assert DomainClaim.objects.get(host="old.acme.example").grace_until


def test_what_was_withdrawn_while_dns_was_asked_stops_nobody_else(acme: Client, dns: NameServer) -> None:
    first, second = claim(acme, "a.acme.example"), claim(acme, "b.acme.example")
    dns.publish(first, second)
    taken = actions.take_due(at=LATER, most=10)

    actions.withdraw_claim(acme, domain=first.host, **BY_RITA)
    DomainClaim.objects.filter(pk=second.pk).update(asked_at=None)
    with pytest.raises(NotFound):
        answered(first, "found")

    assert [each.host for each in taken] == [first.host, second.host]
    assert check_due(at=LATER) == 1
    assert hosts_of(acme) == ["acme.localhost", "b.acme.example"]
