import pytest

from motorblok.audit.queries import entries
from motorblok.kernel.errors import Invalid
from tenants.actions import CodeIsTaken, DomainIsTaken, SlugIsTaken, open_client
from tenants.models import Domain, DomainClaim, State
from tests.cast import MONDAY, RITA

pytestmark = pytest.mark.usefixtures("public")


def open_initech(**changes):
    return open_client(**{"name": "Initech", "slug": "initech", "actor": RITA, "at": MONDAY, **changes})


def test_it_waits_for_its_schema_and_has_an_address_under_the_providers_domain():
    client = open_initech()

    assert client.state == State.OPENING
    assert client.schema_name == "c_initech"
    assert [domain.domain for domain in client.domains.all()] == ["initech.localhost"]


def test_it_is_written_in_the_public_book(book):
    client = open_initech()

    (entry,) = entries(event.id for event in book.events())
    assert entry.sentence == "Rita Lead opened the client Initech"
    assert entry.facts == {"client": str(client.id), "slug": "initech", "schema": "c_initech"}


def test_a_second_address_that_we_make_is_the_primary_one():
    client = open_initech(domain=" Desk.Initech.localhost. ")

    assert Domain.objects.get(tenant=client, is_primary=True).domain == "desk.initech.localhost"
    assert client.domains.count() == 2


def test_one_of_its_own_is_claimed():
    client = open_initech(domain=" Portal.Initech.example. ")

    assert [each.domain for each in client.domains.all()] == ["initech.localhost"]
    assert DomainClaim.objects.get(client=client).host == "portal.initech.example"


def test_its_code_is_made_from_the_slug_and_never_used_twice():
    assert open_initech().code == "INITECH"
    assert open_initech(slug="in-i-tech").code == "INITECH2"
    assert open_initech(slug="x").code == "XX"


def test_a_code_of_choice_is_kept_and_refused_to_a_second():
    assert open_initech(code="INI").code == "INI"

    with pytest.raises(CodeIsTaken):
        open_initech(slug="other", code="INI")


@pytest.mark.parametrize("code", ["ini", "I", "1INI", "INI-1", "INITECHINITECH"])
def test_a_wrong_code_is_refused(code):
    with pytest.raises(Invalid) as refusal:
        open_initech(code=code)

    assert refusal.value.field == "code"


@pytest.mark.parametrize(
    "slug", ["", "Initech", "1initech", "in_itech", "in--itech", "initech-", "console", "x" * 51]
)
def test_a_wrong_slug_is_refused(slug):
    with pytest.raises(Invalid) as refusal:
        open_initech(slug=slug)

    assert refusal.value.field == "slug"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "  "), ("language", "xx"), ("time_zone", "Mars/Base"), ("domain", "http://x.nl")],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_field(field, value):
    with pytest.raises(Invalid) as refusal:
        open_initech(**{field: value})

    assert refusal.value.field == field


def test_a_slug_is_never_used_again():
    with pytest.raises(SlugIsTaken):
        open_initech(slug="acme")


@pytest.mark.parametrize("domain", ["acme.localhost", "ACME.localhost", "desk.globex.localhost"])
def test_an_address_leads_to_one_client(domain):
    with pytest.raises(DomainIsTaken):
        open_initech(domain=domain)


def test_what_is_refused_leaves_nothing(book):
    with pytest.raises(DomainIsTaken):
        open_initech(domain="acme.localhost")

    assert book.kinds() == []
    assert not Domain.objects.filter(domain="initech.localhost").exists()
