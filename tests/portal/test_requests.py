"""A new request in the portal."""

from datetime import timedelta
from uuid import uuid4

import pytest

from motorblok.kernel import schema
from motorblok.work.models import Task
from tenants.actions import suspend_client
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import promise, text

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


def test_a_form_of_before_with_other_words_is_looked_at_once_more_and_then_sent():
    browser, sent = cast.browser(cast.bob()), request()
    browser.post("/tasks/new/", sent)

    refused = browser.post("/tasks/new/", {**sent, "title": "A second laptop"})
    token = refused.context["form"]["token"].value()
    browser.post("/tasks/new/", {**sent, "title": "A second laptop", "token": token})

    assert "al eerder verzonden" in text(refused)
    assert sorted(task.title for task in tasks()) == ["A second laptop", "New laptop"]


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


def test_the_form_tells_what_would_be_promised_before_it_is_sent(time_machine):
    promise(world.client("acme"))
    time_machine.move_to(MONDAY, tick=False)

    page = cast.browser(cast.bob()).get("/tasks/new/outlook/?service_line=hr&priority=normal")

    assert [(each.kind, each.due_at) for each in page.context["outlook"]] == [
        ("first_response", MONDAY + timedelta(hours=1)),
        ("resolution", MONDAY + timedelta(hours=24)),
    ]


@pytest.mark.parametrize(
    "query", ["", "service_line=hr", "service_line=x&priority=normal", "service_line=hr&priority=%00"]
)
def test_nothing_is_promised_for_what_is_not_on_offer(query):
    promise(world.client("acme"))

    page = cast.browser(cast.bob()).get(f"/tasks/new/outlook/?{query}")

    assert page.status_code == 200
    assert not page.context["outlook"]


def test_a_lead_learns_nothing_of_promises_in_other_lines():
    promise(world.client("acme"))
    lead = cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "hr")

    page = cast.browser(lead).get("/tasks/new/outlook/?service_line=finance&priority=normal")

    assert not page.context["outlook"]


def test_a_suspended_client_is_refused_in_a_sentence_and_keeps_its_words():
    browser = cast.browser(cast.bob())
    suspend_client(world.client("acme"), reason="Unpaid", actor=RITA, at=MONDAY)

    answer = browser.post("/tasks/new/", request(description="My words"))

    assert answer.status_code == 409
    assert "opgeschort" in text(answer)
    assert "My words" in text(answer)
    assert tasks() == []


def test_every_line_says_what_it_does():
    words = text(cast.browser(cast.ann()).get("/tasks/new/"))

    for each in ("Facturen, boekhouding", "Salarissen", "Voorraad, tellingen", "Contracten, voorwaarden"):
        assert each in words
