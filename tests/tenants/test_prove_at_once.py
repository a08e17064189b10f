"""Who proves, changes and looks at the same time waits for nobody long, and each thing is done once."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction

from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from tenants import actions
from tenants.actions import DomainIsToBeProven
from tenants.models import Client, Domain, DomainClaim
from tenants.proving import check_due, check_now
from tests.cast import MONDAY, RITA
from tests.tenants.claimed import again, answered, claim, hosts_of, proven
from tests.tenants.name_server import NameServer

BY_RITA = {"actor": RITA, "at": MONDAY}
OWN = "portal.acme.example"
LATER = MONDAY + timedelta(minutes=5)


@pytest.mark.django_db(transaction=True)
def test_dns_is_never_asked_within_a_transaction(acme_committed: Client, dns: NameServer) -> None:
    claim(acme_committed, OWN)

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        check_now(acme_committed, domain=OWN, actor=RITA, at=LATER)

    assert dns.asked == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_dns_takes_its_time(acme_committed: Client, dns: NameServer) -> None:
    made = claim(acme_committed, OWN)
    dns.publish(made)
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
    dns.publish(*claims)
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


@pytest.mark.django_db(transaction=True)
def test_one_that_lapses_while_it_is_made_primary_leaves_one_primary(acme_committed: Client) -> None:
    made = proven(acme_committed, OWN)
    DomainClaim.objects.update(failing_since=None, refusals=9)
    together = threading.Barrier(2)

    def make_primary() -> None:
        with suppress(DomainIsToBeProven, NotFound):
            actions.set_primary_domain(acme_committed, domain=OWN, **BY_RITA)

    def lapse() -> None:
        with schema.entered(schema.PUBLIC):
            answered(made, "missing", at=LATER)
            answered(made, "missing", at=LATER + timedelta(days=3))

    def beside(act: Callable[[], None]) -> None:
        together.wait(5)
        act()
        connection.close()

    threads = [threading.Thread(target=beside, args=(act,)) for act in (make_primary, lapse)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert list(Domain.objects.filter(tenant=acme_committed).values_list("domain", "is_primary")) == [
        ("acme.localhost", True)
    ]
