"""What is internal, or another client's, changes not one byte of what a client can be shown."""

import base64
from urllib.parse import quote

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from motorblok.audit.catalogue import all_kinds
from motorblok.audit.models import Audience, Event
from motorblok.kernel import schema
from tests import cast, world
from tests.guards import outputs
from tests.guards.askers import machine, person
from tests.guards.scenario import Morning, minutes
from tests.guards.secrets import CANARIES

NUMBERS = ["ACME-1", "ACME-2", "ACME-3", "ACME-4", "ACME-5", "ACME-I-1", "ACME-I-2", "GLOBEX-1"]
NOW = minutes(110)
# An internal task has no client to write to, to be asked by, or to wait for; numbers are of no task at all.
FOR_CLIENTS = {
    *("work.task.replied", "work.task.client_replied", "work.task.waited_for_client"),
    "work.numbers.skipped",
}


@pytest.fixture
def people(public):
    acme = world.client("acme")
    contact = cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "finance")
    sam = cast.staff(CANARIES["staff_name"], "sam@motorblok.test", "lead")
    rolf = cast.staff(CANARIES["colleague"], "rolf@motorblok.test", "lead")
    cleo = cast.contact("globex", CANARIES["other_contact"], "cleo@globex.test", "director")
    staff = {"sam": sam, "rolf": rolf}
    return {"ann": cast.ann(), "bob": cast.bob(), "carla": contact, "cleo": cleo, "acme": acme, **staff}


def shown(people, *, hidden):
    """Everything Acme's people, its machine and its mailboxes are shown after the morning."""
    acme, globex = world.client("acme"), world.client("globex")
    mail.outbox.clear()
    with transaction.atomic():
        Morning(acme, globex, people, hidden=hidden).play()
        with time_machine.travel(NOW, tick=False):
            everything = collected(people, acme)
        transaction.set_rollback(True)
    return everything


def collected(people, acme):
    everything = outputs.of_mail()  # first, so that the inboxes have what the mails tell
    for name in ("ann", "bob", "carla"):
        pages = outputs.of_person(person(people[name]), numbers=NUMBERS, words=CANARIES.values())
        everything |= {f"{name} {path}": content for path, content in pages.items()}
    key = machine(acme, scopes=("tasks:read", "tasks:receive"))
    everything |= outputs.of_machine(key, numbers=NUMBERS, words=CANARIES.values())
    return everything


def test_what_is_hidden_changes_no_byte(people):
    without, with_hidden = shown(people, hidden=False), shown(people, hidden=True)

    assert set(without) == set(with_hidden)
    different = [path for path in without if without[path] != with_hidden[path]]
    assert different == []


def test_no_word_of_what_is_hidden_is_anywhere(people):
    everything = shown(people, hidden=True)

    for name, canary in CANARIES.items():
        spellings = {canary, quote(canary), base64.b64encode(canary.encode()).decode().rstrip("=")[:-1]}
        leaks = [
            path
            for path, content in everything.items()
            if "text=" not in path and any(each.encode() in content for each in spellings)
        ]
        assert leaks == [], name


def test_the_scenario_does_hide_something_and_show_something(people):
    """Else the two tests above could not fail."""
    everything = shown(people, hidden=True)

    assert len(everything) > 40
    assert b"Post invoice 4870" in everything["ann /tasks/ACME-1/"]
    assert sum(name.startswith("mail ") for name in everything) >= 3
    assert b"Post invoice 4870" in everything["ann /inbox/"]
    assert b"404" in everything["/api/v1/tasks/ACME-I-1/"][:4]
    assert "Ontvangen verzoeken" in everything["ann /billing/"].decode()


def test_the_hidden_work_is_really_there(people):
    acme, globex = world.client("acme"), world.client("globex")

    Morning(acme, globex, people, hidden=True).play()

    with schema.entered(acme.schema_name):
        kinds = set(Event.objects.values_list("kind", flat=True))
        internal = set(
            Event.objects.filter(audience=Audience.INTERNAL, subject__startswith="task:").values_list(
                "kind", flat=True
            )
        )
    assert {"accounts.staff.entered", "sla.clock.warned"} <= kinds
    assert internal >= {kind.name for kind in all_kinds() if kind.name.startswith("work.")} - FOR_CLIENTS
