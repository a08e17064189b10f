from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connections

from motorblok.audit import catalogue, readers, tasks
from motorblok.audit.actions import record
from motorblok.audit.models import Unread
from motorblok.kernel import schema
from tests.audit.kinds import NOTED, RITA

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def seen(monkeypatch):
    monkeypatch.setitem(catalogue._kinds, NOTED.name, NOTED)
    numbers = []

    def reads(entries):
        numbers.extend(entry.facts["number"] for entry in entries)

    monkeypatch.setattr(readers, "_readers", lambda: [reads])
    return numbers


def note(number):
    record(NOTED, subject="task:1", actor=RITA, at=AT, facts={"number": number}, private={"text": "x"})


def test_every_unread_event_is_shown_once_and_in_order(acme, seen):
    for number in ("1", "2", "3"):
        note(number)

    assert readers.drain(limit=2) == 3
    assert seen == ["1", "2", "3"]
    assert readers.drain() == 0


def test_a_reader_that_fails_on_one_event_keeps_no_other_back(acme, seen, monkeypatch):
    def fails_on_two(entries):
        if any(entry.facts["number"] == "2" for entry in entries):
            raise ValueError

    inner = readers._readers()
    monkeypatch.setattr(readers, "_readers", lambda: [fails_on_two, *inner])
    for number in ("1", "2", "3"):
        note(number)

    assert readers.drain() == 2
    assert set(seen) == {"1", "2", "3"}
    assert Unread.objects.count() == 1


def test_what_a_failing_reader_wrote_is_undone(acme, seen, monkeypatch):
    def writes_and_fails(entries):
        note("written by the reader")
        raise ValueError

    monkeypatch.setattr(readers, "_readers", lambda: [writes_and_fails])
    note("1")

    readers.drain()

    assert Unread.objects.count() == 1


def test_a_stuck_event_does_not_make_the_drain_endless(acme, seen, monkeypatch):
    def fails(entries):
        raise ValueError

    monkeypatch.setattr(readers, "_readers", lambda: [fails])
    for number in range(5):
        note(str(number))

    assert readers.drain(limit=2) == 0
    assert Unread.objects.count() == 5


def test_the_sweep_finds_the_books_with_something_unread(acme, seen):
    note("1")

    with schema.entered(schema.PUBLIC):
        assert schema_of(acme) in readers.unread_books()


def away(monkeypatch, name):
    ask = readers._ask

    def asked(books):
        if name in books:
            raise OperationalError("connection refused")
        return ask(books)

    monkeypatch.setattr(readers, "_ask", asked)


def test_a_book_whose_server_is_away_hides_no_other(acme, seen, monkeypatch):
    note("1")
    away(monkeypatch, "c_globex")

    with schema.entered(schema.PUBLIC):
        books = readers.unread_books()

    assert schema_of(acme) in books
    assert "c_globex" not in books


@pytest.mark.usefixtures("public")
def test_a_database_that_is_away_is_asked_once(monkeypatch):
    away(monkeypatch, "c_globex")
    monkeypatch.setattr(type(connections["default"]), "is_usable", lambda _self: False)

    with pytest.raises(OperationalError):
        readers.unread_books()


def schema_of(client):
    return client.schema_name


def test_a_book_that_cannot_be_read_keeps_no_other_waiting(public, monkeypatch):
    read = []

    def drain() -> int:
        read.append(schema.current())
        if schema.current() == "c_acme":
            raise RuntimeError
        return 3

    monkeypatch.setattr(readers, "unread_books", lambda: ["c_acme", "c_globex"])
    monkeypatch.setattr(readers, "drain", drain)

    assert tasks.sweep_unread() == 3
    assert read == ["c_acme", "c_globex"]
