"""An opened client is built by the provisioner: by a message, by the sweep when that is lost, or by the command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motorblok.audit import readers
from motorblok.kernel import schema
from tenants import queries, tasks
from tenants.actions import open_client
from tenants.models import Client
from tests import world
from tests.cast import MONDAY, RITA


def open_initech():
    return open_client(name="Initech", slug="initech", actor=RITA, at=MONDAY)


@pytest.fixture
def sent(monkeypatch):
    clients = []
    monkeypatch.setattr(
        "tenants.readers.current_app.send_task", lambda _name, **how: clients.append(how["kwargs"])
    )
    monkeypatch.setattr("tenants.tasks.provision.delay", lambda **kwargs: clients.append(kwargs))
    return clients


def test_the_reader_of_the_book_sends_one_message(public, sent):
    client = open_initech()

    readers.drain()

    assert sent == [{"client": str(client.id)}]


def test_a_lost_message_is_sent_again_by_the_sweep(public, sent):
    client = open_initech()

    assert tasks.sweep_opening() == 1
    assert sent == [{"client": str(client.id)}]


def test_the_sweep_leaves_built_ones_alone_and_failed_ones_to_a_person(public, sent):
    open_initech()
    Client.objects.filter(slug="initech").update(failure="disk full")

    assert tasks.sweep_opening() == 0
    assert sent == []


@pytest.mark.django_db(transaction=True)
def test_the_task_builds_it(owner):
    client = open_initech()

    tasks.provision(client=str(client.id))

    assert schema.chosen() is None
    assert [client.slug for client in queries.open_clients()] == ["acme", "globex", "initech"]


@pytest.mark.django_db(transaction=True)
def test_the_command_of_the_owner_opens_and_builds_at_once(owner):
    out = StringIO()

    call_command("open_client", "initech", "Initech", "--code", "INI", stdout=out)

    assert out.getvalue() == "http://initech.localhost:8000/\n"
    assert world.client("initech").is_open
    assert world.client("initech").code == "INI"


def test_the_command_of_the_app_leaves_building_to_the_provisioner(db):
    call_command("open_client", "initech", "Initech", stdout=StringIO())

    assert world.client("initech").state == "opening"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["open_client", "acme", "Again"], "Another client has this short name"),
        (["close_client", "nobody", "--reason", "x"], "does not exist"),
    ],
)
def test_a_command_says_in_one_sentence_what_is_wrong(db, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command(*words, stdout=StringIO())


def test_the_command_closes_a_client(db):
    call_command("close_client", "acme", "--reason", "moved away", stdout=StringIO())

    assert world.client("acme").state == "closed"
