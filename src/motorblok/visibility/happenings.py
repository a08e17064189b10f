"""What happened to a task, told to its audience: who speaks, what was written, and which steps do not exist for clients."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings

from motorblok.accounts.models import ApiKey
from motorblok.accounts.viewers import StaffViewer, Viewer
from motorblok.audit.models import Audience
from motorblok.audit.queries import Entry, history
from motorblok.visibility.seen import Happening
from motorblok.work.models import Task

CLIENT, PROVIDER = "client", "provider"
# Where a kind of event keeps what somebody wrote, and whose words those are; empty: of the side that acted.
WRITTEN: Mapping[str, tuple[str, str]] = {
    "work.task.replied": ("text", PROVIDER),
    "work.task.client_replied": ("text", CLIENT),
    "work.task.noted": ("text", PROVIDER),
    "work.task.handed_over": ("note", PROVIDER),
    "work.task.waited_for_client": ("question", PROVIDER),
    "work.task.resolved": ("answer", PROVIDER),
    "work.task.reopened": ("reason", ""),
    "work.task.cancelled": ("reason", ""),
    "work.task.time_booked": ("note", PROVIDER),
    "work.task.time_taken_back": ("reason", PROVIDER),
}
QUESTION = "work.task.waited_for_client"
SPOKEN = {
    *WRITTEN,
    "work.task.received",
}  # whose words a request is matters too, though its text stands in the task
ERASED = "…"


def happenings(viewer: Viewer, row: Task) -> tuple[Happening, ...]:
    """All that this viewer may know of what happened, oldest first. Two statements; one more where a machine acted."""
    is_staff = isinstance(viewer, StaffViewer)
    entries = history(row.subject, audience=Audience.INTERNAL if is_staff else Audience.CLIENT)
    theirs = _keys_of_provider(entries)
    return tuple(_told(entry, _side(entry, theirs), is_staff=is_staff) for entry in entries)


def told(viewer: Viewer, entries: Iterable[Entry]) -> dict[UUID, Happening]:
    """Single events as this viewer may know them, by id; what is not for its audience is absent. At most one statement.

    Whether the viewer may see the task at all is the caller's to ask.
    """
    is_staff = isinstance(viewer, StaffViewer)
    known = [entry for entry in entries if is_staff or entry.audience == Audience.CLIENT]
    theirs = _keys_of_provider(known)
    return {entry.id: _told(entry, _side(entry, theirs), is_staff=is_staff) for entry in known}


def _told(entry: Entry, side: str, *, is_staff: bool) -> Happening:
    field, writer = WRITTEN.get(entry.kind.name, ("", ""))
    name = _name(entry, side, is_staff=is_staff)
    return Happening(
        at=entry.occurred_at,
        by=name,
        words=entry.sentence_by(name),
        kind=entry.kind.name,
        text=entry.private.get(field, ERASED) if field else "",
        side=(writer or side) if entry.kind.name in SPOKEN else "",
        is_question=entry.kind.name == QUESTION,
        is_internal=entry.audience == Audience.INTERNAL,
    )


def _name(entry: Entry, side: str, *, is_staff: bool) -> str:
    """Clients see their own people's names; the provider's people and machines speak as the provider."""
    if side == PROVIDER and not is_staff:
        return str(settings.MOTORBLOK_PROVIDER)
    return entry.private.get("actor", ERASED)


def _side(entry: Entry, keys_of_provider: frozenset[str]) -> str:
    if entry.actor.startswith("contact:"):
        return CLIENT
    return CLIENT if entry.actor.startswith("key:") and entry.actor not in keys_of_provider else PROVIDER


def _keys_of_provider(entries: Iterable[Entry]) -> frozenset[str]:
    """Those machines among the actors that act for the provider's staff."""
    keys = {UUID(each.actor.removeprefix("key:")) for each in entries if each.actor.startswith("key:")}
    if not keys:
        return frozenset()
    found = ApiKey.objects.filter(id__in=keys, staff__isnull=False).values_list("id", flat=True)
    return frozenset(f"key:{key}" for key in found)
