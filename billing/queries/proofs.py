"""Proof that an invoice is what it was: counted again from what was kept, and compared with the tables that are left."""

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256

from django.db import connection

from billing.drafting import rows
from billing.filing import drawn
from billing.metering import Meter, seat_rules
from billing.models import Document, Invoice, NumberSeries
from billing.numbering import written
from billing.queries.allotting import posted_of
from billing.rating.canonical import rated_json
from billing.rating.inputs import Inputs
from billing.rating.rate import RULES
from billing.rating.shapes import Rated
from motorblok.kernel.errors import DomainError

LINE = (
    "code", "name_en", "name_nl", "service_line", "kind", "quantity", "unit", "unit_price", "amount", "vat_category",
    "vat_percent", "vat_code", "period_start_on", "period_end_on", "explanation", "refs",
)  # fmt: skip
# What was marked as billed is what was counted: records and sums by line of the invoice.
MARKED = """
SELECT record.service_line, record.meter, count(*), sum(record.quantity)
FROM billing_billedusage billed JOIN billing_usagerecord record ON record.id = billed.record_id
WHERE billed.invoice_id = %s GROUP BY record.service_line, record.meter
"""


def regenerate(invoice: Invoice) -> bytes:
    """What an invoice comes to, counted again from what rating was given then: equal to what was kept, to the byte."""
    return rated_json(Inputs.read(bytes(invoice.inputs)).rated())


def faults(invoice: Invoice) -> list[str]:
    """What is not as it was, in plain sentences; nothing for an invoice that holds. One of other rules is not counted."""
    inputs = Inputs.read(bytes(invoice.inputs))
    if inputs.rules != RULES:
        return [f"rated by version {inputs.rules} of the rules, which are now version {RULES}"]
    rated = inputs.rated()
    found = [*_of_bytes(invoice, rated), *_of_lines(invoice, rated)]
    if invoice.state == Invoice.State.FINAL:
        found += [*_of_usage(invoice, inputs), *_of_credits(invoice, rated), *_of_files(invoice)]
    return found


def missing_numbers() -> list[str]:
    """Every number that a series gave out and no invoice has: none, if all is well."""
    known = set(Invoice.objects.exclude(number=None).values_list("number", flat=True))
    return [
        number
        for series in NumberSeries.objects.select_related("legal_entity")
        for place in range(1, series.last + 1)
        if (number := written(series.legal_entity, kind=series.kind, year=series.year, place=place))
        not in known
    ]


def _of_bytes(invoice: Invoice, rated: Rated) -> Iterator[str]:
    if rated_json(rated) != bytes(invoice.rated):
        yield "counted again, it comes to something else"
    if rated.input_hash != invoice.input_hash:
        yield "the hash of its inputs differs"
    if (rated.net, rated.vat, rated.total, rated.currency) != (
        invoice.net,
        invoice.vat,
        invoice.total,
        invoice.currency,
    ):
        yield "its sums differ from what was rated"


def _of_lines(invoice: Invoice, rated: Rated) -> Iterator[str]:
    kept = [[getattr(line, name) for name in LINE] for line in invoice.lines.order_by("position")]
    counted = [[getattr(line, name) for name in LINE] for line in rows(invoice, rated, reduces={})]
    if kept != counted:
        yield "its lines differ from what was rated"


def _of_usage(invoice: Invoice, inputs: Inputs) -> Iterator[str]:
    seats = seat_rules(inputs.terms)
    counted: dict[Meter, tuple[int, Decimal]] = {}
    for each in inputs.usage:
        records, quantity = counted.get((each.service_line, each.meter), (0, Decimal(0)))
        counted[each.service_line, each.meter] = records + each.records, quantity + each.quantity
    with connection.cursor() as cursor:
        cursor.execute(MARKED, [invoice.id])
        marked = {(line, meter): (records, quantity) for line, meter, records, quantity in cursor.fetchall()}
    for meter in counted.keys() | marked.keys():
        kept, found = counted.get(meter, (0, Decimal(0))), marked.get(meter, (0, Decimal(0)))
        # Readings of seats are not added up, so their sum says nothing.
        if kept[0] != found[0] or (meter not in seats and kept[1] != found[1]):
            yield f"the usage of {meter[1]} that is marked as billed on it is not what was counted"


def _of_credits(invoice: Invoice, rated: Rated) -> Iterator[str]:
    taken = sum(posted_of(credit) for credit in invoice.credits.prefetch_related("carried"))
    on_paper = -sum(
        line.amount
        for line in rated.lines
        if line.kind == "credit" and line.amount < 0 and line.refs[0].startswith("evidence:credit:")
    )
    if taken != on_paper:
        yield "the credits on it are not those that were posted on it"


def _of_files(invoice: Invoice) -> Iterator[str]:
    for document in Document.objects.filter(invoice=invoice):
        if sha256(bytes(document.content)).hexdigest() != document.sha256:
            yield f"the {document.format} was altered"
        elif fault := _remade(invoice, document):
            yield f"the {document.format}, made again, {fault}"


def _remade(invoice: Invoice, document: Document) -> str:
    try:
        same = drawn(invoice, document.format) == bytes(document.content)
    except DomainError as refusal:
        return f"is refused: {refusal}"
    return "" if same else "is another"
