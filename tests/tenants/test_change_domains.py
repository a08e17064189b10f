import pytest

from motorblok.kernel.errors import Invalid, NotFound
from tenants.actions import DomainIsTaken, add_domain, remove_domain, set_primary_domain
from tenants.actions.domains import DomainIsPrimary
from tenants.queries import canonical_url, domains_of
from tests.cast import MONDAY, RITA

BY_RITA = {"actor": RITA, "at": MONDAY}


def test_a_second_address_is_added_and_links_lead_to_the_first(acme, book):
    add_domain(acme, domain="portal.acme.example", **BY_RITA)

    assert [domain.domain for domain in domains_of(acme)] == ["acme.localhost", "portal.acme.example"]
    assert canonical_url(acme, "/x") == "http://acme.localhost:8000/x"
    assert book.kinds() == ["tenants.domain.added"]


def test_links_lead_to_the_address_that_was_made_primary(acme, book):
    add_domain(acme, domain="portal.acme.example", **BY_RITA)

    set_primary_domain(acme, domain="portal.acme.example", **BY_RITA)

    assert canonical_url(acme, "/") == "http://portal.acme.example:8000/"
    assert [domain.is_primary for domain in domains_of(acme)] == [True, False]
    assert book.kinds()[-1] == "tenants.domain.made_primary"


def test_the_primary_address_cannot_go(acme, book):
    with pytest.raises(DomainIsPrimary):
        remove_domain(acme, domain="acme.localhost", **BY_RITA)

    assert book.kinds() == []


def test_another_address_can_go(acme, book):
    add_domain(acme, domain="old.acme.example", **BY_RITA)

    remove_domain(acme, domain="old.acme.example", **BY_RITA)

    assert [domain.domain for domain in domains_of(acme)] == ["acme.localhost"]
    assert book.kinds()[-1] == "tenants.domain.removed"


def test_the_address_of_another_client_is_neither_found_nor_taken(acme):
    with pytest.raises(NotFound):
        remove_domain(acme, domain="globex.localhost", **BY_RITA)
    with pytest.raises(NotFound):
        set_primary_domain(acme, domain="globex.localhost", **BY_RITA)
    with pytest.raises(DomainIsTaken):
        add_domain(acme, domain="globex.localhost", **BY_RITA)


def test_letters_beyond_ascii_are_kept_in_their_idna_form(acme):
    assert add_domain(acme, domain="bäckerei.example", **BY_RITA).domain == "xn--bckerei-5wa.example"


@pytest.mark.parametrize("domain", ["", "acme", "a b.nl", "acme.nl:80", "-x.nl", "x..nl", f"{'x' * 64}.nl"])
def test_what_is_no_host_name_is_refused(acme, domain):
    with pytest.raises(Invalid):
        add_domain(acme, domain=domain, **BY_RITA)


def test_links_of_the_provider_lead_to_the_console(public, settings):
    assert canonical_url(None, "/clients/") == "http://console.localhost:8000/clients/"

    settings.MOTORBLOK_SCHEME, settings.MOTORBLOK_PORT = "https", 443

    assert canonical_url(None, "/clients/") == "https://console.localhost/clients/"
