"""Questions to the event book of the schema in force."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from motorblok.audit import leaves
from motorblok.audit.catalogue import Kind, kind_named
from motorblok.audit.models import Audience, Disclosure, Event
from motorblok.kernel.ids import first_id_at


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as its readers see it; an erased private value is absent."""

    id: UUID
    kind: Kind
    subject: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    source: str
    audience: Audience
    signals: tuple[str, ...]
    facts: dict[str, Any]
    private: dict[str, str]

    @property
    def sentence(self) -> str:
        """What happened, in the active language; an erased value reads as an ellipsis."""
        return self.sentence_by(self.private.get("actor", "…"))

    def sentence_by(self, name: str) -> str:
        """The same sentence for a reader to whom the actor has another name."""
        facts = {name: self._said(name, value) for name, value in self.facts.items()}
        return str(self.kind.words) % _Fields({**facts, **self.private, "actor": name})

    def _said(self, name: str, value: Any) -> Any:
        speak = self.kind.spoken.get(name)
        return speak(value, self.facts) if speak else _shown(name, value)


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that an event says to the clocks."""

    event_id: UUID
    name: str
    at: datetime
    recorded_at: datetime
    facts: dict[str, Any]
    source: str = "app"
    audience: Audience = Audience.CLIENT


class _Fields(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "…"


def _shown(name: str, value: Any) -> Any:
    """A public field as it is read: what is named `_on` is a date, and stands in the leaf as ISO 8601 writes it."""
    is_date = name.endswith("_on") and isinstance(value, str)
    return date_format(date.fromisoformat(value), "j F Y") if is_date else value


def history(subject: str, *, audience: Audience = Audience.INTERNAL) -> list[Entry]:
    """All that happened to a subject, oldest first; with `audience=CLIENT` only what a client may ever see."""
    found = Event.objects.filter(subject=subject, audience__gte=audience).order_by("occurred_at", "id")
    return _as_entries(list(found))


def entries(ids: Iterable[Any]) -> list[Entry]:
    """The events of these ids, in the order in which they were recorded."""
    return _as_entries(list(Event.objects.filter(id__in=list(ids)).order_by("id")))


def last_signal_at(subject: str) -> datetime | None:
    """When an event of a subject last said something to the clocks; None if none ever did.

    Those that say nothing do not count: most are internal, and must move no instant that a client sees.
    """
    found = Event.objects.filter(subject=subject).exclude(signals=[]).order_by("-occurred_at")
    return found.values_list("occurred_at", flat=True).first()


def recorded_since(since: datetime, *, kinds: Iterable[str], limit: int) -> Iterator[list[Entry]]:
    """All events of these kinds that were recorded from an instant on, in their order, in batches of at most `limit`."""
    floor, wanted = first_id_at(since), list(kinds)
    while True:
        found = list(Event.objects.filter(id__gt=floor, kind__in=wanted).order_by("id")[:limit])
        if found:
            yield _as_entries(found)
        if len(found) < limit:
            return
        floor = found[-1].id


def last_of_kind(subject: str, kind: Kind) -> UUID | None:
    """The newest event of a kind that a subject has, as it was recorded; None without any."""
    found = Event.objects.filter(subject=subject, kind=kind.name).order_by("-id")
    return found.values_list("id", flat=True).first()


def signals_of(subject: str) -> list[Signal]:
    """What the events of a subject say to the clocks: by when it happened, then by when it was recorded."""
    found = Event.objects.filter(subject=subject).exclude(signals=[]).order_by("occurred_at", "id")
    return [signal for event in found for signal in _signals(event)]


def _signals(event: Event) -> list[Signal]:
    leaf, audience = leaves.read(bytes(event.leaf)), Audience(event.audience)
    return [
        Signal(event.id, name, event.occurred_at, event.recorded_at, leaf["facts"], leaf["source"], audience)
        for name in event.signals
    ]


def _as_entries(events: Sequence[Event]) -> list[Entry]:
    disclosed: dict[UUID, dict[str, str]] = {event.id: {} for event in events}
    for event_id, field, value in Disclosure.objects.filter(event_id__in=disclosed).values_list(
        "event_id", "field", "value"
    ):
        disclosed[event_id][field] = value
    return [as_entry(event, disclosed[event.id]) for event in events]


def as_entry(event: Event, private: dict[str, str]) -> Entry:
    """A stored event with its private values, as its readers see it. Raises UnknownKind."""
    leaf = leaves.read(bytes(event.leaf))
    return Entry(
        id=event.id,
        kind=kind_named(event.kind),
        subject=event.subject,
        actor=leaf["actor"],
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        source=leaf["source"],
        audience=Audience(event.audience),
        signals=tuple(event.signals),
        facts=leaf["facts"],
        private=private,
    )
