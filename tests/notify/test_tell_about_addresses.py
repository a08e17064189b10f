"""Owners hear what DNS says of clients' addresses, each thing once, and nobody else does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils.translation import override

from motorblok.accounts import viewers
from motorblok.accounts.models import Person
from motorblok.audit import readers
from motorblok.audit.queries import recorded_since
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.notify import sending
from motorblok.notify.addresses import tell_about_addresses
from motorblok.notify.models import Notice
from motorblok.notify.queries import inbox
from tenants import actions
from tenants.models import Client, Domain, DomainClaim
from tests import cast, world
from tests.tenants import claimed

NOW = datetime.now(UTC)
OWN = "portal.acme.example"
LONG_AGO = NOW - timedelta(days=4)


@pytest.fixture
def olga(public: None) -> Person:
    """The owner; beside her all who must not hear of it."""
    for person in (cast.rita(), cast.sam(world.client("acme")), cast.fay(), cast.ann(), cast.bob()):
        assert person.id
    return cast.olga()


@pytest.fixture
def made(olga: Person) -> DomainClaim:
    """A claim that is proven; what was told of it is forgotten."""
    made = claimed.proven(world.client("acme"), OWN, at=NOW)
    look()
    Notice.objects.all().delete()
    mail.outbox.clear()
    return made


def look() -> None:
    with schema.entered("c_acme"):
        readers.drain()


def told(person: Person, language: str = "en") -> list[tuple[str, str, list[str]]]:
    with override(language):
        groups = inbox(viewers.of_person(person)).groups
    return [(each.title, each.link, [line.said.words for line in each.lines]) for each in groups]


def test_a_proof_is_told_to_owners_alone(olga: Person) -> None:
    claimed.proven(world.client("acme"), OWN, at=NOW)

    look()

    words = [f"DNS proves that the address {OWN} is this client's"]
    assert told(olga) == [("Address", "/clients/acme/addresses/", words)]
    assert set(Notice.objects.values_list("person", flat=True)) == {olga.id}


def test_one_that_is_gone_is_mailed_too(olga: Person, made: DomainClaim) -> None:
    claimed.answered(made, "missing", at=NOW + timedelta(seconds=1))
    look()

    sending.send_due(at=datetime.now(UTC) + timedelta(minutes=1))

    words = f"DNS bewijst niet meer dat het adres {OWN} van deze klant is"
    assert told(olga, "nl") == [("Adres", "/clients/acme/addresses/", [words])]
    (letter,) = mail.outbox
    assert letter.to == [olga.email]
    assert "http://console.localhost:8000/clients/acme/addresses/" in letter.body


def test_so_is_the_end_of_it(olga: Person, made: DomainClaim) -> None:
    DomainClaim.objects.update(failing_since=LONG_AGO, refusals=9)

    claimed.answered(made, "missing", at=NOW + timedelta(seconds=1))
    look()

    (notice,) = Notice.objects.all()
    assert (notice.kind, notice.mailing) == ("tenants.domain.lapsed", "due")


def test_what_is_to_be_proven_after_an_upgrade_is_told(olga: Person) -> None:
    served = Domain.objects.create(domain=OWN, tenant=world.client("acme"), is_primary=False)

    actions.adopt_domain(served, actor=SYSTEM, at=NOW)
    look()

    assert told(olga)[0][2] == [
        f"The address {OWN} has been in use without a proof, and DNS is to prove it now"
    ]


def test_nobody_hears_of_its_own_deed(olga: Person) -> None:
    claimed.answered(claimed.claim(world.client("acme"), OWN, at=NOW), "found", at=NOW, actor=olga.actor)

    look()

    assert not Notice.objects.exists()


def test_shown_twice_it_tells_once(olga: Person) -> None:
    claimed.proven(world.client("acme"), OWN, at=NOW)

    with schema.entered("c_acme"):
        entries = next(recorded_since(NOW - timedelta(minutes=5), kinds=["tenants.domain.proven"], limit=10))
        tell_about_addresses(entries)
        tell_about_addresses(entries)

    assert Notice.objects.count() == 1


def test_what_is_old_when_it_is_read_is_news_to_nobody(olga: Person) -> None:
    acme: Client = world.client("acme")

    claimed.proven(acme, OWN, at=NOW - timedelta(days=8))
    look()

    assert not Notice.objects.exists()
