"""Sends the mail that waits in the inboxes: each once, a flood as one, and nothing to who may not see the task any more."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from motorblok.accounts import viewers
from motorblok.accounts.books import book_of
from motorblok.accounts.models import Mails, Person
from motorblok.accounts.viewers import Viewer
from motorblok.kernel import schema
from motorblok.notify.letters import about
from motorblok.notify.models import TOO_OLD_FOR_MAIL, Mailing, Notice
from motorblok.notify.post import MailRefused, Post
from motorblok.notify.scopes import notices_of
from tenants.models import State

SINGLE = 5
A_MINUTE = timedelta(minutes=1)
AGAIN_AFTER = timedelta(minutes=5)
PEOPLE_AT_ONCE = 500
IN_ONE = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipient:
    """An active person who has mail waiting, and what it may see now."""

    person: Person
    viewer: Viewer

    @property
    def book(self) -> str:
        """The schema from which this person is to see the work."""
        return book_of(self.person.client)

    def wanted(self, notices: Sequence[Notice]) -> list[Notice]:
        """Those that are still news to this person, who still wants mail about them and may still see their tasks."""
        mails, ids = Mails(self.person.mails), [notice.id for notice in notices]
        visible = set(notices_of(self.viewer).unread().filter(id__in=ids).values_list("id", flat=True))
        return [each for each in notices if each.id in visible and mails.include(is_own=each.is_own)]


def send_due(*, at: datetime) -> int:
    """Send what may be mailed at this instant; returns how many mails went out.

    A mail and the mark that it went out are one transaction, under a lock on its rows: none goes out twice, however
    many do this at once; only who is killed after the server took the mail and before the commit sends that one again,
    under the same Message-ID. A server that is away ends the round: everything waits for the next.
    """
    post, sent = Post(), 0
    with schema.entered(schema.PUBLIC):
        try:
            for person_id in _waiting(at):
                sent += _try(person_id, post, at)
        except OSError:
            logger.warning(
                "The mail server did not take the mail; it waits for the next round.", exc_info=True
            )
        finally:
            post.close()
    return sent


def _waiting(at: datetime) -> list[UUID]:
    Notice.objects.due(at=at).filter(at__lte=at - TOO_OLD_FOR_MAIL).update(mailing=Mailing.DROPPED)
    people = Notice.objects.due(at=at).values("person_id").annotate(first=Min("mail_at")).order_by("first")
    return [row["person_id"] for row in people[:PEOPLE_AT_ONCE]]


def _try(person_id: UUID, post: Post, at: datetime) -> int:
    """Mail one person; a mail that cannot be written keeps nobody else waiting. Raises OSError for a server that is away."""
    try:
        return sum(_send(ids, _recipient(person_id), post, at) for ids in _letters(person_id, at))
    except OSError:
        raise
    except Exception:
        logger.exception("A mail could not be written", extra={"person": str(person_id)})
        Notice.objects.due(at=at).of(person_id).update(mail_at=at + AGAIN_AFTER)
        return 0


def _letters(person_id: UUID, at: datetime) -> list[list[UUID]]:
    """What goes into which mail: up to five a minute come alone, what exceeds that waits for a minute and comes as one."""
    due = Notice.objects.due(at=at).of(person_id).order_by("told_at", "id")
    waiting = list(due.values_list("id", "told_at")[:IN_ONE])
    lately = Notice.objects.of(person_id).filter(at__gt=at - TOO_OLD_FOR_MAIL, sent_at__gt=at - A_MINUTE)
    if len(waiting) + lately.count() <= SINGLE:
        return [[notice_id] for notice_id, _told_at in waiting]
    is_due_as_one = waiting[0][1] <= at - A_MINUTE
    return [[notice_id for notice_id, _told_at in waiting]] if is_due_as_one else []


def _recipient(person_id: UUID) -> Recipient | None:
    # The links in a mail to a contact lead to its client's host, which answers no more once the client is closed.
    people = Person.objects.active().exclude(client__state=State.CLOSED).select_related("client")
    person = people.filter(pk=person_id).first()
    return Recipient(person, viewers.of_person(person)) if person else None


@transaction.atomic
def _send(ids: list[UUID], to: Recipient | None, post: Post, at: datetime) -> int:
    locked = Notice.objects.due(at=at).filter(id__in=ids).select_for_update(skip_locked=True)
    notices = list(locked.order_by("at", "id"))
    with schema.entered(to.book if to else schema.PUBLIC):
        wanted = to.wanted(notices) if to else []
        state = _posted(wanted, to, post) if to and wanted else Mailing.DROPPED
    _mark([notice.id for notice in notices if notice not in wanted], Mailing.DROPPED, at)
    _mark([notice.id for notice in wanted], state, at)
    return int(state == Mailing.SENT)


def _posted(wanted: list[Notice], to: Recipient, post: Post) -> Mailing:
    """Send one mail; tells where its notices then are. A mail that the server refuses for good is given up."""
    try:
        post(about(wanted, to=to.person, viewer=to.viewer))
    except MailRefused as refusal:
        logger.warning("The mail server refused a mail: %s", refusal.__cause__)
        return Mailing.DROPPED if refusal.is_final else Mailing.DUE
    return Mailing.SENT


def _mark(ids: list[UUID], state: Mailing, at: datetime) -> None:
    when = {Mailing.SENT: {"sent_at": at}, Mailing.DUE: {"mail_at": at + AGAIN_AFTER}}
    Notice.objects.filter(id__in=ids).update(mailing=state, **when.get(state, {}))
