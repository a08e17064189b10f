"""Whoever of the provider goes inside a client, by a page or by a key, is named in that client's own book."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motorblok.audit.models import Event
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from tests import cast, world
from tests.conftest import Book
from tests.guards import askers
from tests.guards.matrix import ROWS
from tests.guards.named import name_things
from tests.guards.routes import URLCONFS
from tests.work.tasks import received

ENTERED = "accounts.staff.entered"
BY_WHOM = {
    "olga": lambda: (cast.olga(), askers.person(cast.olga())),
    "provider-key": lambda: (cast.rita(), askers.machine(world.client("acme"), staff=cast.rita())),
}
ASKED = [(who, row) for row in ROWS if row.route.host == "console" for who in BY_WHOM if who in row.may]
IDS = [f"{row.route.name} {row.method}" for _who, row in ASKED]


@pytest.fixture
def acme(public):
    acme = world.client("acme")
    with schema.entered(acme.schema_name):
        received(acme, service_line="finance")
        name_things(acme)
    return acme


@pytest.mark.parametrize(("who", "row"), ASKED, ids=IDS)
def test_going_inside_a_client_is_told_in_its_book_and_nothing_else_is(acme, book, who, row):
    staff, asker = BY_WHOM[who]()
    address = reverse(row.route.name, urlconf=URLCONFS["console"], kwargs=row.path or None)

    with CaptureQueriesContext(connection) as asked:
        asker.ask("console", row.method, address, row.data)

    assert is_told(book, staff.actor, row.method) == goes_inside(asked)


def is_told(book: Book, actor: Actor, method: str) -> bool:
    """Whether the client's book names who came in; what a verb tells of its own deed names them as well."""
    with schema.entered("c_acme"):
        named = [event for event in book.events() if names(event, actor)]
    return any(method == "POST" or event.kind == ENTERED for event in named)


def names(event: Event, actor: Actor) -> bool:
    return f'"actor":"{actor}"'.encode() in bytes(event.leaf)


def goes_inside(asked: CaptureQueriesContext) -> bool:
    return any("search_path" in query["sql"] and "c_acme" in query["sql"] for query in asked)
