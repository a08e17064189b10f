"""No page asks the database more often because there is more to show: one of everything, then twelve."""

import re
from collections import Counter

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from motorblok.kernel import schema
from motorblok.notify.folder import KEEPING
from motorblok.sla.calendars import calendar
from tests import world
from tests.guards.askers import askers
from tests.guards.counting import statements
from tests.guards.growing import grow
from tests.guards.lists import LISTS, NO_LISTS
from tests.guards.matrix import ROWS
from tests.guards.named import name_things
from tests.guards.routes import URLCONFS
from tests.work.tasks import received

MANY = 12
AT_LEAST = 10
REFUSED = {401, 403, 404}
LOOKERS = ("olga", "sam", "ann", "bob", "acme-key", "provider-key")
PAGES = {str(row.route): row for row in ROWS if row.method == "GET" and ":" in row.route.name}


@pytest.fixture
def everybody(public, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = KEEPING, tmp_path
    acme = world.client("acme")
    with schema.entered(acme.schema_name):
        name_things(acme)
        received(acme, service_line="finance")
    people = askers()
    grow(1)
    return people


def test_no_page_asks_more_often_with_more_rows(everybody):
    few = _asked(everybody)
    for number in range(2, MANY + 1):
        grow(number)
    many = _asked(everybody)

    assert {page: look[0] for page, look in many.items() if look[0] in REFUSED or look[0] >= 500} == {}
    assert {page: _added(few[page], many[page]) for page in many if _added(few[page], many[page])} == {}
    assert {page: seen for page, seen in _seen(many).items() if seen < AT_LEAST} == {}


def test_a_statement_for_each_row_is_noticed():
    one = (200, ["SELECT 1 FROM rows", "SELECT name FROM clients WHERE id = '7'"], "")
    three = (200, [*one[1], *(f"SELECT name FROM clients WHERE id = '{n}'" for n in (8, 9))], "")

    assert _added(one, three) == {"SELECT name FROM clients WHERE id = ?": 2}
    assert _added(three, one) == _added(one, one) == {}


@pytest.mark.parametrize("asked", sorted(PAGES))
def test_a_page_is_a_list_with_its_rows_or_is_said_to_be_none(asked):
    assert (asked in LISTS) != (asked in NO_LISTS), (
        "say in tests/guards/lists.py what its rows are, or that it has none"
    )


def test_the_table_names_no_page_that_is_gone():
    assert {*LISTS, *NO_LISTS} - set(PAGES) == set()


def _asked(everybody):
    """For each page and whoever may look at it: what a look gives."""
    return {
        (page, name): _look(everybody[name], row, _query(page))
        for page, row in PAGES.items()
        for name in LOOKERS
        if name in row.may
    }


def _query(page):
    return LISTS[page].query if page in LISTS else ""


def _look(asker, row, query):
    """The status, the statements and what is shown: once to be let in and noted as a visit, then with empty caches."""
    path = reverse(row.route.name, urlconf=URLCONFS[row.route.host], kwargs=row.path or None) + query
    asker.ask(row.route.host, "GET", path, None)
    _forget()
    with statements() as sent:
        answer = asker.ask(row.route.host, "GET", path, None)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, sent, body.decode(errors="replace")


def _forget():
    world.forget_caches()
    calendar.cache_clear()
    settings.CACHES["default"]["KEY_PREFIX"] = cache.key_prefix = f"{cache.key_prefix}-"


def _added(few, many):
    """What is sent more often, without its values; nothing where as many statements are sent or fewer."""
    more, less = (
        Counter(re.sub(r"'[^']*'|\d+", "?", text)[:300] for text in sent) for _, sent, _ in (many, few)
    )
    return dict(more - less) if more.total() > less.total() else {}


def _seen(many):
    return {
        (page, name): len(set(re.findall(LISTS[page].rows, body)))
        for (page, name), (_, _, body) in many.items()
        if page in LISTS and name in LISTS[page].of
    }
