"""A new request in the portal."""

from uuid import uuid4

import pytest

from motorblok.kernel import schema
from motorblok.work.models import Task
from tests import cast
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


def request(**changes):
    fields = {
        "token": str(uuid4()),
        "title": "New laptop",
        "service_line": "it-support",
        "priority": "normal",
    }
    return {**fields, "description": "", **changes}


def tasks():
    with schema.entered("c_acme"):
        return list(Task.objects.all())


def test_it_is_received_in_the_name_of_who_asks():
    bob = cast.bob()

    answer = cast.browser(bob).post("/tasks/new/", request(), follow=True)

    assert [(task.requester_id, task.is_internal) for task in tasks()] == [(bob.id, False)]
    assert "Wij hebben uw verzoek ontvangen als ACME-1." in text(answer)


def test_sending_it_twice_asks_once():
    browser, sent = cast.browser(cast.bob()), request()

    places = [browser.post("/tasks/new/", sent)["Location"] for _ in range(2)]

    assert places == ["/tasks/ACME-1/", "/tasks/ACME-1/"]
    assert len(tasks()) == 1


@pytest.mark.parametrize("change", [{"title": ""}, {"service_line": ""}, {"priority": "x"}, {"token": ""}])
def test_a_wrong_shape_keeps_what_was_typed(change):
    answer = cast.browser(cast.bob()).post("/tasks/new/", request(description="My words", **change))

    assert answer.status_code == 422
    assert "My words" in text(answer)
    assert tasks() == []


def test_nobody_can_ask_for_something_internal():
    cast.browser(cast.bob()).post("/tasks/new/", request(is_internal="on", audience="internal"))

    assert [task.is_internal for task in tasks()] == [False]


def test_a_lead_asks_within_its_service_lines():
    lead = cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "hr")

    answer = cast.browser(lead).post("/tasks/new/", request(service_line="finance"))

    assert answer.status_code == 422
    assert tasks() == []
