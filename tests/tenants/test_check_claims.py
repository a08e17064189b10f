"""Claims are proven by asking a real name server: by the beat when they are due, by a person at once, and by two at a time."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from motorblok.audit.queries import entries
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from tenants import actions, resolving, tasks
from tenants.actions import AskedJustNow, suspend_client
from tenants.models import Client, Domain, DomainClaim
from tenants.proving import adopt_what_is_served, check_due, check_now
from tests.cast import MONDAY, RITA
from tests.conftest import Book
from tests.tenants.claimed import again, answered, claim, hosts_of, proven
from tests.tenants.name_server import NameServer, serving

BY_RITA = {"actor": RITA, "at": MONDAY}
OWN = "portal.acme.example"
LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def dns(settings: Settings) -> Iterator[NameServer]:
    with serving() as server:
        settings.MOTORBLOK_RESOLVERS = [server.place]
        yield server


def publish(dns: NameServer, *claims: DomainClaim) -> None:
    for each in claims:
        dns.texts[each.record_name] = [f'"{each.record_value}"']


def test_the_beat_finds_a_proof_and_serves_the_host(acme: Client, dns: NameServer) -> None:
    made = claim(acme, OWN)
    publish(dns, made)

    asked = check_due(at=LATER)

    assert (asked, hosts_of(acme)) == (1, ["acme.localhost", OWN])
    assert again(made).proven_at == LATER


def test_a_proof_taken_away_ends_it_in_time(acme: Client, dns: NameServer, book: Book) -> None:
    made = claim(acme, OWN)
    publish(dns, made)
    check_due(at=LATER)
    dns.texts.clear()

    for hour in range(24, 98):
        check_due(at=LATER + timedelta(hours=hour))

    assert again(made).lapsed_at == LATER + timedelta(hours=96)
    assert hosts_of(acme) == ["acme.localhost"]
    assert book.kinds().count("tenants.domain.failing") == 1


def test_a_person_asks_at_once_and_the_proof_is_its_deed(acme: Client, dns: NameServer, book: Book) -> None:
    made = claim(acme, OWN)
    publish(dns, made)

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


@pytest.mark.django_db(transaction=True)
def test_dns_is_never_asked_within_a_transaction(acme_committed: Client, dns: NameServer) -> None:
    claim(acme_committed, OWN)

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        check_now(acme_committed, domain=OWN, actor=RITA, at=LATER)

    assert dns.asked == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_dns_takes_its_time(acme_committed: Client, dns: NameServer) -> None:
    made = claim(acme_committed, OWN)
    publish(dns, made)
    done: list[str] = []

    def work_meanwhile() -> None:
        with schema.entered(schema.PUBLIC):
            connection.cursor().execute("SET lock_timeout = '1s'")
            actions.withdraw_claim(acme_committed, domain=OWN, **BY_RITA)
        done.append("withdrawn")
        connection.close()

    dns.meanwhile = work_meanwhile
    with pytest.raises(NotFound):
        check_now(acme_committed, domain=OWN, actor=RITA, at=LATER)

    assert (done, hosts_of(acme_committed)) == (["withdrawn"], ["acme.localhost"])


@pytest.mark.django_db(transaction=True)
def test_two_who_prove_one_host_at_once_get_it_once(acme_committed: Client, dns: NameServer) -> None:
    with schema.entered(schema.PUBLIC):
        globex = Client.objects.get(slug="globex")
    claims = [claim(client, OWN) for client in (acme_committed, globex)]
    dns.texts[claims[0].record_name] = [f'"{each.record_value}"' for each in claims]
    together = threading.Barrier(2)

    def prove(client: Client) -> None:
        together.wait(5)
        with schema.entered(schema.PUBLIC):
            check_now(client, domain=OWN, actor=RITA, at=LATER)
        connection.close()

    threads = [threading.Thread(target=prove, args=(client,)) for client in (acme_committed, globex)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(again(each).answer for each in claims) == ["found", "taken"]
    assert Domain.objects.filter(domain=OWN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_no_claim_twice(acme_committed: Client, dns: NameServer) -> None:
    made = [claim(acme_committed, f"h{number}.acme.example") for number in range(6)]
    taken: list[int] = []
    together = threading.Barrier(2)

    def look() -> None:
        together.wait(5)
        taken.append(check_due(at=LATER))
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sum(taken) == 6
    assert sorted(dns.asked) == sorted(each.record_name for each in made)


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
    publish(dns, claim(acme, OWN, at=datetime.now(UTC) - timedelta(minutes=6)))

    asked = tasks.check_claims()

    assert (asked, hosts_of(acme)) == (1, ["acme.localhost", "old.acme.example", OWN])
    assert DomainClaim.objects.get(host="old.acme.example").grace_until


def test_what_was_withdrawn_while_dns_was_asked_stops_nobody_else(acme: Client, dns: NameServer) -> None:
    first, second = claim(acme, "a.acme.example"), claim(acme, "b.acme.example")
    publish(dns, first, second)
    taken = actions.take_due(at=LATER, most=10)

    actions.withdraw_claim(acme, domain=first.host, **BY_RITA)
    DomainClaim.objects.filter(pk=second.pk).update(asked_at=None)
    with pytest.raises(NotFound):
        answered(first, "found")

    assert [each.host for each in taken] == [first.host, second.host]
    assert check_due(at=LATER) == 1
    assert hosts_of(acme) == ["acme.localhost", "b.acme.example"]
