"""The workboard: what it shows, to whom, in which order, and at what price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.accounts.actions import assign_to_client
from motorblok.audit.readers import drain
from motorblok.board.models import Alarm
from motorblok.kernel import schema
from tenants.actions import close_client
from tenants.models import Client
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import promise, receive, text

pytestmark = pytest.mark.usefixtures("public")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def clients():
    return world.client("acme"), world.client("globex")


def test_it_shows_the_tasks_of_all_clients(clients):
    for client in clients:
        receive(client, title=f"Close the month for {client.name}")

    page = cast.browser(cast.rita()).get("/")

    assert "Close the month for Acme Bakeries" in text(page)
    assert "Close the month for Globex Energy" in text(page)


def test_an_agent_sees_its_own_clients_alone(clients):
    acme, globex = clients
    receive(globex, title="Only for Globex")

    page = cast.browser(cast.sam(acme)).get("/")

    assert "Only for Globex" not in text(page)
    assert "Globex" not in text(page)


def test_an_agent_sees_its_own_service_lines_alone(clients):
    acme, _globex = clients
    receive(acme, title="Read the lease", service_line="legal")
    receive(acme, title="Book the invoice", service_line="finance")
    sam = cast.sam()
    assign_to_client(sam.id, client=acme, service_line="legal", actor=OLGA, at=MONDAY)

    page = cast.browser(sam).get("/")

    assert "Read the lease" in text(page)
    assert "Book the invoice" not in text(page)


def test_the_most_urgent_comes_first_under_its_heading(clients, time_machine):
    acme, globex = clients
    promise(acme)
    receive(globex, title="Nothing promised")
    receive(acme, title="Promised today", at=MONDAY + timedelta(hours=2))
    receive(acme, title="Promised and late", at=MONDAY - timedelta(days=3))
    time_machine.move_to(MONDAY + timedelta(hours=2, minutes=10), tick=False)

    words = text(cast.browser(cast.rita()).get("/"))

    order = ["Late", "Promised and late", "Within the hour", "Promised today", "Without a running promise"]
    assert [words.rindex(each) for each in order] == sorted(words.rindex(each) for each in order)
    assert words.index("Nothing promised") > words.rindex("Without a running promise")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("client=globex", {"Globex lease"}),
        ("line=legal", {"Globex lease"}),
        ("text=invo", {"Acme invoice"}),
        ("text=ACME-1", {"Acme invoice"}),
        ("assignee=nobody", {"Acme invoice", "Globex lease"}),
        ("show=late", set()),
        ("show=nonsense", {"Acme invoice", "Globex lease"}),
        ("client=unknown", set()),
        ("assignee=unknown", set()),
    ],
)
def test_filters_stand_in_the_address(clients, query, shown):
    acme, globex = clients
    receive(acme, title="Acme invoice", service_line="finance")
    receive(globex, title="Globex lease", service_line="legal")

    words = text(cast.browser(cast.rita()).get(f"/?{query}"))

    assert {title for title in ("Acme invoice", "Globex lease") if title in words} == shown


def test_a_filter_gets_the_rows_and_the_tidy_address_alone(clients):
    receive(clients[0], title="Acme invoice")

    answer = cast.browser(cast.rita()).get("/?show=open&text=invoice&client=&line=&assignee=", headers=HTMX)

    assert b"<html" not in answer.content
    assert answer["HX-Push-Url"] == "/?text=invoice"
    assert "Acme invoice" in text(answer)


def test_by_client_they_stand_in_the_order_of_their_names_as_people_read_them(clients):
    acme, globex = clients
    Client.objects.filter(id=acme.id).update(name="Zuidas Notariaat")
    Client.objects.filter(id=globex.id).update(name="élan Catering")
    receive(acme, title="Acme invoice")
    receive(globex, title="Globex lease")

    shown = cast.browser(cast.rita()).get("/?sort=client").context["groups"]

    assert [group.words for group in shown] == ["élan Catering", "Zuidas Notariaat"]


def test_fifty_are_shown_and_the_rest_follow(clients):
    for n in range(52):
        receive(clients[0], title=f"Task number {n:02}")
    browser = cast.browser(cast.rita())
    first = browser.get("/")

    more = browser.get(first.context["more"], headers=HTMX)

    titles = [
        {f"Task number {n:02}" for n in range(52) if f"Task number {n:02}" in text(page)}
        for page in (first, more)
    ]
    assert [len(each) for each in titles] == [50, 2]
    assert "Without a running promise" not in text(more)


def test_an_empty_board_teaches(clients):
    browser = cast.browser(cast.rita())

    assert "The board is clear" in text(browser.get("/"))
    assert "Nothing matches" in text(browser.get("/?text=zebra"))
    assert "Nothing resolved yet" in text(browser.get("/?show=closed"))


def test_twelve_queries_are_enough_however_many_rows(clients):
    browser = cast.browser(cast.sam(*clients))
    browser.get("/")
    counts = []
    for rows in (1, 30):
        for _ in range(rows):
            receive(clients[0])
        with CaptureQueriesContext(connection) as asked:
            browser.get("/")
        counts.append(len([query for query in asked if "search_path" not in query["sql"]]))

    assert counts[0] == counts[1] <= 12


def test_markup_in_a_title_is_shown_as_text(clients):
    receive(clients[0], title="<script>alert(1)</script>")

    page = cast.browser(cast.rita()).get("/")

    assert b"<script>alert" not in page.content
    assert schema.chosen() == schema.PUBLIC


@pytest.mark.parametrize(
    "query",
    [
        "line=%00",
        "text=%00",
        "after=2026-01-01~00000000-0000-0000-0000-000000000000",
        "after=0001-01-01T00:00:00%2B23:59~00000000-0000-0000-0000-000000000000",
        "show=closed&after=~00000000-0000-0000-0000-000000000000",
    ],
)
def test_an_address_that_nobody_wrote_is_no_failure_of_ours(clients, query):
    receive(clients[0])

    assert cast.browser(cast.rita()).get(f"/?{query}").status_code == 200


def test_what_was_open_at_a_client_that_is_closed_presses_nobody(clients):
    acme, globex = clients
    promise(acme)
    receive(acme, title="Nobody will do this")
    receive(globex, title="Somebody will do this")
    close_client(acme, reason="They left.", actor=OLGA, at=MONDAY)
    with schema.entered(acme.schema_name):
        drain()

    page = cast.browser(cast.rita()).get("/")

    assert "Somebody will do this" in text(page)
    assert "Nobody will do this" not in text(page)
    assert [tab.count for tab in page.context["tabs"].usual if tab.name == "untaken"] == [1]
    assert not Alarm.objects.filter(client_id=acme.id).exists()
