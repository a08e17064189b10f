"""The one way into the ledger of usage: billable facts of events become records, each once however often it is read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from billing.attributing import Attribution
from billing.billables import Found, found_in
from billing.models import UsageRecord
from billing.models.usage import ParkedUsage
from motorblok.audit.billable import Billable
from motorblok.audit.queries import Entry
from tenants.models import Client

Key = tuple[UUID, int]


def enter(client: Client, entries: Iterable[Entry], *, at: datetime) -> None:
    """Count all facts of these events of the client's own book; those that were counted before change nothing.

    `at` is when the ledger learns of them, which decides what is late. What takes an earlier fact back becomes the
    opposite of its record, in the same period; where there is no such record there is nothing to take back, and what was
    corrected before is not corrected twice. What cannot be counted is parked. At most five statements.
    """
    found = list(found_in(entries))
    park([each for each in found if each.billable is None], book=client.schema_name, at=at)
    plain = [each for each in found if each.billable and not each.billable.takes_back]
    if plain:
        attribution = Attribution(client)
        records = [_record(each, client, attribution, at=at) for each in plain]
        UsageRecord.objects.bulk_create(records, ignore_conflicts=True)
    _take_back([each for each in found if each.billable and each.billable.takes_back], client, at=at)


def park(found: Iterable[Found], *, book: str, at: datetime) -> None:
    """Keep what cannot be counted, with its fault, for people to look at."""
    rows = [
        ParkedUsage(
            book=book,
            event_id=each.entry.id,
            part=each.part,
            fact=each.fact,
            fault=each.fault,
            parked_at=at,
        )
        for each in found
    ]
    if rows:
        ParkedUsage.objects.bulk_create(rows, ignore_conflicts=True)


def originals(book: str, found: Iterable[Found]) -> Mapping[Key, UsageRecord]:
    """The records that facts take back, by the event and the part that they name. At most one statement."""
    wanted = {each.billable.takes_back for each in found if each.billable}
    ids = [each.event_id for each in wanted if each]
    rows = UsageRecord.objects.filter(book=book, event_id__in=ids, corrects=None) if ids else ()
    return {(row.event_id, row.part): row for row in rows}


def _take_back(found: list[Found], client: Client, *, at: datetime) -> None:
    known = originals(client.schema_name, found)
    counters = [_counter(each, known, at=at) for each in found]
    if rows := [row for row in counters if row]:
        UsageRecord.objects.bulk_create(rows, ignore_conflicts=True)


def _record(found: Found, client: Client, attribution: Attribution, *, at: datetime) -> UsageRecord:
    billable, entry = _of(found), found.entry
    occurred_at = attribution.noon(billable.on) if billable.on else entry.occurred_at
    return UsageRecord(
        client=client,
        book=client.schema_name,
        event_id=entry.id,
        part=found.part,
        meter=billable.meter,
        service_line=billable.service_line,
        quantity=billable.quantity,
        unit=billable.unit,
        subject=entry.subject,
        number=found.number,
        occurred_at=occurred_at,
        recorded_at=at,
        period_key=attribution.key(occurred_at),
        reason=_reason(entry),
    )


def _counter(found: Found, known: Mapping[Key, UsageRecord], *, at: datetime) -> UsageRecord | None:
    billable = _of(found)
    back = billable.takes_back
    original = known.get((back.event_id, back.part)) if back else None
    if original is None or (original.meter, original.service_line) != (billable.meter, billable.service_line):
        return None
    same = (
        "client_id",
        "book",
        "meter",
        "service_line",
        "unit",
        "subject",
        "number",
        "occurred_at",
        "period_key",
    )
    return UsageRecord(
        **{name: getattr(original, name) for name in same},
        event_id=found.entry.id,
        part=found.part,
        quantity=-original.quantity,
        recorded_at=at,
        corrects=original,
        reason=_reason(found.entry),
    )


def _of(found: Found) -> Billable:
    if found.billable is None:
        raise AssertionError("what cannot be counted was parked")
    return found.billable


def _reason(entry: Entry) -> str:
    """Why people corrected it; a person's words that are erased from the book are not kept here either."""
    return entry.private.get("reason", "")[:300] if entry.kind.name == "billing.usage.corrected" else ""
