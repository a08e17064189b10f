"""The signals of many subjects at once, from the event book of the schema in force."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from motorblok.audit.models import Audience
from motorblok.audit.queries import Signal
from motorblok.sla import signals
from motorblok.sla.promises import Promise, read
from motorblok.sla.zones import EPOCH

CHUNK = 2000
# Instants as whole numbers, and leaves as text: what is read by the ten thousand must be cheap to take apart.
TOLD = """
SELECT subject, id, signals, (extract(epoch FROM occurred_at) * 1000000)::bigint,
    (extract(epoch FROM recorded_at) * 1000000)::bigint, audience, convert_from(leaf, 'UTF8')
FROM audit_event WHERE signals <> '{}' {asked} ORDER BY subject, occurred_at, id
"""
OF_ALL, OF_SOME = TOLD.replace("{asked}", ""), TOLD.replace("{asked}", "AND subject = ANY(%s)")
WITHOUT_FACTS = {
    signals.ACKNOWLEDGED,
    signals.RESPONDED,
    signals.RESOLVED,
    signals.REOPENED,
    signals.CANCELLED,
}
DECODER = json.JSONDecoder()
LENGTHS = (
    "SELECT subject, sum(cardinality(signals)) FROM audit_event WHERE subject = ANY(%s) GROUP BY subject"
)
AUDIENCES = {audience.value: audience for audience in Audience}
Told = tuple[str, UUID, list[str], int, int, int, str]


def histories(subjects: Collection[str] | None = None) -> Iterator[tuple[str, list[Signal]]]:
    """Subject by subject what its events say to the clocks; of all subjects that have any, where none are named.

    One statement, read as it is needed. Facts that no clock asks for are left out.
    """
    for subject, events in groupby(_told(subjects), itemgetter(0)):
        yield subject, [signal for event in events for signal in _signals(event)]


def lengths(subjects: Collection[str]) -> dict[str, int]:
    """How many signals each of these subjects has. As none is ever taken out or changed, as many are the same ones."""
    with connection.cursor() as cursor:
        cursor.execute(LENGTHS, [list(subjects)])
        return dict(cursor.fetchall())


def _told(subjects: Collection[str] | None) -> Iterator[Told]:
    with connection.chunked_cursor() as cursor:
        if subjects is None:
            cursor.execute(OF_ALL)
        else:
            cursor.execute(OF_SOME, [list(subjects)])
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _signals(event: Told) -> list[Signal]:
    _subject, event_id, names, occurred, recorded, audience, leaf = event
    facts, source = _said(names, leaf)
    at, recorded_at, known = _instant(occurred), _instant(recorded), AUDIENCES[audience]
    return [Signal(event_id, name, at, recorded_at, facts, source, known) for name in names]


def _said(names: list[str], leaf: str) -> tuple[dict[str, Any], str]:
    # A leaf's keys are in order, and no text can hold one of them: its quotes would be escaped.
    source = leaf.rpartition('"source":"')[2].partition('"')[0]
    if WITHOUT_FACTS.issuperset(names):
        return {}, source
    facts = leaf.partition('"facts":')[2]
    if names == [signals.STARTED]:
        return {"promises": _promised(facts)}, source
    return DECODER.raw_decode(facts)[0], source


def _promised(facts: str) -> Sequence[Promise]:
    """A start's promises, which are all that the clocks ask of it. They hold no objects, so the first end is theirs."""
    _before, _name, promises = facts.partition('"promises":[{')
    return read(f"[{{{promises.partition('}]')[0]}}}]") if promises else ()


def _instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)
