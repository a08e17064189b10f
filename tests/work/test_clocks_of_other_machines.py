"""Verbs of machines whose clocks differ: what was done last stands last, and the clocks say what the task says."""

from datetime import timedelta

import pytest

from motorblok.audit.queries import history
from motorblok.sla.models import Clock
from motorblok.work.actions import (
    note_on_task,
    reopen_task,
    reply_to_client,
    reply_to_provider,
    resolve_task,
    resume_task,
    wait_for_client,
    wait_for_third_party,
)
from tests.cast import BOB, MONDAY, SAM
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

SAID = {
    resolve_task: {"answer": "Done."},
    reopen_task: {"reason": "Not quite."},
    wait_for_client: {"question": "Which?"},
    wait_for_third_party: {"whom": "The bank"},
    reply_to_client: {"text": "Soon."},
    reply_to_provider: {"text": "Thanks?"},
    resume_task: {},
}
AGREED = {"targets": {"first_response": HOUR, "next_response": HOUR, "resolution": 8 * HOUR}}


@pytest.mark.parametrize(
    ("verbs", "kind", "state"),
    [
        ((resolve_task, reopen_task, resolve_task), "resolution", "stopped"),
        ((wait_for_client, resume_task, wait_for_client), "resolution", "paused"),
        ((wait_for_client, wait_for_client, resume_task), "resolution", "running"),
        ((wait_for_client, wait_for_client, reply_to_provider), "resolution", "running"),
        ((reply_to_client, reply_to_provider), "next_response", "running"),
        ((reply_to_client, reply_to_provider, reply_to_client), "next_response", "stopped"),
    ],
)
@pytest.mark.parametrize("behind", [0, 1, 40])
def test_the_clocks_say_what_the_task_says(acme, verbs, kind, state, behind):
    an_agreement(AGREED)
    task = received(acme)

    for n, verb in enumerate(verbs):
        at = MONDAY + timedelta(minutes=60 - n * behind)
        verb(task.id, **SAID[verb], client_id=acme.id, actor=BOB if verb is reply_to_provider else SAM, at=at)

    assert Clock.objects.get(subject=task.subject, kind=kind).state == state
    assert [each.id for each in history(task.subject)] == sorted(each.id for each in history(task.subject))


def test_what_is_internal_does_not_show_in_the_instant_of_what_a_client_sees(acme):
    task, at = received(acme), MONDAY + timedelta(minutes=5)
    note_on_task(task.id, text="Hm.", client_id=acme.id, actor=SAM, at=at + timedelta(minutes=4))

    written = reply_to_provider(task.id, text="And?", client_id=acme.id, actor=BOB, at=at)

    assert written.client_wrote_at == at
