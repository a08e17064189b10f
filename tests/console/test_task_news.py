"""A task's page that is open: it asks for news, hears who else is there, and is told nothing where nothing is new."""

import html
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.accounts.viewers import of_staff
from motorblok.console.presence import LASTS, Present, others
from tests import cast, world
from tests.cast import MONDAY
from tests.console.pages import promise, receive, text
from tests.console.tasks import at, carried, do

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


def mark_of(answer):
    """The word by which the page asks whether it is still as it was drawn."""
    return answer.context["mark"]


def test_nothing_new_is_answered_without_a_word(acme):
    task, browser = receive(acme), cast.browser(cast.rita())
    mark = mark_of(browser.get(at(task)))

    answer = browser.get(at(task, "news/"), {"mark": mark})

    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(
    ("verb", "matter"),
    [
        ("note_on_task", {"text": "Mind the margin."}),
        ("prioritise_task", {"priority": "urgent"}),
        ("take_task", {}),
    ],
)
def test_what_a_colleague_did_is_brought_into_the_open_page(acme, verb, matter):
    task, browser = receive(acme), cast.browser(cast.rita())
    page = browser.get(at(task))
    do(acme, verb, task, cast.sam(acme), **matter)

    answer = browser.get(at(task, "news/"), {"mark": mark_of(page), "last": carried(page)["last"]})

    assert answer.status_code == 200
    assert "This happened since you opened the page" in text(answer)
    assert answer.content.decode().count('hx-swap-oob="true"') == 7
    assert 'data-said="There is 1 new entry."' in answer.content.decode()
    assert "data-writes" not in answer.content.decode()


def test_what_is_on_the_page_already_is_not_called_new(acme):
    task, browser = receive(acme), cast.browser(cast.rita())
    do(acme, "note_on_task", task, cast.sam(acme), text="Mind the margin.")
    last = carried(browser.get(at(task)))["last"]

    answer = browser.get(at(task, "news/"), {"mark": "another", "last": last})

    assert "since you opened the page" not in text(answer)


def test_a_colleague_on_the_same_task_is_named_and_so_is_that_she_writes(acme):
    task, rita, sam = receive(acme), cast.browser(cast.rita()), cast.browser(cast.sam(acme))
    mark = mark_of(rita.get(at(task)))

    assert "Rita Lead is looking at this too" in text(sam.get(at(task)))
    assert "Sam Agent is looking at this too" in text(rita.get(at(task, "news/"), {"mark": mark}))
    sam.get(at(task, "news/"), {"mark": "", "writing": "1"})
    assert "Sam Agent is writing" in text(rita.get(at(task, "news/"), {"mark": mark}))


def test_a_name_with_quotes_and_markup_breaks_neither_page_nor_question(acme):
    task, odd = receive(acme), cast.staff('Bo "B" O\'Neil <b>', "bo@motorblok.test", "lead")
    cast.browser(odd).get(at(task))

    page = cast.browser(cast.rita()).get(at(task)).content.decode()
    asked = json.loads(html.unescape(re.search(r"hx-vals='([^']*)'", page)[1]))

    assert "O&#x27;Neil &lt;b&gt; is looking at this too" in page
    assert asked["mark"].endswith('~Bo "B" O\'Neil <b>')


def test_who_has_stopped_asking_has_left(acme):
    key, rita, sam = uuid4(), of_staff(cast.rita()), of_staff(cast.sam(acme))
    others(key, sam, at=MONDAY, is_writing=True)

    at_once = others(key, rita, at=MONDAY, is_writing=False)
    later = others(key, rita, at=MONDAY + LASTS + timedelta(seconds=1), is_writing=False)

    assert at_once == (Present("Sam Agent", is_writing=True),)
    assert later == ()


def test_without_a_cache_the_page_is_drawn_all_the_same(acme, monkeypatch):
    task = receive(acme)
    monkeypatch.setattr(cache, "get", lambda *_args, **_options: None)
    monkeypatch.setattr(cache, "set", lambda *_args, **_options: None)

    assert cast.browser(cast.rita()).get(at(task)).status_code == 200


def test_who_may_not_see_the_task_hears_no_news_of_it(acme):
    task, nils = receive(acme), cast.sam(world.client("globex"))

    assert cast.browser(nils).get(at(task, "news/")).status_code == 404


@pytest.mark.parametrize(
    ("show", "shown", "hidden"), [("conversation", "Hello", "margin"), ("internal", "margin", "Hello")]
)
def test_the_timeline_shows_one_kind_and_counts_all(acme, show, shown, hidden):
    task, rita = receive(acme), cast.rita()
    do(acme, "reply_to_client", task, rita, text="Hello")
    do(acme, "note_on_task", task, rita, text="Mind the margin.")

    words = text(cast.browser(rita).get(at(task), {"show": show}))

    assert "All 3 Conversation 1 Internal 1" in words
    assert shown in words
    assert hidden not in words


def test_a_long_timeline_begins_with_its_latest_entries(acme, monkeypatch):
    monkeypatch.setattr("motorblok.console.conversation.LATEST", 2)
    task, rita = receive(acme), cast.rita()
    for number in range(4):
        do(acme, "note_on_task", task, rita, text=f"Note {number}.")
    browser = cast.browser(rita)

    short, whole = text(browser.get(at(task))), text(browser.get(at(task), {"whole": "1"}))

    assert "Show 3 earlier entries" in short
    assert "Note 3." in short
    assert "Note 1." not in short
    assert "Note 1." in whole


@pytest.mark.parametrize("page", ["", "news/"])
def test_the_number_of_queries_does_not_grow_with_the_conversation(acme, page):
    promise(acme)
    task, rita, counts = receive(acme), cast.rita(), []
    browser = cast.browser(rita)
    browser.get(at(task, page))
    for _round in range(2):
        for verb in ("reply_to_client", "note_on_task", "reply_to_provider"):
            do(acme, verb, task, cast.ann() if verb == "reply_to_provider" else rita, text="Hello")
        with CaptureQueriesContext(connection) as asked:
            browser.get(at(task, page))
        counts.append(len([query for query in asked if "search_path" not in query["sql"]]))

    assert counts[0] == counts[1] <= 22


def test_an_open_page_that_hears_nothing_asks_little(acme):
    promise(acme)
    task, browser = receive(acme), cast.browser(cast.rita())
    mark = mark_of(browser.get(at(task)))

    with CaptureQueriesContext(connection) as asked:
        browser.get(at(task, "news/"), {"mark": mark})

    assert len([query for query in asked if "search_path" not in query["sql"]]) <= 8
