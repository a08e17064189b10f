import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from motorblok.kernel import schema
from tenants import hosts
from tenants.actions import close_client, open_client, suspend_client
from tests import world
from tests.cast import MONDAY, RITA
from tests.tenants.claimed import proven

pytestmark = pytest.mark.django_db
BY_RITA = {"actor": RITA, "at": MONDAY}


@pytest.fixture(autouse=True)
def _pages(settings):
    settings.MIDDLEWARE = ["tenants.middleware.HostMiddleware"]
    settings.ROOT_URLCONF = settings.PUBLIC_SCHEMA_URLCONF = "tests.tenants.pages"
    settings.CSRF_USE_SESSIONS = False


@pytest.fixture
def get(client):
    return lambda host, path="/": client.get(path, headers={"host": host})


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("acme.localhost", b"c_acme acme"),
        ("globex.localhost:8000", b"c_globex globex"),
        ("ACME.localhost", b"c_acme acme"),
        ("acme.localhost.", b"c_acme acme"),
        ("console.localhost", b"public -"),
    ],
)
def test_each_host_has_its_schema_and_its_client(get, host, words):
    assert get(host).content == words


def test_a_host_of_the_clients_own_leads_to_it(get):
    with schema.entered(schema.PUBLIC):
        proven(world.client("acme"), "portal.acme.example")

    assert get("portal.acme.example").content == b"c_acme acme"


def test_the_console_and_the_portals_have_pages_of_their_own(get, settings):
    settings.PUBLIC_SCHEMA_URLCONF = "tests.tenants.no_pages"

    assert get("console.localhost").status_code == 404
    assert get("acme.localhost").status_code == 200


@pytest.mark.parametrize(
    "host", ["nobody.localhost", "localhost", "127.0.0.1", "[::1]", "a_b.localhost", "x" * 300]
)
def test_nobodys_host_is_answered_without_a_clients_schema(get, host):
    with CaptureQueriesContext(connection) as queries:
        response = get(host)

    assert response.status_code == 404
    assert not any("c_" in query["sql"] for query in queries)


def test_a_malformed_host_is_nobodys(get):
    assert get("acme.localhost/evil").status_code == 404


@pytest.mark.parametrize("path", ["/", "/fail/"])
def test_afterwards_no_schema_is_chosen(client, path):
    client.raise_request_exception = False

    client.get(path, headers={"host": "acme.localhost"})

    assert schema.chosen() is None


def test_a_suspended_client_can_be_read(get):
    suspend_client(world.client("acme"), reason="unpaid", **BY_RITA)

    assert get("acme.localhost").status_code == 200


def test_a_closed_client_is_gone_in_its_own_language(get):
    get("acme.localhost")
    close_client(world.client("acme"), reason="moved", **BY_RITA)

    response = get("acme.localhost")

    assert response.status_code == 410
    assert "Acme Bakeries" in response.text
    assert 'lang="nl"' in response.text


def test_a_client_being_built_answers_try_again(get):
    open_client(name="Initech", slug="initech", **BY_RITA)

    response = get("initech.localhost")

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0


def test_a_database_that_is_away_is_said_so(get, monkeypatch):
    def away(_host):
        raise OperationalError

    monkeypatch.setattr(hosts, "_read", away)

    assert get("acme.localhost").status_code == 503


def test_a_known_host_costs_one_statement(get):
    get("acme.localhost")

    with CaptureQueriesContext(connection) as queries:
        get("acme.localhost", "/events/")

    assert len(queries) == 2  # the view's own, and the one that enters the schema


@pytest.mark.parametrize("host", ["acme.localhost", "nobody.localhost"])
def test_a_host_is_looked_up_once(get, host):
    get(host)

    with CaptureQueriesContext(connection) as queries:
        get(host)

    assert len(queries) == 0


def test_invented_hosts_do_not_fill_the_memory(get, monkeypatch):
    monkeypatch.setattr(hosts, "MOST", 10)

    for number in range(30):
        get(f"h{number}.localhost")

    assert len(hosts.table.entries) == 10


def test_another_process_follows_within_a_second(get, monkeypatch):
    get("acme.localhost")
    monkeypatch.setattr(hosts.table, "checked_at", 0.0)
    get("acme.localhost")
    other = hosts.HostTable(dict(hosts.table.entries), hosts.table.version, hosts.table.checked_at)

    hosts._tell_others()
    other.checked_at = 0.0
    other._heed_others(hosts.time.monotonic())

    assert other.entries == {}


def test_without_redis_a_change_is_followed_when_the_entry_expires(get, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda _key: None)
    get("acme.localhost")
    close_client(world.client("acme"), reason="moved", **BY_RITA)
    now = hosts.time.monotonic()

    monkeypatch.setattr(hosts.time, "monotonic", lambda: now + hosts.KNOWN_SECONDS + 1)

    assert get("acme.localhost").status_code == 410


def test_each_request_has_a_client_of_its_own():
    first, second = hosts.table.find("acme.localhost"), hosts.table.find("acme.localhost")

    first.name = "changed"

    assert second.name == hosts.table.find("acme.localhost").name == "Acme Bakeries"


@pytest.mark.parametrize(("act", "status"), [(None, 404), (close_client, 410), (open_client, 503)])
def test_a_machine_gets_a_problem_document(get, act, status):
    host = {404: "nobody", 410: "acme", 503: "initech"}[status] + ".localhost"
    if act is close_client:
        act(world.client("acme"), reason="moved", **BY_RITA)
    if act is open_client:
        act(name="Initech", slug="initech", **BY_RITA)

    response = get(host, "/api/v1/tasks/")

    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, response.json()["status"]) == (status, status)
