"""What a client that leaves takes along: its papers, what it paid, what was counted and what happened, in one file with the hash of each."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from billing.csv_files import BOM, lines
from billing.filing import document_of
from billing.models import Allocation, Debtor, Document, Invoice, Payment, UsageRecord
from billing.money import major
from motorblok.audit.models import Audience, Event
from motorblok.audit.queries import Entry, entries

LEDGER = ("date", "kind", "number", "sum", "currency", "by", "reference")
USAGE = ("occurred_at", "meter", "service_line", "quantity", "unit", "period", "number", "invoice")
AT_ONCE = 500
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time that all files in it bear: equal contents, equal bytes."""


def archive(debtor: Debtor, *, at: datetime) -> bytes:
    """The archive as a ZIP, as things stand: for a debtor that is held, in its client's schema.

    Of the event book it holds what the client may see, private values and all, one event a line, with the leaf that was
    sealed. `manifest.json` names every other file with its SHA-256.
    """
    held, hashes = io.BytesIO(), {}
    with ZipFile(held, "w", ZIP_DEFLATED) as pack:
        for name, content in _files(debtor, at):
            hashes[name] = sha256(content).hexdigest()
            pack.writestr(_named(name), content)
        manifest = {"client": debtor.client.name, "made_at": at.isoformat(), "sha256": hashes}
        pack.writestr(_named("manifest.json"), _json(manifest))
    return held.getvalue()


def _files(debtor: Debtor, at: datetime) -> Iterator[tuple[str, bytes]]:
    final = Invoice.objects.filter(debtor=debtor, state=Invoice.State.FINAL).order_by("issued_on", "number")
    for invoice in final.select_related("debtor", "legal_entity", "corrects"):
        for kind, ending in ((Document.Format.PDF, "pdf"), (Document.Format.UBL, "xml")):
            if invoice.lines.exists():
                yield f"invoices/{invoice.number}.{ending}", document_of(invoice, kind, at=at)
    yield "ledger.csv", _csv(LEDGER, _ledger(debtor))
    yield "usage.csv", _csv(USAGE, _usage(debtor))
    yield "events.jsonl", b"".join(_events())


def _ledger(debtor: Debtor) -> Iterator[tuple[object, ...]]:
    for each in Invoice.objects.filter(debtor=debtor, state=Invoice.State.FINAL).order_by(
        "issued_on", "number"
    ):
        total = major(each.total, currency=each.currency)
        yield each.issued_on, each.kind, each.number, total, each.currency, each.gateway, each.po_number
    for money in Payment.objects.filter(debtor=debtor).order_by("received_on", "id"):
        total = major(money.amount, currency=money.currency)
        yield (
            money.received_on,
            "payment",
            money.external_id,
            total,
            money.currency,
            money.payer,
            money.reference,
        )
    settled = Allocation.objects.filter(invoice__debtor=debtor).select_related(
        "invoice", "payment", "credit_note"
    )
    for part in settled.order_by("at", "id"):
        source = part.payment.external_id if part.payment else part.credit_note and part.credit_note.number
        total = major(part.amount, currency=part.invoice.currency)
        yield part.at.date(), "settles", part.invoice.number, total, part.invoice.currency, source, ""


def _usage(debtor: Debtor) -> Iterator[tuple[object, ...]]:
    found = UsageRecord.objects.filter(client=debtor.pk).order_by("occurred_at", "id")
    columns = ("occurred_at", "meter", "service_line", "quantity", "unit", "period_key", "number")
    for row in found.values_list(*columns, "billed__invoice__number"):
        yield row[0].isoformat(), *row[1:7], row[7] or ""


def _events() -> Iterator[bytes]:
    seen = Event.objects.filter(audience__gte=Audience.CLIENT).order_by("id")
    known = list(seen.values_list("id", flat=True))
    for ids in (known[start : start + AT_ONCE] for start in range(0, len(known), AT_ONCE)):
        leaves = dict(Event.objects.filter(id__in=ids).values_list("id", "leaf"))
        for entry in entries(ids):
            yield _json(_told(entry, bytes(leaves[entry.id]))) + b"\n"


def _told(entry: Entry, leaf: bytes) -> dict[str, object]:
    return {
        "id": str(entry.id),
        "kind": entry.kind.name,
        "subject": entry.subject,
        "actor": entry.actor,
        "occurred_at": entry.occurred_at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "source": entry.source,
        "facts": entry.facts,
        "private": entry.private,
        "leaf": leaf.decode("utf-8", "replace"),
    }


def _csv(headings: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> bytes:
    return (BOM + "".join(lines(headings, rows))).encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


def _named(name: str) -> ZipInfo:
    found = ZipInfo(name, LONG_AGO)
    found.compress_type = ZIP_DEFLATED
    return found
