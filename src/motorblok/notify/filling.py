"""Makes the notices that follow from a batch of events: one for each person whom one of them concerns."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from motorblok.audit.queries import Entry
from motorblok.kernel import schema
from motorblok.notify.circles import Member, circle_of
from motorblok.notify.hearing import HEARD, hearers
from motorblok.notify.models import TOO_OLD_FOR_MAIL, Mailing, Notice
from motorblok.work.models import Task
from motorblok.work.subjects import is_task, task_id_of
from tenants.models import Client

# What happened longer ago when it is first read was entered late, or is the past of a demo: it is news to nobody.
NEWS = timedelta(days=7)
NAMED = ("assignee", "to")


def notices(entries: Sequence[Entry], *, at: datetime) -> list[Notice]:
    """The notices, not saved yet, of events in the book of the schema in force, as people and tasks stand now.

    At most six statements, however many events there are.
    """
    news = [entry for entry in entries if _is_news(entry, at)]
    client = Client.objects.filter(schema_name=schema.current()).first() if news else None
    if client is None:
        return []
    tasks = Task.objects.in_bulk([task_id_of(entry.subject) for entry in news])
    circle = circle_of(client.id, named=_named(news, tasks))
    return [
        _notice(entry, task, member, client, is_own=is_own, at=at)
        for entry in news
        if (task := tasks.get(task_id_of(entry.subject)))
        for member, is_own in hearers(entry, task, circle)
    ]


def _is_news(entry: Entry, at: datetime) -> bool:
    is_of_task = entry.kind.name in HEARD and is_task(entry.subject)
    return is_of_task and entry.occurred_at > at - NEWS


def _notice(
    entry: Entry, task: Task, member: Member, client: Client, *, is_own: bool, at: datetime
) -> Notice:
    is_mailed = entry.occurred_at > at - TOO_OLD_FOR_MAIL and member.mails.include(is_own=is_own)
    return Notice(
        person_id=member.id,
        client_id=client.id,
        schema=client.schema_name,
        event_id=entry.id,
        kind=entry.kind.name,
        task_id=task.id,
        number=task.number,
        service_line=task.service_line,
        is_own=is_own,
        at=entry.occurred_at,
        told_at=at,
        mailing=Mailing.DUE if is_mailed else Mailing.NONE,
        mail_at=at if is_mailed else None,
    )


def _named(news: Sequence[Entry], tasks: Mapping[UUID, Task]) -> set[UUID]:
    doers = {task.assignee_id for task in tasks.values() if task.assignee_id}
    facts = [str(entry.facts[name]) for entry in news for name in NAMED if entry.facts.get(name)]
    return doers | {UUID(fact.partition(":")[2]) for fact in facts}
