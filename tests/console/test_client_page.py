"""One client's page: what is urgent, what waits for it, whether its promises are kept, what happened last."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.accounts.actions import assign_to_client, note_contact
from motorblok.console.client_work import _kept
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.visibility.kept import Kept
from motorblok.work.actions import note_on_task, resolve_task, wait_for_client
from tests import cast, world
from tests.console.pages import promise, receive, text
from tests.work.tasks import as_actor

pytestmark = pytest.mark.usefixtures("public")
NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def acme():
    acme = world.client("acme")
    promise(acme)
    return acme


def page(person=None):
    return cast.browser(person or cast.rita()).get("/clients/acme/")


def lena(acme):
    person = cast.staff("Lena Legal", "lena@motorblok.test", "agent")
    assign_to_client(person.id, client=acme, service_line="legal", actor=SYSTEM, at=NOW)
    return person


def test_the_most_urgent_work_comes_first(acme):
    receive(acme, at=NOW - HOUR, title="Younger <b>x</b>")
    receive(acme, at=NOW - 400 * HOUR, title="Older")

    answer = page()

    assert [line.title for line in answer.context["urgent"]] == ["Older", "Younger <b>x</b>"]
    assert answer.context["load"].open_tasks == 2
    assert "<b>x</b>" not in answer.content.decode()


def test_what_waits_for_the_client_is_asked_there(acme):
    sam = cast.sam(acme)
    task = receive(acme, at=NOW - HOUR)
    with schema.entered("c_acme"):
        wait_for_client(
            task.id, question="Which cost <i>centre</i>?", client_id=acme.id, actor=as_actor(sam), at=NOW
        )

    answer = page()

    assert "Which cost <i>centre</i>?" in text(answer)
    assert "<i>centre" not in answer.content.decode()


def test_the_promises_kept_this_month_are_counted(acme):
    sam, task = cast.sam(acme), receive(acme, at=NOW)
    with schema.entered("c_acme"):
        resolve_task(task.id, answer="Done.", client_id=acme.id, actor=as_actor(sam), at=NOW)

    kinds = page().context["months"][0].kinds

    assert [(each.words, each.kept.met, each.kept.missed) for each in kinds] == [
        ("First response", 1, 0),
        ("Resolution", 1, 0),
    ]


@pytest.mark.parametrize(
    ("met", "missed", "allowed", "left"), [(40, 0, 2, 2), (39, 1, 2, 1), (58, 2, 3, 1), (10, 1, 0, -1)]
)
def test_how_many_may_still_be_missed_follows_from_the_goal(met, missed, allowed, left):
    found = _kept(Kept("resolution", met, missed))

    assert (found.allowed, found.left) == (allowed, left)


def test_the_last_events_of_other_service_lines_are_not_told(acme):
    receive(acme, at=NOW, title="Secret ledger", service_line="finance")
    receive(acme, at=NOW, title="Open NDA", service_line="legal")

    hers, all_of_it = text(page(lena(acme))), text(page())

    assert "Open NDA" in hers
    assert "Secret ledger" not in hers
    assert "Secret ledger" in all_of_it


def test_internal_events_are_marked(acme):
    sam, task = cast.sam(acme), receive(acme, at=NOW)
    with schema.entered("c_acme"):
        note_on_task(task.id, text="Call first", client_id=acme.id, actor=as_actor(sam), at=NOW)

    assert next(each.is_internal for each in page().context["news"])


def test_a_contact_that_was_only_written_down_says_so(acme):
    known = {"name": "Eva Prins", "email": "eva@acme.test", "role": "requester"}
    note_contact(acme, **known, actor=SYSTEM, at=NOW)

    assert "not invited yet" in text(page())


def statements(asked):
    """What was asked of tables: which schema the connection was in before is no matter."""
    return [query["sql"] for query in asked if "search_path" not in query["sql"]]


def test_more_work_costs_no_more_statements(acme):
    browser = cast.browser(cast.rita())
    receive(acme, at=NOW)
    browser.get("/clients/acme/")
    with CaptureQueriesContext(connection) as before:
        browser.get("/clients/acme/")
    for n in range(12):
        receive(acme, at=NOW - n * HOUR)

    with CaptureQueriesContext(connection) as after:
        browser.get("/clients/acme/")

    assert len(statements(after)) == len(statements(before))
