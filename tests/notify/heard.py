"""What the tests of the inbox share: work that happens, the readers that look, and what somebody then has."""

from datetime import UTC, datetime

from django.core import mail

from motorblok.audit import readers
from motorblok.kernel import schema
from motorblok.notify import sending
from motorblok.notify.models import Notice
from motorblok.work import actions
from tests.work.tasks import received

NOW = datetime.now(UTC)
ALWAYS = {
    "timezone": "Europe/Amsterdam",
    "week": {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
}


def a_task(client, *, requester=None, assignee=None, by=None, at=NOW, **changes):
    """A task of a client, whose schema is in force, told to nobody yet."""
    known = {"requester_id": requester.id if requester else None, **changes}
    task = received(client, at=at, **({"actor": by.actor} if by else {}), **known)
    if assignee:
        actions.assign_task(
            task.id, assignee=assignee.actor, client_id=client.id, actor=assignee.actor, at=at
        )
    look()
    Notice.objects.all().delete()
    mail.outbox.clear()
    return task


def look():
    """Let the readers see what is unread in the schema in force."""
    readers.drain()


def kinds(person):
    """What a person has heard of, by kind, the oldest first."""
    found = Notice.objects.filter(person_id=person.id).order_by("told_at", "event_id")
    return [kind.removeprefix("work.task.") for kind in found.values_list("kind", flat=True)]


def post(at=None):
    """Send what is due; returns the mails of it."""
    already = len(mail.outbox)
    sending.send_due(at=at or datetime.now(UTC))
    return mail.outbox[already:]


def in_public():
    return schema.entered(schema.PUBLIC)
