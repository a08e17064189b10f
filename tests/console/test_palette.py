"""The palette: what it finds, for whom, and at what price."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.accounts.actions import save_view
from motorblok.kernel import schema
from motorblok.work.actions import resolve_task
from tenants.models import Client
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import receive

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


def find(person, words):
    return cast.browser(person).get("/palette/", {"text": words})


def entries(answer, section):
    found = (each.entries for each in answer.context["sections"] if each.words == section)
    return [entry.words for entry in next(found, [])]


def test_it_finds_tasks_of_all_clients_by_their_words(acme):
    receive(acme, title="Book the invoice")
    receive(world.client("globex"), title="Send an invoice")
    receive(acme, title="Read the lease")

    assert set(entries(find(cast.rita(), "invo"), "Tasks")) == {"Book the invoice", "Send an invoice"}


def test_a_number_finds_exactly_its_task_first(acme):
    for number in range(12):
        receive(acme, title=f"Task {number + 1}")

    answer = find(cast.rita(), "acme-1")

    assert entries(answer, "Tasks")[0] == "Task 1"
    assert answer.context["exact"] == "/clients/acme/tasks/ACME-1/"
    assert len(entries(answer, "Tasks")) == 4
    assert len(entries(find(cast.rita(), "task"), "Tasks")) == 8


def test_closed_tasks_come_after_the_open_ones(acme):
    done = receive(acme, title="Invoice of October")
    receive(acme, title="Invoice of November")
    with schema.entered(acme.schema_name):
        resolve_task(done.id, answer="Done.", client_id=acme.id, actor=OLGA, at=MONDAY)

    assert entries(find(cast.rita(), "invoice"), "Tasks") == ["Invoice of November", "Invoice of October"]


def test_clients_are_found_by_name_and_code():
    assert entries(find(cast.rita(), "ener"), "Clients") == ["Globex Energy"]
    assert entries(find(cast.rita(), "acme"), "Clients") == ["Acme Bakeries"]


def test_an_agent_finds_nothing_of_other_clients_and_no_contacts(acme):
    cast.ann()
    receive(world.client("globex"), title="Merger")
    sam = cast.sam(acme)

    assert entries(find(sam, "merger"), "Tasks") == []
    assert entries(find(sam, "GLOBEX-1"), "Tasks") == []
    assert entries(find(sam, "e"), "Clients") == ["Acme Bakeries"]
    assert entries(find(sam, "ann"), "Contacts") == []


def test_colleagues_and_contacts_are_found_by_name_and_address():
    cast.ann()
    cast.sam()

    assert entries(find(cast.rita(), "sam"), "Colleagues") == ["Sam Agent"]
    assert entries(find(cast.rita(), "ann@"), "Contacts") == ["Ann Director"]


def test_pages_and_saved_views_are_there_before_a_word_is_typed():
    save_view(cast.rita().id, name="Late leases", query="show=late", actor=OLGA, at=MONDAY)

    found = entries(find(cast.rita(), ""), "Go to")

    assert {"Workboard", "Clients", "Late leases"} <= set(found)
    assert entries(find(cast.rita(), "lease"), "Go to") == ["Late leases"]


LEADS = {"Team", "Copy an agreement", "Add a holiday for all clients"}
OWNERS = {"Overview", "Open a client", "Invite a colleague"}


@pytest.mark.parametrize(("person", "led"), [("olga", LEADS | OWNERS), ("rita", LEADS), ("sam", set())])
def test_nobody_is_led_to_a_page_that_is_not_there_for_them(person, led):
    browser = cast.browser(getattr(cast, person)())

    sections = browser.get("/palette/").context["sections"]

    pages = {entry.words: entry.url for section in sections for entry in section.entries}
    assert pages.keys() & (LEADS | OWNERS) == led
    assert {browser.get(url).status_code for url in pages.values()} == {200}


def test_accents_need_not_be_typed():
    Client.objects.filter(slug="globex").update(name="Élan Catering")

    assert entries(find(cast.rita(), "elan"), "Clients") == ["Élan Catering"]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("acme-1", "/clients/acme/tasks/ACME-1/"),
        ("globex", "/clients/globex/"),
        ("nothing at all", "/?text=nothing+at+all"),
        ("add a holiday", "/holidays/"),
        ("", "/"),
    ],
)
def test_whoever_cannot_wait_is_taken_to_what_fits_best(acme, words, place):
    receive(acme)

    answer = cast.browser(cast.rita()).get("/palette/", {"text": words, "go": "1"})

    assert answer["Location"] == place


def test_it_costs_the_same_however_much_it_finds(acme):
    rita = cast.rita()
    browser, counts = cast.browser(rita), []
    for rows in (1, 12):
        for number in range(rows):
            receive(acme, title=f"Agenda {number}")
            cast.contact("acme", f"Agnes {rows} {number}", f"ag{rows}{number}@acme.test", "requester")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/palette/?text=ag")
        counts.append(len([query for query in asked if "search_path" not in query["sql"]]))

    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize(
    "words", ["'; DROP", "a & | ! :* (", "\x00", "%", "<script>alert(1)</script>", "é" * 300]
)
def test_strange_words_find_nothing_and_break_nothing(acme, words):
    receive(acme, title="<script>alert(2)</script>")

    for answer in (find(cast.rita(), words), find(cast.rita(), "alert")):
        assert answer.status_code == 200
        assert b"<script>" not in answer.content
