"""What is asked on every visit of billing's first pages is found by an index, however long the tables are."""

import pytest
from django.db import connection

from billing.queries.invoice_list import Sought, matching
from billing.queries.late_usage import WITH_LATE
from tests.billing.paid import ON


def plan(statement, values=()):
    """How PostgreSQL would go about it where reading a whole table, or sorting one, cost too much."""
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.usefixtures("public")
def test_the_newest_invoices_are_read_in_their_order():
    page = matching(Sought(), today=ON).order_by("-made_at", "-id")[:50]

    found = plan(*page.query.sql_with_params())

    assert "billing_invoice_newest" in found


@pytest.mark.usefixtures("public")
def test_usage_that_came_late_is_found_without_reading_what_came_in_time():
    assert "billing_usage_late" in plan(WITH_LATE)
