"""Writes the mails about the work: one about one event, or one that lists many, each as plain text and as simple HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from motorblok.accounts.models import Person
from motorblok.accounts.viewers import Viewer
from motorblok.notify.links import inbox_link, link_to, settings_link
from motorblok.notify.mail import in_words_of, known_of, sender, written
from motorblok.notify.models import Notice
from motorblok.notify.queries import lines_of, titles_of
from motorblok.notify.seen import Line
from motorblok.notify.topics import About
from tenants.models import Client

LISTED = 40


@dataclass(frozen=True, slots=True)
class Matter:
    """What a mail says of one task; `title` and `lines` are empty where mail is to hold no more than a link."""

    number: str
    title: str
    client: str
    link: str
    lines: tuple[Line, ...]
    is_task: bool


def about(notices: Sequence[Notice], *, to: Person, viewer: Viewer) -> EmailMultiAlternatives:
    """The mail about these notices, oldest first, to the viewer as a person; in its schema where it is a contact."""
    with in_words_of(to):
        matters = _matters(notices, to=to, viewer=viewer)
    if len(notices) == 1:
        (notice,) = notices
        return _message("news", {"matter": matters[0]}, to=to, headers=_thread(notice))
    listed = {"matters": matters[:LISTED], "more": len(matters) - LISTED, "count": len(notices)}
    return _message("digest", listed, to=to, headers=_message_id(notices[0]))


def _matters(notices: Sequence[Notice], *, to: Person, viewer: Viewer) -> list[Matter]:
    by_task = {notice.task_id: notice for notice in notices}
    is_full = settings.MOTORBLOK_MAIL_DETAIL == "full"
    lines = lines_of(viewer, notices) if is_full else {}
    titles = titles_of(viewer, list(by_task)) if is_full else {}
    clients = Client.objects.in_bulk({notice.client_id for notice in notices})
    return [
        _matter(notice, clients[notice.client_id], to, titles.get(task_id, ""), lines.get(task_id, []))
        for task_id, notice in by_task.items()
    ]


def _matter(notice: Notice, client: Client, to: Person, title: str, lines: Sequence[Line]) -> Matter:
    about = About(notice.topic, notice.task_id, notice.number, client.slug)
    called = notice.number or about.title()
    title = title or (about.title() if notice.number else "")
    return Matter(
        called,
        _one_line(title),
        "" if to.client else client.name,
        link_to(to, about),
        tuple(lines),
        about.is_task,
    )


def _one_line(title: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())


def _message(
    name: str, facts: dict[str, Any], *, to: Person, headers: dict[str, str]
) -> EmailMultiAlternatives:
    links = {"inbox": inbox_link(to), "settings": settings_link(to)}
    subject, body = written(name, {**facts, **links}, to=to)
    with in_words_of(to):
        html = render_to_string(f"notify/{name}.html", {**facts, **links, **known_of(to), "subject": subject})
    message = EmailMultiAlternatives(
        subject, body, sender(), [to.email], headers={**headers, **_by_machine(links["settings"])}
    )
    message.attach_alternative(html, "text/html")
    return message


def _by_machine(preferences: str) -> dict[str, str]:
    """Nobody's holiday answer is to answer it (RFC 3834), and mail programs offer the way to less of it (RFC 2369)."""
    return {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<{preferences}>",
    }


def _thread(notice: Notice) -> dict[str, str]:
    """All mails about a task answer one that was never sent, so mail programs show them together (RFC 5322, 3.6.4)."""
    root = _identifier("task", notice.task_id)
    return {**_message_id(notice), "In-Reply-To": root, "References": root}


def _message_id(notice: Notice) -> dict[str, str]:
    # The same at a second try, so that a mailbox can tell a mail that was sent twice.
    return {"Message-ID": _identifier("notice", notice.id)}


def _identifier(kind: str, key: UUID) -> str:
    return f"<{kind}.{key}@{settings.MOTORBLOK_CONSOLE_HOST}>"
