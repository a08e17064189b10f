"""Tasks for tests, received by the same verb as any."""

from motorblok.kernel.actors import Actor
from motorblok.work.actions import Draft, receive_task
from tests.cast import MONDAY, RITA


def draft(**changes):
    fields = {"title": "Post supplier invoice 4870", "service_line": "finance", "is_internal": False}
    return Draft(**{**fields, **changes})


def received(client, *, at=MONDAY, actor=RITA, **changes):
    return receive_task(draft(**changes), client_id=client.id, actor=actor, at=at)


def as_actor(person):
    return Actor("staff", str(person.id), person.name)
