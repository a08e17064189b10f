"""What happened to a task and what was written about it, as its page tells it: messages, notes, and thin lines between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from motorblok.audit.models import Audience, Event
from motorblok.audit.queries import Entry, history

LATEST = 60
"""A longer timeline begins with its latest entries; the rest is shown when asked for."""

ALL, TALK, INTERNAL = "everything", "conversation", "internal"
CLIENT, PROVIDER = "client", "provider"

SIGNS: Mapping[str, str] = {
    "work.task.received": "inbox",
    "work.task.assigned": "user-plus",
    "work.task.released": "undo-2",
    "work.task.handed_over": "arrow-right-left",
    "work.task.prioritised": "signal",
    "work.task.taken": "hand",
    "work.task.waited_for_client": "message-circle-question-mark",
    "work.task.waited_for_third_party": "circle-pause",
    "work.task.resumed": "play",
    "work.task.resolved": "check",
    "work.task.reopened": "rotate-ccw",
    "work.task.cancelled": "ban",
    "work.task.time_booked": "timer",
    "work.task.time_taken_back": "undo-2",
    "sla.clock.warned": "bell",
    "sla.clock.breached": "alarm-clock-off",
    "sla.clocks.amended": "calendar-clock",
}


@dataclass(frozen=True, slots=True)
class Written:
    """Where an event keeps what somebody wrote: the private field, whose side wrote, and what kind of message it is."""

    field: str
    side: str = PROVIDER
    sign: str = ""


MESSAGES: Mapping[str, Written] = {
    "work.task.replied": Written("text"),
    "work.task.client_replied": Written("text", CLIENT),
    "work.task.waited_for_client": Written("question", sign="question"),
    "work.task.resolved": Written("answer", sign="answer"),
}
NOTES: Mapping[str, Written] = {
    "work.task.noted": Written("text"),
    "work.task.handed_over": Written("note", sign="handover"),
}
REASONS: Mapping[str, str] = {
    "work.task.prioritised": "reason",
    "work.task.time_booked": "note",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One entry of the timeline. `shape` is bubble, note or empty for a thin line; `is_new`: happened since the last look."""

    id: UUID
    at: datetime
    by: str
    words: str
    icon: str
    is_internal: bool
    is_new: bool
    shape: str = ""
    side: str = ""
    sign: str = ""
    lead: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The timeline under one filter: the moments shown, how many earlier ones are not, and how many each filter has."""

    moments: tuple[Moment, ...]
    earlier: int
    counts: Mapping[str, int]
    last: UUID | None
    news: tuple[Moment, ...]


def conversation(
    subject: str, *, show: str = ALL, whole: bool = False, last: UUID | None = None
) -> Conversation:
    """All that happened to a subject, oldest first; `last` is the newest event that the viewer has seen. Two statements."""
    entries = history(subject)
    everything = [_moment(entry, is_new=last is not None and entry.id > last) for entry in entries]
    kinds = {name: [each for each in everything if _belongs(each, name)] for name in (ALL, TALK, INTERNAL)}
    chosen = kinds.get(show, everything)
    shown = chosen if whole else chosen[-LATEST:]
    return Conversation(
        moments=tuple(shown),
        earlier=len(chosen) - len(shown),
        counts={name: len(found) for name, found in kinds.items()},
        last=max((entry.id for entry in entries), default=None),
        news=tuple(each for each in everything if each.is_new),
    )


def last_event(subject: str) -> UUID | None:
    """The newest event of a subject, by the order of recording. One statement."""
    return Event.objects.filter(subject=subject).order_by("-id").values_list("id", flat=True).first()


def _belongs(moment: Moment, show: str) -> bool:
    if show == INTERNAL:
        return moment.is_internal
    return show == ALL or moment.shape == "bubble"


def _moment(entry: Entry, *, is_new: bool) -> Moment:
    kind, is_internal = entry.kind.name, entry.audience == Audience.INTERNAL
    written = MESSAGES.get(kind) or NOTES.get(kind)
    return Moment(
        id=entry.id,
        at=entry.occurred_at,
        by=entry.private.get("actor", "…"),
        words=entry.sentence,
        icon=SIGNS.get(kind, "dot"),
        is_internal=is_internal,
        is_new=is_new,
        shape=_shape(written, is_internal=is_internal),
        side=written.side if written else "",
        sign=written.sign if written else "",
        lead=entry.private.get("to_name", "") if kind == "work.task.handed_over" else "",
        text=_text(entry, written),
    )


def _shape(written: Written | None, *, is_internal: bool) -> str:
    if written is None:
        return ""
    return "note" if is_internal else "bubble"


def _text(entry: Entry, written: Written | None) -> str:
    if written is None:
        return entry.private.get(REASONS.get(entry.kind.name, ""), "")
    return entry.private.get(written.field) or _("What was written here is erased.")
