"""No verb works for a client that takes no work."""

import pytest

from motorblok.work import actions
from tenants.actions import ClientIsClosed, ClientIsSuspended, close_client, suspend_client
from tests.cast import MONDAY, RITA, SAM
from tests.work.tasks import received

VERBS = {
    actions.assign_task: {"assignee": SAM},
    actions.take_task: {},
    actions.release_task: {},
    actions.hand_over_task: {"to": SAM, "note": "Yours."},
    actions.prioritise_task: {"priority": "urgent"},
    actions.reply_to_client: {"text": "Hello."},
    actions.reply_to_provider: {"text": "Hello."},
    actions.note_on_task: {"text": "Careful."},
    actions.wait_for_client: {"question": "Which ledger?"},
    actions.wait_for_third_party: {"whom": "The bank"},
    actions.resume_task: {},
    actions.resolve_task: {"answer": "Done."},
    actions.reopen_task: {"reason": "It bounced."},
    actions.cancel_task: {"reason": "Asked twice."},
}
ON_A_TASK = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)


def do(verb, task, client):
    return verb(task.id, **VERBS[verb], client_id=client.id, actor=RITA, at=MONDAY)


@ON_A_TASK
def test_a_suspended_client_takes_no_work(acme, book, verb):
    task = received(acme)
    suspend_client(acme, reason="Unpaid", actor=RITA, at=MONDAY)
    before = book.kinds()

    with pytest.raises(ClientIsSuspended):
        do(verb, task, acme)

    assert book.kinds() == before


@ON_A_TASK
def test_a_closed_client_takes_no_work(acme, verb):
    task = received(acme)
    close_client(acme, reason="Left", actor=RITA, at=MONDAY)

    with pytest.raises(ClientIsClosed):
        do(verb, task, acme)


def test_nothing_is_received_for_either(acme, globex):
    suspend_client(globex, reason="Unpaid", actor=RITA, at=MONDAY)
    close_client(acme, reason="Left", actor=RITA, at=MONDAY)

    for client, refusal in ((globex, ClientIsSuspended), (acme, ClientIsClosed)):
        with pytest.raises(refusal):
            received(client)


def test_every_verb_on_a_task_is_tried():
    verbs = {name for name in actions.__all__ if name.endswith("_task") or "_on_" in name or "_to_" in name}
    waits = {"wait_for_client", "wait_for_third_party"}

    assert {verb.__name__ for verb in VERBS} | {"receive_task"} == verbs | waits
