"""`up` tells how to sign in to the demo only where it is true: of this database, of these accounts, with this password."""

import os
from pathlib import Path

import pytest

from motorblok.accounts import actions
from motorblok.accounts.models import Person
from motorblok.config.launch.demo import DUE, MADE, DemoNote, Guest, Place, note_for, stamp
from motorblok.config.launch.state import State
from motorblok.kernel import schema
from tests import cast
from tests.cast import MONDAY, OLGA

CONSOLE = "http://console.localhost:8000/"


@pytest.fixture
def url(transactional_db) -> str:
    """The address of the tests' own database, as the launcher gets it."""
    address, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    from_settings = schema._connection().settings_dict["NAME"]
    return f"{address}/{from_settings}"


@pytest.fixture
def note(url: str, tmp_path: Path) -> DemoNote:
    """The notes on it, with two people who can sign in."""
    made = note_for(State(tmp_path), url)
    made.keep_sign_in("open-sesame", [Place(CONSOLE, tuple(map(guest, (cast.rita(), cast.sam()))))])
    return made


def guest(person: Person) -> Guest:
    with schema.entered(schema.PUBLIC):
        kept = Person.objects.get(pk=person.pk).password
    return Guest(str(person.pk), person.email, person.role, stamp(kept))


def test_who_can_sign_in_is_told(note: DemoNote, url: str) -> None:
    assert list(note.greeting(url)) == [
        "Sign in with the password  open-sesame",
        f"  {CONSOLE}    rita@motorblok.test (lead), sam@motorblok.test (agent)",
    ]


def test_who_has_another_password_or_no_account_any_more_is_not_told(note: DemoNote, url: str) -> None:
    with schema.entered(schema.PUBLIC):
        actions.set_password(cast.rita().id, password="another", keep_session=None, at=MONDAY)
    told = list(note.greeting(url))
    with schema.entered(schema.PUBLIC):
        actions.deactivate(cast.sam().id, actor=OLGA, at=MONDAY)

    assert told[1:] == [f"  {CONSOLE}    sam@motorblok.test (agent)"]
    assert list(note.greeting(url)) == []


def test_another_database_has_notes_of_its_own(note: DemoNote, url: str, tmp_path: Path) -> None:
    server, _slash, _name = url.rpartition("/")
    elsewhere = note_for(State(tmp_path), f"{server}/postgres")

    elsewhere.keep(DUE)

    assert (note.is_due, elsewhere.is_due) == (False, True)
    assert list(elsewhere.greeting(url)) == []
    assert list(note.greeting(url)) != []


def test_a_database_that_is_empty_again_has_nobody_who_can_sign_in(note: DemoNote, url: str) -> None:
    note.keep(MADE)
    note.keep(DUE)

    assert note.is_due
    assert list(note.greeting(url)) == []
