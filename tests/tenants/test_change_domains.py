import pytest

from motorblok.kernel.errors import Invalid, NotFound
from tenants.actions import (
    DomainIsPrimary,
    DomainIsTaken,
    DomainIsTheProviders,
    DomainIsToBeProven,
    add_domain,
    claim_domain,
    remove_domain,
    set_primary_domain,
)
from tenants.models import DomainClaim
from tenants.queries import canonical_url, domains_of
from tests.cast import MONDAY, RITA
from tests.tenants.claimed import claim, hosts_of, proven

BY_RITA = {"actor": RITA, "at": MONDAY}
OURS, OWN = "desk.acme.localhost", "portal.acme.example"


def test_a_second_address_is_added_and_links_lead_to_the_first(acme, book):
    add_domain(acme, domain=OURS, **BY_RITA)

    assert [domain.domain for domain in domains_of(acme)] == ["acme.localhost", OURS]
    assert canonical_url(acme, "/x") == "http://acme.localhost:8000/x"
    assert book.kinds() == ["tenants.domain.added"]


def test_an_address_that_we_did_not_make_is_not_served_for_the_asking(acme, book):
    with pytest.raises(DomainIsToBeProven):
        add_domain(acme, domain=OWN, **BY_RITA)

    assert hosts_of(acme) == ["acme.localhost"]
    assert book.kinds() == []


def test_links_lead_to_the_address_that_was_made_primary(acme, book):
    proven(acme, OWN)

    set_primary_domain(acme, domain=OWN, **BY_RITA)

    assert canonical_url(acme, "/") == f"http://{OWN}:8000/"
    assert [domain.is_primary for domain in domains_of(acme)] == [True, False]
    assert book.kinds()[-1] == "tenants.domain.made_primary"


def test_only_what_is_served_and_beyond_doubt_becomes_primary(acme):
    made = claim(acme, OWN)
    with pytest.raises(NotFound):
        set_primary_domain(acme, domain=OWN, **BY_RITA)
    proven(acme, OWN)
    DomainClaim.objects.filter(pk=made.pk).update(failing_since=MONDAY)

    with pytest.raises(DomainIsToBeProven):
        set_primary_domain(acme, domain=OWN, **BY_RITA)

    assert hosts_of(acme) == ["acme.localhost", OWN]


def test_the_primary_address_cannot_go(acme, book):
    with pytest.raises(DomainIsPrimary):
        remove_domain(acme, domain="acme.localhost", **BY_RITA)

    assert book.kinds() == []


def test_another_address_can_go_and_its_claim_with_it(acme, book):
    made = proven(acme, OWN)

    remove_domain(acme, domain=OWN, **BY_RITA)

    assert hosts_of(acme) == ["acme.localhost"]
    assert DomainClaim.objects.get(pk=made.pk).withdrawn_at == MONDAY
    assert book.kinds()[-1] == "tenants.domain.removed"


def test_the_address_of_another_client_is_neither_found_nor_taken(acme):
    with pytest.raises(NotFound):
        remove_domain(acme, domain="globex.localhost", **BY_RITA)
    with pytest.raises(NotFound):
        set_primary_domain(acme, domain="globex.localhost", **BY_RITA)
    for domain in ("globex.localhost", "desk.globex.localhost"):
        with pytest.raises(DomainIsTaken):
            add_domain(acme, domain=domain, **BY_RITA)


@pytest.mark.parametrize("verb", [add_domain, claim_domain])
@pytest.mark.parametrize(
    "domain", ["console.localhost", "x.console.localhost", "api.localhost", "pages.www.localhost"]
)
def test_names_of_the_provider_are_nobodys(acme, verb, domain):
    with pytest.raises(DomainIsTheProviders) as refusal:
        verb(acme, domain=domain, **BY_RITA)

    assert str(refusal.value) == "This name is our own. Give one that belongs to the client."


@pytest.mark.parametrize("domain", ["desk.example.com", "example.com", "web.inside", "printer.localhost"])
def test_nor_are_those_of_a_deployment_and_of_its_machines(acme, settings, domain):
    settings.MOTORBLOK_CONSOLE_HOST, settings.MOTORBLOK_CLIENT_DOMAIN = "desk.example.com", "example.com"
    settings.MOTORBLOK_MACHINE_NAMES = ["web.inside"]

    with pytest.raises(DomainIsTheProviders):
        claim_domain(acme, domain=domain, **BY_RITA)


def test_letters_beyond_ascii_are_kept_in_their_idna_form(acme):
    assert add_domain(acme, domain="Bäckerei.localhost.", **BY_RITA).domain == "xn--bckerei-5wa.localhost"
    assert claim(acme, "Bäckerei.example").host == "xn--bckerei-5wa.example"


@pytest.mark.parametrize("verb", [add_domain, claim_domain])
@pytest.mark.parametrize(
    "domain",
    [
        *("", "acme", "localhost", "a b.nl", "acme.nl:80", "-x.nl", "x..nl", f"{'x' * 64}.nl"),
        *("127.0.0.1", "1.2", "[::1]", f"{'x.' * 121}nl"),
    ],
)
def test_what_is_no_host_name_is_refused(acme, verb, domain):
    with pytest.raises(Invalid):
        verb(acme, domain=domain, **BY_RITA)


def test_links_of_the_provider_lead_to_the_console(public, settings):
    assert canonical_url(None, "/clients/") == "http://console.localhost:8000/clients/"

    settings.MOTORBLOK_SCHEME, settings.MOTORBLOK_PORT = "https", 443

    assert canonical_url(None, "/clients/") == "https://console.localhost/clients/"
