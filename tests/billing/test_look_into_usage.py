"""Looking into the ledger: sums, the records behind them page by page, and the file for a spreadsheet."""

import csv
import io
from datetime import timedelta

import pytest

from billing.actions.usage import correct_usage
from billing.csv_files import safe
from billing.models import InvoiceLine
from billing.queries.usage import Behind, all_of, page_of, record_of, usage_of
from billing.usage_csv import COLUMNS, lines
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from tests import cast
from tests.billing.billed import NOVEMBER, OCTOBER, final, noon, subscription, used
from tests.billing.metered import fact, read, records, told
from tests.cast import MONDAY
from tests.work.tasks import as_actor

ALL = {"since": MONDAY - timedelta(days=90), "until": MONDAY + timedelta(days=90)}


def test_usage_is_summed_by_period_service_line_and_meter(acme):
    subscription(acme)
    told(fact(quantity="2"), fact("calls"), fact("internal_time", "60", unit="second"))
    told(fact(quantity="3"))
    read()

    found = [(each.period_key, each.meter, each.quantity, each.records) for each in usage_of(acme.id, **ALL)]
    assert found == [("2026-11", "calls", 1, 1), ("2026-11", "tasks_resolved", 5, 2)]
    assert len(usage_of(acme.id, **ALL, with_ours=True)) == 3


def test_the_edges_of_the_time_asked_for_are_half_open(acme):
    told(fact(), at=MONDAY)
    read()

    minute = timedelta(minutes=1)
    assert usage_of(acme.id, since=MONDAY, until=MONDAY + minute)
    assert not usage_of(acme.id, since=MONDAY - minute, until=MONDAY)


def test_pages_show_each_record_once_the_newest_first(acme):
    for n in range(7):
        told(fact(), fact("calls"), at=MONDAY + timedelta(hours=n // 2))
    read()

    behind, after, seen = Behind(client_id=acme.id, meter="calls"), "", []
    while True:
        page = page_of(behind, after=after, size=3)
        seen += page.records
        if not (after := page.after):
            break
    assert (len(seen), len({each.id for each in seen}), page.total) == (7, 7, 7)
    assert [each.occurred_at for each in seen] == sorted((each.occurred_at for each in seen), reverse=True)


@pytest.mark.parametrize(
    "cursor", ["x", "2026-11-23~x", "2026-11-23T08:30:00~01980000-0000-7000-8000-000000000001"]
)
def test_what_is_no_cursor_is_refused(acme, cursor):
    with pytest.raises(NotFound):
        page_of(Behind(client_id=acme.id), after=cursor)


def test_a_page_costs_the_same_however_much_it_shows(acme, django_assert_num_queries):
    for _ in range(30):
        told(fact())
    read()

    behind = Behind(client_id=acme.id)
    with schema.entered(schema.PUBLIC):
        page_of(behind)
        for size in (1, 30):
            with django_assert_num_queries(2):
                page_of(behind, size=size)


def test_behind_a_line_of_an_invoice_are_the_records_that_it_charges(acme):
    of = subscription(acme)
    final(of, OCTOBER)
    mine = [used(of, noon(2026, 10, day)) for day in (5, 6)]
    used(of, noon(2026, 11, 2))
    invoice = final(of, NOVEMBER)
    line = InvoiceLine.objects.get(invoice=invoice, kind="usage")

    page = page_of(Behind(client_id=acme.id, invoice_id=invoice.id, position=line.position))

    assert {each.id for each in page.records} == {each.id for each in mine}
    assert {each.invoice_number for each in page.records} == {invoice.number}


def test_a_record_says_that_it_was_corrected(acme):
    told(fact())
    read()
    (wrong,) = records(acme)
    correct_usage(wrong.id, reason="Twice", actor=as_actor(cast.olga()), at=MONDAY)

    shown = {each.quantity: each for each in page_of(Behind(client_id=acme.id)).records}

    assert (shown[1].is_corrected, shown[1].corrects_id) == (True, None)
    assert (shown[-1].is_corrected, shown[-1].corrects_id) == (False, wrong.id)


def test_a_record_of_another_client_does_not_exist(acme, globex):
    told(fact())
    read()

    with pytest.raises(NotFound):
        record_of(records(globex)[0].id, client_id=acme.id)


def test_the_file_opens_in_a_spreadsheet_with_every_record(acme, monkeypatch):
    monkeypatch.setattr("billing.queries.usage.STREAMED", 2)
    for n in range(5):
        told(fact(quantity="1.50"), number=f"ACME-{n}")
    read()

    text = "".join(lines(all_of(Behind(client_id=acme.id))))

    assert text.startswith("\ufeffoccurred_at,number")
    assert text.count("\r\n") == 6
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert sorted(row["number"] for row in rows) == [f"ACME-{n}" for n in range(5)]
    assert {(row["quantity"], tuple(row)) for row in rows} == {("1.5", COLUMNS)}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "\uff1d1"])
def test_no_cell_is_a_formula(acme, text):
    told(fact(), number=text)
    read()

    rows = list(csv.reader(io.StringIO("".join(lines(all_of(Behind(client_id=acme.id)))), newline="")))

    assert rows[1][1] == safe(text) == f"'{text}"
