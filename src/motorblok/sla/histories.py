"""The signals of many subjects at once, from the event book of the schema in force."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from motorblok.audit import leaves
from motorblok.audit.models import Audience, Event
from motorblok.audit.queries import Signal

FIELDS = ("subject", "id", "signals", "occurred_at", "recorded_at", "audience", "leaf")
Told = tuple[str, UUID, list[str], datetime, datetime, int, bytes]


def histories(subjects: Collection[str] | None = None) -> Iterator[tuple[str, list[Signal]]]:
    """Subject by subject what its events say to the clocks; of all subjects that have any, where none are named.

    One statement, read as it is needed.
    """
    told = Event.objects.exclude(signals=[]).order_by("subject", "occurred_at", "id")
    if subjects is not None:
        told = told.filter(subject__in=subjects)
    rows = told.values_list(*FIELDS).iterator(chunk_size=2000)
    for subject, events in groupby(rows, itemgetter(0)):
        yield subject, [signal for event in events for signal in _signals(event)]


def _signals(event: Told) -> list[Signal]:
    _, event_id, names, at, recorded_at, audience, leaf = event
    read = leaves.read(bytes(leaf))
    known = Audience(audience)
    return [Signal(event_id, name, at, recorded_at, read["facts"], read["source"], known) for name in names]
