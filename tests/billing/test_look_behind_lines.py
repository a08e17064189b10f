"""Behind each line of usage: the very records it was counted from, also as a file that no spreadsheet takes for formulas."""

import csv

from billing.queries.behind_lines import as_csv, usage_behind
from tests.billing.billed import NOVEMBER, OCTOBER, final, noon, subscription, used


def invoiced(client, **said):
    of = subscription(client)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 6), 3, number="ACME-2")
    used(of, noon(2026, 10, 5), "1.5", **said)
    return final(of, NOVEMBER)


def test_a_line_of_usage_opens_to_its_records(acme):
    invoice = invoiced(acme)
    found = list(usage_behind(invoice.id, 2))

    assert [(each.number, each.quantity) for each in found] == [("ACME-1", 1.5), ("ACME-2", 3)]
    assert list(usage_behind(invoice.id, 1)) == []


def test_the_records_are_a_file_with_their_names(acme):
    rows = list(csv.DictReader(as_csv(usage_behind(invoiced(acme).id, 2))))

    assert [(row["occurred_at"], row["quantity"]) for row in rows] == [
        ("2026-10-05T12:00:00+00:00", "1.5"),
        ("2026-10-06T12:00:00+00:00", "3"),
    ]


def test_a_reason_is_no_formula(acme):
    rows = list(csv.DictReader(as_csv(usage_behind(invoiced(acme, reason="=1+1, so").id, 2))))

    assert rows[0]["reason"] == "'=1+1, so"
