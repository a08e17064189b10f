"""Receiving a task in the console."""

import pytest

from motorblok.accounts.actions import assign_to_client
from motorblok.kernel import schema
from motorblok.work.models import Task
from tenants.actions import suspend_client
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import draft, text

pytestmark = pytest.mark.usefixtures("public")
NEW = "/clients/acme/tasks/new/"


def tasks():
    with schema.entered("c_acme"):
        return list(Task.objects.order_by("received_at"))


def test_it_is_received_and_shown():
    answer = cast.browser(cast.rita()).post(NEW, draft(title="Three quotes"), follow=True)

    assert "Three quotes" in text(answer)
    assert "ACME-1 is received" in text(answer)
    assert [task.is_internal for task in tasks()] == [False]


def test_pressing_twice_receives_it_once():
    browser, sent = cast.browser(cast.rita()), draft()

    answers = [browser.post(NEW, sent) for _ in range(2)]

    assert len(tasks()) == 1
    assert answers[0]["Location"] == answers[1]["Location"]


def test_a_form_of_before_with_other_words_is_looked_at_once_more_and_then_received():
    browser, sent = cast.browser(cast.rita()), draft(title="First")
    browser.post(NEW, sent)

    refused = browser.post(NEW, {**sent, "title": "Second"})
    token = refused.context["form"]["token"].value()
    browser.post(NEW, {**sent, "title": "Second", "token": token})

    assert "This form was sent before" in text(refused)
    assert [task.title for task in tasks()] == ["First", "Second"]


def test_who_may_see_it_is_never_guessed():
    answer = cast.browser(cast.rita()).post(NEW, draft(audience=""))

    assert answer.status_code == 422
    assert tasks() == []


def test_an_internal_one_is_kept_from_the_client():
    cast.browser(cast.rita()).post(NEW, draft(audience="internal"))

    assert [task.is_internal for task in tasks()] == [True]


@pytest.mark.parametrize(
    "change", [{"title": ""}, {"title": "x" * 201}, {"service_line": "x"}, {"priority": "x"}, {"token": "x"}]
)
def test_a_wrong_shape_keeps_what_was_typed(change):
    answer = cast.browser(cast.rita()).post(NEW, draft(description="Keep these words", **change))

    assert answer.status_code == 422
    assert "Keep these words" in text(answer)
    assert tasks() == []


def test_a_suspended_client_is_told_as_such():
    client = world.client("acme")
    suspend_client(client, reason="Unpaid", actor=OLGA, at=MONDAY)

    answer = cast.browser(cast.rita()).post(NEW, draft(title="Three quotes"))

    assert answer.status_code == 409
    assert "suspended" in text(answer)
    assert 'value="Three quotes"' in answer.content.decode()


def test_an_agent_receives_in_its_own_service_lines_alone():
    sam = cast.sam()
    assign_to_client(sam.id, client=world.client("acme"), service_line="legal", actor=OLGA, at=MONDAY)
    browser = cast.browser(sam)

    refused = browser.post(NEW, draft(service_line="finance"))
    browser.post(NEW, draft(service_line="legal"))

    assert refused.status_code == 422
    assert [task.service_line for task in tasks()] == ["legal"]


def test_with_one_client_there_is_nothing_to_choose():
    acme = world.client("acme")

    assert cast.browser(cast.sam(acme)).get("/tasks/new/")["Location"] == NEW
    assert "Globex Energy" in text(cast.browser(cast.rita()).get("/tasks/new/?text=glob"))
    assert "No client found" in text(cast.browser(cast.rita()).get("/tasks/new/?text=zzz"))
