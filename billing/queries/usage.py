"""Questions to the ledger of usage: what was used, and the single records behind a sum or a line of an invoice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from billing.billables import OURS
from billing.models import UsageRecord
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound

PAGE = 100
STREAMED = 2_000


@dataclass(frozen=True, slots=True)
class UsageSum:
    """What a meter counted for a service line in a period; `billed` of its records stand on an invoice."""

    period_key: str
    service_line: str
    meter: str
    unit: str
    quantity: Decimal
    records: int
    corrections: int
    billed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Which records are asked for: those of one sum of a client, or those behind a line of a final invoice."""

    client_id: UUID
    period_key: str | None = None
    service_line: str = ""
    meter: str = ""
    invoice_id: UUID | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """One record as it is read: what happened when, what was counted, and what it corrects or was corrected by."""

    id: UUID
    occurred_at: datetime
    recorded_at: datetime
    number: str
    service_line: str
    meter: str
    quantity: Decimal
    unit: str
    period_key: str
    reason: str
    book: str
    event_id: UUID
    corrects_id: UUID | None
    is_corrected: bool
    is_billed: bool
    invoice_number: str


@dataclass(frozen=True, slots=True)
class Page:
    """Records of one page, the newest first; `after` is where the next page goes on, empty on the last."""

    records: tuple[Counted, ...]
    total: int
    after: str


def usage_of(client_id: UUID, *, since: datetime, until: datetime, with_ours: bool = False) -> list[UsageSum]:
    """What a client used from an instant up to another, by period, service line and meter; one statement.

    What the provider counts for itself is left out, unless it is asked for: it is not for the client's eyes.
    """
    found = UsageRecord.objects.filter(client_id=client_id, occurred_at__gte=since, occurred_at__lt=until)
    if not with_ours:
        found = found.exclude(meter__startswith=OURS)
    rows = (
        found.values("period_key", "service_line", "meter", "unit")
        .annotate(
            sum=Sum("quantity"),
            many=Count("id"),
            counters=Count("id", filter=Q(corrects__isnull=False)),
            charged=Count("billed"),
        )
        .order_by("-period_key", "service_line", "meter")
    )
    with schema.entered(schema.PUBLIC):
        return [
            UsageSum(
                row["period_key"],
                row["service_line"],
                row["meter"],
                row["unit"],
                row["sum"],
                row["many"],
                row["counters"],
                row["charged"],
            )
            for row in rows
        ]


def page_of(behind: Behind, *, after: str = "", size: int = PAGE) -> Page:
    """A page of the records behind a sum or a line; two statements however many there are. Raises NotFound for no cursor."""
    with schema.entered(schema.PUBLIC):
        asked = _asked(behind)
        rows = list(_from(asked, after)[: size + 1])
        total = asked.count()
    more = _cursor(rows[size - 1]) if len(rows) > size else ""
    return Page(tuple(_counted(row) for row in rows[:size]), total, more)


def all_of(behind: Behind) -> Iterator[Counted]:
    """All records behind a sum or a line, the newest first, read piece by piece so that a million need no memory."""
    after = ""
    while True:
        page = _piece(behind, after)
        yield from (_counted(row) for row in page)
        if len(page) < STREAMED:
            return
        after = _cursor(page[-1])


def record_of(record_id: UUID, *, client_id: UUID) -> Counted:
    """One record of a client. Raises NotFound."""
    with schema.entered(schema.PUBLIC):
        found = _with_ends(UsageRecord.objects.filter(pk=record_id, client_id=client_id)).first()
    if found is None:
        raise NotFound
    return _counted(found)


def _piece(behind: Behind, after: str) -> list[UsageRecord]:
    with schema.entered(schema.PUBLIC):
        return list(_from(_asked(behind), after)[:STREAMED])


def _asked(behind: Behind) -> QuerySet[UsageRecord]:
    wanted: dict[str, Any] = {"client_id": behind.client_id}
    if behind.period_key is not None:
        wanted["period_key"] = behind.period_key
    if behind.service_line:
        wanted["service_line"] = behind.service_line
    if behind.meter:
        wanted["meter"] = behind.meter
    if behind.invoice_id:
        wanted |= {"billed__invoice_id": behind.invoice_id, "billed__position": behind.position}
    return UsageRecord.objects.filter(**wanted)


def _from(found: QuerySet[UsageRecord], after: str) -> QuerySet[UsageRecord]:
    if after:
        at, key = _read(after)
        found = found.filter(Q(occurred_at__lt=at) | Q(occurred_at=at, id__lt=key))
    return _with_ends(found).order_by("-occurred_at", "-id")


def _with_ends(found: QuerySet[UsageRecord]) -> QuerySet[UsageRecord]:
    return found.select_related("billed__invoice").annotate(
        undone=Exists(UsageRecord.objects.filter(corrects=OuterRef("pk")))
    )


def _cursor(row: UsageRecord) -> str:
    return f"{row.occurred_at.isoformat()}~{row.id}"


def _read(cursor: str) -> tuple[datetime, UUID]:
    at, _, key = cursor.partition("~")
    try:
        found = datetime.fromisoformat(at), UUID(key)
    except ValueError as error:
        raise NotFound from error
    if found[0].tzinfo is None:
        raise NotFound
    return found


def _counted(row: UsageRecord) -> Counted:
    billed = getattr(row, "billed", None)
    same = (
        *(
            "id",
            "occurred_at",
            "recorded_at",
            "number",
            "service_line",
            "meter",
            "quantity",
            "unit",
            "period_key",
        ),
        *("reason", "book", "event_id", "corrects_id"),
    )
    return Counted(
        **{name: getattr(row, name) for name in same},
        is_corrected=bool(getattr(row, "undone", 0)),
        is_billed=billed is not None,
        invoice_number=(billed.invoice.number or "") if billed else "",
    )
