"""The verbs of the inbox: put in, mark as read, take that back, forget what is old."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from motorblok.notify.models import Mailing, Notice
from motorblok.notify.topics import TASK

KEPT_FOR = timedelta(days=180)


def put_in(notices: Iterable[Notice]) -> None:
    """Put notices into inboxes, in the caller's transaction; one that is there already stays as it is."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1000)


def mark_read(
    person_id: UUID,
    *,
    at: datetime,
    number: str = "",
    matter: UUID | None = None,
    until: datetime | None = None,
) -> int:
    """Mark as read what a person has of one task (its number) or other matter (its id), told no later than `until`.

    Of all where neither is given. Returns how many.
    """
    found = Notice.objects.of(person_id).unread()
    if "\x00" in number:  # the database cannot even be asked about it
        return 0
    if number:
        found = found.filter(topic=TASK, number=number)
    if matter:
        found = found.filter(task_id=matter)
    if until:
        found = found.filter(told_at__lte=until)
    return found.update(read_at=at)


def mark_unread(person_id: UUID, *, read_at: datetime) -> int:
    """Take back what was marked as read at exactly this instant; returns how many."""
    return Notice.objects.of(person_id).filter(read_at=read_at).update(read_at=None)


def drop_waiting(*, at: datetime) -> int:
    """Let nothing that waits for its mail at this instant be mailed any more; it stays in the inboxes. Returns how many."""
    waiting = Notice.objects.filter(mailing=Mailing.DUE, told_at__lte=at)
    return waiting.update(mailing=Mailing.DROPPED)


def forget_old(*, at: datetime) -> int:
    """Delete what was told half a year ago; the events themselves stay in their books. Returns how many."""
    deleted, _rows = Notice.objects.filter(told_at__lt=at - KEPT_FOR).delete()
    return deleted
