"""No verb works for a client that takes no work."""

import pytest

from motorblok.work.actions import assign_task, resolve_task, take_task
from tenants.actions import ClientIsClosed, ClientIsSuspended, close_client, suspend_client
from tests.cast import MONDAY, RITA, SAM
from tests.work.tasks import received

VERBS = {
    "receive": lambda task, client: received(client),
    "assign": lambda task, client: assign_task(
        task.id, assignee=SAM, client_id=client.id, actor=RITA, at=MONDAY
    ),
    "take": lambda task, client: take_task(task.id, client_id=client.id, actor=SAM, at=MONDAY),
    "resolve": lambda task, client: resolve_task(
        task.id, answer="Done.", client_id=client.id, actor=SAM, at=MONDAY
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_suspended_client_takes_no_work(acme, verb):
    task = received(acme)
    suspend_client(acme, reason="Unpaid", actor=RITA, at=MONDAY)

    with pytest.raises(ClientIsSuspended):
        VERBS[verb](task, acme)


@pytest.mark.parametrize("verb", VERBS)
def test_a_closed_client_takes_no_work(acme, verb):
    task = received(acme)
    close_client(acme, reason="Left", actor=RITA, at=MONDAY)

    with pytest.raises(ClientIsClosed):
        VERBS[verb](task, acme)
