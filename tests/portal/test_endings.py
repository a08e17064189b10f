"""Requests that end and begin again: who may cancel, what is taken back, and what is asked anew."""

from uuid import uuid4

import pytest

from motorblok.kernel import schema
from motorblok.work.actions import cancel_task, resolve_task, take_task
from motorblok.work.models import Task
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import receive, text

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


def rita(verb, task, **how):
    client = world.client("acme")
    with schema.entered(client.schema_name):
        return verb(task.id, client_id=client.id, actor=RITA, at=MONDAY, **how)


def post(person, task, path, reason="Not needed."):
    sent = {"token": str(uuid4()), "reason": reason}
    return cast.browser(person).post(f"/tasks/{task.number}/{path}/", sent, follow=True)


def state(task):
    with schema.entered("c_acme"):
        return Task.objects.get(pk=task.pk).state


def test_who_asked_cancels_also_what_is_in_hand_and_takes_it_back(acme):
    bob = cast.bob()
    task = receive(acme, requester_id=bob.id)
    rita(take_task, task)

    page = post(bob, task, "cancellation", "Found it myself.")

    assert (state(task), "Found it myself." in text(page)) == ("cancelled", True)
    assert f'action="/tasks/{task.number}/reopening/"' in page.content.decode()
    assert "is heropend" in text(post(bob, task, "reopening"))
    assert state(task) == "taken"


def test_a_director_cancels_for_the_company_and_a_lead_what_it_asked(acme):
    task, lead = receive(acme), cast.contact("acme", "Carla", "carla@acme.test", "lead", "finance")

    refused = post(lead, task, "cancellation")

    assert (refused.status_code, state(task)) == (403, "received")
    assert "Dit verzoek annuleren" not in text(cast.browser(lead).get(f"/tasks/{task.number}/"))
    assert post(cast.ann(), task, "cancellation").status_code == 200
    assert state(task) == "cancelled"


def test_a_reason_is_asked_for(acme):
    task = receive(acme)

    answer = post(cast.ann(), task, "cancellation", " ")

    assert (answer.status_code, state(task)) == (422, "received")


def test_a_resolved_task_is_opened_again_with_what_is_missing(acme):
    task = receive(acme)
    rita(resolve_task, task, answer="Posted.")
    ann = cast.ann()

    before = text(cast.browser(ann).get(f"/tasks/{task.number}/"))
    after = text(post(ann, task, "reopening", "The VAT is wrong."))

    assert "wordt deze taak heropend" in before
    assert state(task) == "received"
    assert "The VAT is wrong." in after
    assert "Posted." in after


def test_what_is_open_cannot_be_opened(acme):
    task = receive(acme)

    assert post(cast.ann(), task, "reopening").status_code == 409


def test_what_the_provider_cancelled_is_asked_for_anew(acme):
    ann = cast.ann()
    task = receive(acme, title="New laptop", service_line="it-support", requester_id=ann.id)
    rita(cancel_task, task, reason="Twice.")

    refused = post(ann, task, "reopening")
    form = cast.browser(ann).get(f"/tasks/new/?like={task.number}").context["form"]

    assert (refused.status_code, state(task)) == (409, "cancelled")
    assert "doe dan een nieuw verzoek" in text(refused)
    assert (form["title"].value(), form["service_line"].value()) == ("New laptop", "it-support")


@pytest.mark.parametrize("number", ["ACME-I-1", "GLOBEX-1", "nonsense", "%00"])
def test_a_request_is_not_begun_with_words_that_are_not_to_be_seen(acme, number):
    receive(acme, title="Their margin is thin", is_internal=True)

    page = cast.browser(cast.ann()).get(f"/tasks/new/?like={number}")

    assert page.status_code == 200
    assert "margin" not in text(page)
