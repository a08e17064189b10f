"""The composer of a task's page: a reply to the client or an internal note, and never the one for the other."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from motorblok.console.sheets import NOTE, REPLY, Sheet, Writing
from motorblok.kernel.errors import Words
from motorblok.work.models import State, Task


@dataclass(frozen=True, slots=True)
class Intent:
    """What sending does: the route it is sent to, the words on the button, and what else happens then."""

    name: str
    route: str
    words: Words
    icon: str
    key: str = ""
    hint: Words = ""


SEND = Intent("send", "messages", _("Send"), "send")
WAIT = Intent(
    *("wait", "waiting", _("Send and wait for the answer"), "circle-pause", "p"),
    _("The task waits until the client has answered. Its clocks stand still where the agreement says so."),
)
RESOLVE = Intent(
    *("resolve", "resolution", _("Send and resolve"), "check", "r"),
    _("The task ends with this message as its answer."),
)
KEEP = Intent("note", "notes", _("Keep the note"), "lock")
RESOLVE_INSIDE = Intent(
    *("resolve", "resolution", _("Resolve with this answer"), "check", "r"),
    _("The task ends with these words as its answer; only colleagues read it."),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One side of the composer: its form, what sending can mean, and what it means now.

    `token` makes it act once; `is_wanted` where somebody is about to write here.
    """

    mode: str
    form: Sheet
    intents: tuple[Intent, ...]
    intent: Intent
    token: UUID
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Composer:
    """Both sides, and which is open. `reply` is None where there is no client to write to."""

    mode: str
    reply: Page | None
    note: Page


class _Reply(Writing):
    part = REPLY


class _Note(Writing):
    part = NOTE


def composer(task: Task, sheet: Sheet | None, *, asked: str = "") -> Composer:
    """The composer of a task: with what was typed where a sheet was refused, or with the side that was asked for."""
    reaches_client = not task.is_internal and task.state != State.CANCELLED
    typed = sheet if isinstance(sheet, Writing) else None
    side = typed.part if typed else asked
    mode = side if side in (REPLY, NOTE) and reaches_client else REPLY if reaches_client else NOTE
    reply = _page(REPLY, _replies(task), typed if mode == REPLY else None) if reaches_client else None
    return Composer(mode, reply, _page(NOTE, _notes(task), typed if mode == NOTE else None))


def _replies(task: Task) -> tuple[Intent, ...]:
    return (SEND, WAIT, RESOLVE) if task.is_open else (SEND,)


def _notes(task: Task) -> tuple[Intent, ...]:
    return (KEEP, RESOLVE_INSIDE) if task.is_internal and task.is_open else (KEEP,)


def _page(mode: str, intents: tuple[Intent, ...], typed: Writing | None) -> Page:
    form = typed or (_Reply() if mode == REPLY else _Note())
    wanted = typed.intent if typed else ""
    intent = next((each for each in intents if each.name == wanted), intents[0])
    return Page(mode, form, intents, intent, uuid4(), is_wanted=typed is not None)
