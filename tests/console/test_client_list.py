"""The list of clients: found by state, risk, service line and words, and no dearer for more of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.accounts.actions import assign_to_client
from motorblok.board.actions import place
from motorblok.board.placements import Placement
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.ids import new_id
from tenants.models import Client
from tests import cast, world
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
NOW = datetime.now(UTC)


def a_row(client, *, hours=48, line="finance", **changes):
    due = NOW + timedelta(hours=hours)
    fields = {
        "number": "X-1",
        "title": "Post it",
        "priority": "normal",
        "state": "taken",
        "is_internal": False,
    }
    usual = {"assignee_id": None, "received_at": NOW, "urgent_at": due, "due_at": due}
    ids = {"client_id": client.id, "task_id": new_id(), "service_line": line}
    place(Placement(**{**fields, **usual, **ids, **changes}))


def slugs(query="", person=None):
    page = cast.browser(person or cast.rita()).get(f"/clients/{query}")
    return [row.slug for row in page.context["clients"]]


def test_the_counts_stand_beside_each_client():
    acme = world.client("acme")
    a_row(acme, hours=-1)
    a_row(acme, state="waiting", waiting_for="client", urgent_at=None, due_at=None)

    row = cast.browser(cast.rita()).get("/clients/").context["clients"][0]

    assert (row.load.open_tasks, row.load.late, row.load.waiting) == (2, 1, 1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?risk=yes", ["globex"]),
        ("?line=legal", ["acme"]),
        ("?line=hr", []),
        ("?state=suspended", ["globex"]),
        ("?text=bak", ["acme"]),
        ("?text=GLO", ["globex"]),
        ("?state=nowhere&sort=x", ["acme", "globex"]),
        ("?sort=late", ["globex", "acme"]),
        ("?sort=open", ["acme", "globex"]),
    ],
)
def test_it_is_narrowed_and_sorted(query, found):
    acme, globex = world.client("acme"), world.client("globex")
    Client.objects.filter(slug="globex").update(state="suspended")
    a_row(globex, hours=-2)
    for _ in range(2):
        a_row(acme, hours=300, line="legal")

    assert slugs(query) == found


def test_an_agent_counts_only_what_it_may_see():
    acme, lena = world.client("acme"), cast.staff("Lena Legal", "lena@motorblok.test", "agent")
    assign_to_client(lena.id, client=acme, service_line="legal", actor=SYSTEM, at=NOW)
    a_row(acme)
    a_row(acme, line="legal")

    page = cast.browser(lena).get("/clients/")

    assert [(row.slug, row.load.open_tasks) for row in page.context["clients"]] == [("acme", 1)]
    assert "/agreements/copy/" not in page.content.decode()


def test_it_has_pages_that_keep_what_was_asked():
    Client.objects.bulk_create(
        Client(
            schema_name=f"c_n{n}",
            slug=f"n-{n}",
            code=f"N{n}",
            name=f"Nova {n:02}",
            state="open",
            opened_at=NOW,
        )
        for n in range(60)
    )
    browser = cast.browser(cast.rita())

    first = browser.get("/clients/?text=Nova")
    second = browser.get(f"/clients/{first.context['more']}")

    assert (len(first.context["clients"]), len(second.context["clients"])) == (50, 10)
    assert second.context["wanted"].text == "Nova"


def test_sixty_clients_more_cost_no_statement_more():
    browser = cast.browser(cast.rita())
    a_row(world.client("acme"))
    browser.get("/clients/")
    with CaptureQueriesContext(connection) as before:
        browser.get("/clients/")
    made = Client.objects.bulk_create(
        Client(
            schema_name=f"c_n{n}",
            slug=f"n-{n}",
            code=f"N{n}",
            name=f"Nova {n:02}",
            state="open",
            opened_at=NOW,
        )
        for n in range(60)
    )
    for client in made:
        a_row(client)

    with CaptureQueriesContext(connection) as after:
        browser.get("/clients/")

    assert len(after) == len(before)


def test_a_name_is_shown_as_it_was_typed():
    Client.objects.filter(slug="acme").update(name="<script>alert(1)</script>")

    assert "<script>alert(1)" not in cast.browser(cast.rita()).get("/clients/").content.decode()


def test_nothing_at_risk_is_said_in_words():
    assert "late or due today" in text(cast.browser(cast.rita()).get("/clients/?risk=yes"))
