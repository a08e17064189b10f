"""The views of the workboard: their counts in one statement, and those that staff keeps under a name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.accounts.actions import save_view
from motorblok.accounts.models import SavedView
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import receive, text

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


def save(person, name="Legal", query="line=legal", **asked):
    return save_view(person.id, name=name, query=query, **asked, actor=OLGA, at=MONDAY)


def saved(page):
    return {tab.words: tab.count for tab in page.context["tabs"].saved}


def test_a_shared_view_of_a_client_is_for_who_may_enter_it(acme):
    save(cast.rita(), "Big merger", "client=globex&text=merger", is_shared=True)
    save(cast.rita(), "Bread", "client=acme", is_shared=True)

    browser = cast.browser(cast.sam(acme))
    page, found = browser.get("/"), browser.get("/palette/")

    assert set(saved(page)) == {"Bread"}
    assert "globex" not in (page.content + found.content).decode().lower()
    assert set(saved(cast.browser(cast.olga()).get("/"))) == {"Big merger", "Bread"}


def test_everybody_has_the_usual_views_with_their_counts(acme):
    receive(acme)
    page = cast.browser(cast.rita()).get("/")

    counts = {tab.name: tab.count for tab in page.context["tabs"].usual}

    assert counts == {
        **dict.fromkeys(("mine", "late", "soon", "waiting", "wrote"), 0),
        "untaken": 1,
        "open": 1,
        "closed": None,
    }


def test_what_the_board_shows_is_kept_under_a_name(acme):
    receive(acme, title="Read the lease", service_line="legal")
    receive(acme, title="Book the invoice")
    browser = cast.browser(cast.rita())

    sent = browser.post(
        "/views/", {"name": "Leases", "query": "?line=legal&show=open&nonsense=1"}, follow=True
    )

    assert sent.redirect_chain[0][0] == "/?line=legal"
    assert saved(sent) == {"Leases": 1}
    assert [tab.words for tab in sent.context["tabs"].saved if tab.is_current] == ["Leases"]
    assert "Book the invoice" not in text(sent)


def test_a_shared_view_shows_each_its_own_tasks(acme):
    globex = world.client("globex")
    receive(acme, service_line="legal")
    receive(globex, service_line="legal")
    save(cast.rita(), is_shared=True)
    save(cast.rita(), name="Secret")

    assert saved(cast.browser(cast.olga()).get("/")) == {"Legal": 2}
    assert saved(cast.browser(cast.sam(acme)).get("/")) == {"Legal": 1}


def test_a_view_is_renamed_moved_removed_and_brought_back(acme):
    rita, browser = cast.rita(), cast.browser(cast.rita())
    first, second = save(rita, "One"), save(rita, "Two")

    browser.post(f"/views/{first.id}/name/", {"name": "First"})
    browser.post(f"/views/{second.id}/position/", {"position": "0"})
    page = browser.post(f"/views/{second.id}/removal/", follow=True)
    assert list(saved(page)) == ["First"]
    assert f"/views/{second.id}/restoration/" in page.content.decode()
    page = browser.post(f"/views/{second.id}/restoration/", follow=True)

    assert list(saved(page)) == ["Two", "First"]
    assert "The view “Two” is back." in text(page)


def test_what_an_owner_removes_of_a_lead_and_brings_back_is_the_leads_again(acme):
    view, browser = save(cast.rita(), is_shared=True), cast.browser(cast.olga())

    browser.post(f"/views/{view.id}/removal/")
    browser.post(f"/views/{view.id}/restoration/")

    assert SavedView.objects.get(pk=view.id).owner == cast.rita()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": ""}, "Give the view a name"),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"name": "Taken"}, "Choose another name"),
    ],
)
def test_a_view_that_cannot_be_kept_is_refused_in_a_sentence(acme, data, words):
    save(cast.rita(), "Taken")

    page = cast.browser(cast.rita()).post("/views/", data, follow=True)

    assert words in text(page)
    assert SavedView.objects.count() == 1


def test_the_views_of_others_do_not_exist(acme):
    view = save(cast.rita())
    browser = cast.browser(cast.sam(acme))

    for verb, data in (
        ("name", {"name": "Mine"}),
        ("position", {"position": 0}),
        ("removal", {}),
        ("restoration", {}),
    ):
        assert browser.post(f"/views/{view.id}/{verb}/", data).status_code == 404
    assert SavedView.objects.get().name == "Legal"


def test_more_views_cost_no_more_queries(acme):
    rita = cast.rita()
    browser, asked = cast.browser(rita), []
    browser.get("/")
    for number in range(12):
        if number in (1, 11):
            with CaptureQueriesContext(connection) as queries:
                browser.get("/")
            asked.append(len([query for query in queries if "search_path" not in query["sql"]]))
        save(rita, f"View {number}", is_shared=number % 2 == 0)

    assert asked[0] == asked[1] <= 12


def test_a_thousand_and_more_are_told_as_many(acme, monkeypatch):
    monkeypatch.setattr("motorblok.console.tabs.COUNTED", 3)
    for _ in range(4):
        receive(acme)

    assert "2+" in text(cast.browser(cast.rita()).get("/"))


def test_markup_in_the_name_of_a_view_is_shown_as_text(acme):
    save(cast.rita(), "<script>alert(1)</script>", is_shared=True)

    page = cast.browser(cast.rita()).get("/")

    assert b"<script>alert" not in page.content
    assert b"&lt;script&gt;alert" in page.content
