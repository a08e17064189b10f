"""Each verb is run once: exactly its events are found, in the books that they belong in, and each can be read and said."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from uuid import UUID

import pytest
from django.db import connection
from django.utils.translation import override

from motorblok.audit import leaves
from motorblok.audit.catalogue import all_kinds
from motorblok.audit.models import Disclosure, Event
from motorblok.audit.queries import Entry, entries
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from motorblok.kernel.languages import in_each
from tests import world
from tests.guards import source
from tests.guards.deeds import Deed, Row
from tests.guards.placeholders import NAMED
from tests.guards.verbs import CARRIERS, ROWS, SILENT

BOOKS = "SELECT schemaname FROM pg_tables WHERE tablename = 'audit_event' ORDER BY schemaname"
# Subjects whose key is a word, as the thing has no id.
KEYED_BY_A_WORD = {"service_line", "host", "role", "gateway", "deployment"}
# Codes as tables hold them: roles, states, kinds, meters, service lines; and periods.
CODE = re.compile(r"[a-z]+(_[a-z]+)*|\d{4}-\d\d(-\d\d)?")
# What looks like a code and is the name of the very thing; and codes that the rows themselves make up.
NAMES_ITSELF = {"slug", "object"}
MADE_UP = {"nonsense", "nobody"}
LEFTOVER = re.compile(r"…|%\(|\{|None|\s{2,}")

FOUND = {
    f"{path.split('/')[-3 if '/actions/' in path else -2]}.{verb}": verb for path, verb in source.verbs()
}
AS_LOGIN = {"app": nullcontext, "owner": world.as_owner}
each_row = pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=str(row), marks=pytest.mark.django_db(transaction=row.login == "owner"))
        for row in ROWS
    ],
)


def test_every_verb_has_its_row_and_no_row_is_stale():
    verbs = {name for name, verb in FOUND.items() if verb not in {*SILENT, *CARRIERS}}

    assert {row.verb for row in ROWS} == verbs, "say in tests/guards/verbs_of_<app>.py what the verb leaves"


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_carrier_is_still_there(carrier):
    assert carrier in FOUND.values()


def test_no_case_stands_twice():
    assert len({str(row) for row in ROWS}) == len(ROWS)


def test_every_kind_of_event_is_left_by_some_verb():
    left = {kind for row in ROWS for kinds in row.leaves.values() for kind in kinds}

    assert left == {kind.name for kind in all_kinds() if not kind.name.startswith("test.")}


@each_row
def test_a_verb_leaves_exactly_its_events_in_their_books(row):
    _deed, found = run(row)

    assert {book: [event.kind for event in events] for book, events in found.items()} == row.leaves


@each_row
def test_what_a_verb_leaves_can_be_read_back_and_said(row):
    deed, found = run(row)

    for book, events in found.items():
        with schema.entered(book):
            for event, entry in zip(events, entries(event.id for event in events), strict=True):
                must_be_whole(event, book=book, deed=deed, about=row.about)
                must_hide_what_is_private(event, entry)
                must_be_sayable(entry)


def run(row: Row) -> tuple[Deed, dict[str, list[Event]]]:
    """Do the deed; returns it with the events that it left, by book."""
    with AS_LOGIN[row.login](), schema.entered(row.within):
        deed = row.prepare()
        since = new_id()
        deed.do()
    return deed, {book: events for book in books() if (events := written(book, since))}


def books() -> Iterator[str]:
    """Every event book there is, also of a client that the deed has built."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(BOOKS)
        return (name for (name,) in cursor.fetchall())


def written(book: str, since: UUID) -> list[Event]:
    with schema.entered(book):
        return list(Event.objects.filter(id__gt=since).order_by("id"))


def must_be_whole(event: Event, *, book: str, deed: Deed, about: str) -> None:
    leaf = leaves.read(bytes(event.leaf))
    kind, _, key = leaf["subject"].partition(":")

    assert (leaf["id"], leaf["book"], leaf["kind"]) == (str(event.id), book, event.kind)
    assert (kind in about.split(" and "), leaf["subject"]) == (True, event.subject)
    assert kind in KEYED_BY_A_WORD or str(UUID(key)) == key
    assert leaf["actor"] == str(deed.by)
    assert leaf["occurred_at"] == leaves.instant(deed.at)
    assert event.occurred_at == deed.at


def must_hide_what_is_private(event: Event, entry: Entry) -> None:
    leaf = leaves.read(bytes(event.leaf))
    opened = {
        row.field: leaves.Opening(row.field, row.salt, row.value)
        for row in Disclosure.objects.filter(event_id=event.id)
    }

    assert set(entry.private) == {"actor", *entry.kind.private}
    assert leaf["private"] == {name: {"sd": opening.commitment()} for name, opening in opened.items()}
    assert [value for value in entry.private.values() if value.encode() in bytes(event.leaf)] == []


def must_be_sayable(entry: Entry) -> None:
    said = in_each(lambda: entry.sentence)

    assert said["en"] != said["nl"]
    assert [words for words in said.values() if LEFTOVER.search(words)] == []
    assert codes_in(said["nl"], entry) == []


def codes_in(words: str, entry: Entry) -> list[str]:
    """The fields whose code a Dutch sentence says as it is: a code is for machines, whatever language it is taken from."""
    with override("nl"):
        named = set(NAMED.findall(str(entry.kind.words))) & entry.facts.keys() - NAMES_ITSELF
    held = {name: str(entry.facts[name]) for name in named if not name.endswith("_nl")}
    return [
        name
        for name, value in held.items()
        if value not in MADE_UP
        and CODE.fullmatch(value)
        and re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", words)
    ]
