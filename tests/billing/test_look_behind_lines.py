"""Behind each line of usage: the very records it was counted from, as a file that no spreadsheet takes for formulas."""

import csv
import io
from decimal import Decimal

from billing.handing import records_file
from billing.models import UsageRecord
from tests.billing.billed import NOVEMBER, OCTOBER, final, noon, subscription, used


def invoiced(client, **said):
    of = subscription(client)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 6), 3, number="ACME-2")
    used(of, noon(2026, 10, 5), said.pop("quantity", "1.5"), **said)
    return final(of, NOVEMBER)


def rows(invoice, position: int) -> list[dict[str, str]]:
    text = records_file(invoice, position).getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_line_of_usage_opens_to_its_records(acme):
    invoice = invoiced(acme)

    assert [(each["number"], each["quantity"], each["occurred_at"]) for each in rows(invoice, 2)] == [
        ("ACME-2", "3", "2026-10-06T12:00:00+00:00"),
        ("ACME-1", "1.5", "2026-10-05T12:00:00+00:00"),
    ]
    assert rows(invoice, 1) == []


def test_the_file_has_the_name_of_its_invoice_and_line(acme):
    answer = records_file(invoiced(acme), 2)

    assert answer["Content-Disposition"] == 'attachment; filename="MB-2026-000002-2.csv"'


def test_a_quantity_that_is_taken_back_stays_a_number_and_a_reason_is_no_formula(acme):
    invoice = invoiced(acme, quantity=-1, reason="=1+1, so")

    assert [(each["quantity"], each["reason"]) for each in rows(invoice, 2)][-1] == ("-1", "'=1+1, so")


def test_each_record_names_the_event_it_was_read_from_and_nothing_of_our_tables(acme):
    invoice = invoiced(acme)

    found = rows(invoice, 2)

    kept = {str(each.id): str(each.event_id) for each in UsageRecord.objects.filter(client=acme)}
    assert {each["record"]: each["event"] for each in found} == kept
    assert acme.schema_name not in str(found)


def test_a_correction_names_a_record_that_is_in_the_file(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    wrong = used(of, noon(2026, 10, 5), 3)
    used(of, noon(2026, 10, 5), -2, corrects=wrong, reason="Counted twice")

    first, second = sorted(rows(final(of, NOVEMBER), 2), key=lambda each: each["corrects"])

    assert (first["corrects"], second["corrects"]) == ("", first["record"])
    assert sum(int(each["quantity"]) for each in (first, second)) == 1


def test_the_records_of_a_line_add_up_to_its_quantity(acme):
    invoice = invoiced(acme)

    assert (
        sum(Decimal(each["quantity"]) for each in rows(invoice, 2)) == invoice.lines.get(position=2).quantity
    )
