"""A client's addresses in the console: made by us or claimed, what is to stand in DNS, and what it said last."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tenants import actions
from tenants.models import Domain, DomainClaim
from tenants.queries import domains_of
from tests import cast, world
from tests.cast import BOB, MONDAY, RITA
from tests.console.pages import text
from tests.tenants import claimed
from tests.tenants.name_server import NameServer, serving

pytestmark = pytest.mark.usefixtures("public")
PAGE = "/clients/acme/addresses/"
OURS, OWN = "desk.acme.localhost", "portal.acme.example"


@pytest.fixture
def dns(settings) -> Iterator[NameServer]:
    with serving() as server:
        settings.MOTORBLOK_RESOLVERS = [server.place]
        yield server


def add(browser, domain, **changes):
    return browser.post(PAGE, {"token": str(uuid4()), "domain": domain, **changes}, follow=True)


def check(browser, domain=OWN):
    return browser.post(f"{PAGE}check/", {"domain": domain}, follow=True)


def known():
    return [(each.domain, each.is_primary) for each in domains_of(world.client("acme"))]


def the_claim(**changes):
    DomainClaim.objects.filter(host=OWN).update(**changes)
    return DomainClaim.objects.get(host=OWN)


def publish(dns, made):
    dns.texts[made.record_name] = [f'"{made.record_value}"']


def test_an_address_that_we_make_is_added():
    answer = add(cast.browser(cast.olga()), OURS.title())

    assert f"The portal answers at {OURS} too." in text(answer)
    assert known() == [("acme.localhost", True), (OURS, False)]


def test_one_of_the_clients_own_is_claimed_and_its_record_is_shown():
    answer = add(cast.browser(cast.olga()), "Portal.Acme.Example")

    made = the_claim()
    assert f"{OWN} is claimed. Put its record into DNS" in text(answer)
    assert f"{made.record_name}</code>" in answer.content.decode()
    assert f"{made.record_value}</code>" in answer.content.decode()
    assert "a CNAME record to acme.localhost" in text(answer)
    assert known() == [("acme.localhost", True)]


def test_one_sent_twice_is_claimed_once():
    browser, token = cast.browser(cast.olga()), str(uuid4())

    answers = [add(browser, OWN, token=token).status_code for _ in range(2)]

    assert (answers, DomainClaim.objects.count()) == ([200, 200], 1)


@pytest.mark.parametrize(
    ("domain", "status", "words"),
    [
        ("http://acme.example", 422, "without http:// or a port"),
        ("192.0.2.1", 422, "without http:// or a port"),
        ("globex.localhost", 409, "This address is in use already."),
        ("console.localhost", 409, "This name is our own."),
    ],
)
def test_one_that_cannot_be_is_told_at_its_field(domain, status, words):
    answer = add(cast.browser(cast.olga()), domain)

    assert answer.status_code == status
    assert words in text(answer)
    assert f'value="{domain}"' in answer.content.decode()


def test_it_is_served_as_soon_as_somebody_looks_and_dns_proves_it(dns):
    browser = cast.browser(cast.olga())
    add(browser, OWN)
    publish(dns, the_claim(asked_at=None))

    answer = check(browser)

    assert f"DNS proves {OWN}. The portal answers there." in text(answer)
    assert known() == [("acme.localhost", True), (OWN, False)]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ('"motorblok-verification=wrong"', "There is a record at this name, with another value."),
        ("", "There is no such record."),
        ("fails", "DNS did not answer. That counts for nothing."),
    ],
)
def test_what_dns_says_instead_is_told_and_stays_to_be_read(dns, record, words):
    browser = cast.browser(cast.olga())
    add(browser, OWN)
    dns.fails, dns.texts = record == "fails", {the_claim(asked_at=None).record_name: [record] * bool(record)}

    first, second = check(browser), browser.get(PAGE)

    assert f"{OWN}: {words}" in text(first)
    assert words in text(second)
    assert ("motorblok-verification=wrong" in text(second)) == ("wrong" in record)


def test_whoever_looks_again_at_once_is_told_to_wait(dns):
    browser = cast.browser(cast.olga())
    add(browser, OWN)

    assert "Try again in ten seconds." in text(check(browser))
    assert dns.asked == []


def test_another_becomes_primary_and_back():
    claimed.proven(world.client("acme"), OWN)
    browser = cast.browser(cast.olga())

    answer = browser.post(f"{PAGE}primary/", {"domain": OWN}, follow=True)
    changed = known()
    browser.post(f"{PAGE}primary/", {"domain": "acme.localhost"})

    assert 'name="domain" value="acme.localhost"' in answer.content.decode()
    assert changed == [(OWN, True), ("acme.localhost", False)]
    assert known() == [("acme.localhost", True), (OWN, False)]


def test_one_in_doubt_does_not_become_primary():
    claimed.answered(claimed.proven(world.client("acme"), OWN), "missing", at=MONDAY + timedelta(hours=1))

    answer = cast.browser(cast.olga()).post(f"{PAGE}primary/", {"domain": OWN}, follow=True)

    assert "DNS does not prove now that this address is the client's own." in text(answer)
    assert known() == [("acme.localhost", True), (OWN, False)]


def undo_of(answer):
    undo = next(message for message in answer.context["messages"]).extra_tags
    return dict(pair.split("=") for pair in undo.partition("?")[2].split("&"))


def test_one_is_removed_and_the_message_brings_it_back(dns):
    publish(dns, claimed.proven(world.client("acme"), OWN))
    browser = cast.browser(cast.olga())

    answer = browser.post(f"{PAGE}removal/", {"domain": OWN}, follow=True)
    removed = known()
    back = browser.post(PAGE, undo_of(answer), follow=True)

    assert removed == [("acme.localhost", True)]
    assert f"DNS proves {OWN}." in text(back)
    assert len(known()) == 2


def test_a_claim_is_withdrawn_and_the_message_brings_it_back(dns):
    made = claimed.claim(world.client("acme"), OWN)
    browser = cast.browser(cast.olga())

    answer = browser.post(f"{PAGE}removal/", {"domain": OWN}, follow=True)
    withdrawn = the_claim().withdrawn_at
    browser.post(PAGE, undo_of(answer))

    assert f"The claim to {OWN} is withdrawn." in text(answer)
    assert withdrawn
    assert (the_claim().withdrawn_at, the_claim().token) == (None, made.token)


def test_the_primary_one_stays():
    answer = cast.browser(cast.olga()).post(f"{PAGE}removal/", {"domain": "acme.localhost"}, follow=True)

    assert "Make another one the primary address first." in text(answer)
    assert known() == [("acme.localhost", True)]


def test_another_clients_address_is_not_touched(dns):
    browser = cast.browser(cast.olga())
    claimed.proven(world.client("globex"), OWN)

    browser.post(f"{PAGE}removal/", {"domain": OWN})
    answers = [browser.post(f"{PAGE}{verb}/", {"domain": OWN}).status_code for verb in ("primary", "check")]

    assert (answers, dns.asked) == ([404, 404], [])
    assert claimed.hosts_of(world.client("globex")) == ["globex.localhost", OWN]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Waits for its proof"),
        ({"claimed_at": MONDAY - timedelta(days=60)}, "there was no proof for two weeks"),
        ({"answer": "taken", "checked_at": MONDAY}, "another client is still served at this address"),
        ({"lapsed_at": MONDAY, "proven_at": MONDAY}, "Put it back, and the portal answers here again."),
    ],
)
def test_how_a_claim_stands_is_told(changes, words):
    claimed.claim(world.client("acme"), OWN, at=datetime.now(UTC))
    the_claim(**changes)

    assert words in text(cast.browser(cast.olga()).get(PAGE))


def test_how_long_one_is_still_served_is_told():
    made = claimed.proven(world.client("acme"), OWN)
    actions.set_primary_domain(world.client("acme"), domain=OWN, actor=RITA, at=MONDAY)
    claimed.answered(made, "missing", at=MONDAY + timedelta(hours=1))

    page = text(cast.browser(cast.olga()).get(PAGE))

    assert "Served, proof missing" in page
    assert (
        "Links lead to our own address, and the portal stops answering here, unless the proof is back by"
        in page
    )


def test_one_that_was_served_before_says_until_when():
    served = Domain.objects.create(domain=OWN, tenant=world.client("acme"), is_primary=False)
    actions.adopt_domain(served, actor=RITA, at=MONDAY)

    assert "Served, to be proven" in text(cast.browser(cast.olga()).get(PAGE))


def test_the_page_of_the_client_warns_the_owner_of_doubts():
    made = claimed.proven(world.client("acme"), OWN)
    browser = cast.browser(cast.olga())
    before = text(browser.get("/clients/acme/"))

    claimed.answered(made, "missing", at=MONDAY + timedelta(hours=1))

    words = f"DNS does not prove {OWN}"
    assert (words in before, words in text(browser.get("/clients/acme/"))) == (False, True)


def closed_with_a_host_of_its_own():
    acme = world.client("acme")
    claimed.proven(acme, OWN)
    actions.set_primary_domain(acme, domain=OWN, actor=RITA, at=MONDAY)
    actions.close_client(acme, reason="Left", actor=BOB, at=MONDAY)


def test_of_a_closed_client_nothing_can_be_asked():
    closed_with_a_host_of_its_own()

    page = cast.browser(cast.olga()).get(PAGE).content.decode()

    assert "Check now" not in page
    assert "Make primary" not in page


def test_but_its_host_is_given_up_for_whoever_has_it_next():
    closed_with_a_host_of_its_own()

    cast.browser(cast.olga()).post(f"{PAGE}removal/", {"domain": OWN})

    assert known() == [("acme.localhost", True)]
