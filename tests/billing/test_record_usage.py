"""The ledger of usage is made from the public facts of events: each once, in its period, and nothing is lost."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from billing.actions.subscriptions import subscribe
from billing.agreeing import Agreed
from billing.models import UsageRecord
from billing.models.usage import ParkedUsage
from billing.readers import record_usage
from motorblok.audit.models import Unread
from motorblok.audit.queries import entries
from motorblok.kernel import schema
from motorblok.work.actions import book_time, cancel_task, correct_time, reopen_task, resolve_task
from tests.billing import deals
from tests.billing.metered import DAY, fact, read, records, subscription, sums, told
from tests.cast import MONDAY, SAM
from tests.work.tasks import received


def done(verb, client, task, minute, **said):
    return verb(task.id, client_id=client.id, actor=SAM, at=MONDAY + timedelta(minutes=minute), **said)


def test_a_fact_becomes_a_record_with_all_that_the_event_says_of_it(acme):
    subscription(acme)
    event_id = told(fact(quantity="2.5"), number="ACME-7", subject="task:x")

    read()

    (row,) = records(acme)
    assert (row.client_id, row.book, row.event_id, row.part) == (acme.id, "c_acme", event_id, 0)
    assert (row.meter, row.service_line, row.quantity, row.unit) == (
        "tasks_resolved",
        "finance",
        Decimal("2.5"),
        "piece",
    )
    assert (row.subject, row.number, row.occurred_at, row.period_key) == (
        "task:x",
        "ACME-7",
        MONDAY,
        "2026-11",
    )


def test_an_event_that_is_read_again_counts_once(acme):
    event_id = told(fact(), fact("calls", "3"))

    for _ in range(3):
        record_usage(entries([event_id]))

    assert sums(acme) == {"tasks_resolved": 1, "calls": 3}


def test_imported_history_is_not_charged(acme):
    told(fact(), source="import")
    read()

    assert (records(acme), Unread.objects.count()) == ([], 0)


def test_a_task_that_is_reopened_and_cancelled_is_not_charged(acme):
    task = received(acme)
    done(resolve_task, acme, task, 1, answer="Done")
    done(reopen_task, acme, task, 2, reason="Not yet")
    done(cancel_task, acme, task, 3, reason="Not needed")

    read()

    assert sums(acme) == {"tasks_received": 1, "tasks_resolved": 0}
    (counter,) = [row for row in records(acme) if row.corrects_id]
    assert (counter.corrects.quantity, counter.quantity) == (1, -1)


def test_a_task_that_is_resolved_again_is_charged_once(acme):
    task = received(acme)
    done(resolve_task, acme, task, 1, answer="Done")
    done(reopen_task, acme, task, 2, reason="Not yet")
    read()
    done(resolve_task, acme, task, 3, answer="Now it is")
    read()

    assert sums(acme)["tasks_resolved"] == 1


def test_what_is_taken_back_belongs_to_the_period_in_which_it_was_counted(acme):
    subscription(acme)
    october = datetime(2026, 10, 31, 12, tzinfo=UTC)
    event_id = told(fact(), at=october)
    told(fact(quantity="-1", takes_back={"event": str(event_id), "part": 0}), at=MONDAY)

    read()

    assert [(row.period_key, row.occurred_at) for row in records(acme)] == [("2026-10", october)] * 2


def test_what_was_never_counted_is_not_taken_back(acme):
    task = received(acme)
    done(resolve_task, acme, task, 1, answer="Done", source="import")
    done(reopen_task, acme, task, 2, reason="Not yet")

    read()

    assert "tasks_resolved" not in sums(acme)


def test_the_same_record_is_taken_back_once(acme):
    event_id = told(fact())
    for _ in range(2):
        told(fact(quantity="-1", takes_back={"event": str(event_id), "part": 0}))

    read()

    assert sums(acme) == {"tasks_resolved": 0}


def test_booked_time_counts_on_the_day_on_which_somebody_worked(acme):
    subscription(acme)
    task = received(acme, at=datetime(2026, 10, 30, 9, tzinfo=UTC))
    entry = done(book_time, acme, task, 0, seconds=5400, worked_on=date(2026, 10, 31), note="")
    read()
    correct_time(entry.id, task_id=task.id, reason="Wrong", client_id=acme.id, actor=SAM, at=MONDAY)
    read()

    found = [row for row in records(acme) if row.meter == "time"]
    assert [(row.quantity, row.unit, row.period_key) for row in found] == [
        (5400, "second", "2026-10"),
        (-5400, "second", "2026-10"),
    ]


@pytest.mark.parametrize(
    ("at", "key"),
    [
        (datetime(2026, 10, 31, 22, 59, tzinfo=UTC), "2026-10"),
        (datetime(2026, 10, 31, 23, 0, tzinfo=UTC), "2026-11"),
        (datetime(2026, 9, 30, 21, 59, tzinfo=UTC), ""),
    ],
)
def test_the_period_is_that_of_the_day_in_the_zone_of_the_subscription(acme, at, key):
    subscription(acme, time_zone="Europe/Amsterdam")
    told(fact(), at=at)

    read()

    assert [row.period_key for row in records(acme)] == [key]


def test_without_a_subscription_it_is_counted_without_a_period(acme):
    told(fact())
    read()

    assert [row.period_key for row in records(acme)] == [""]


def test_a_draft_of_a_subscription_is_none(acme):
    subscribe(
        deals.debtor(acme).pk,
        wanted=deals.wanted(deals.plan()),
        terms=Agreed(start_on=DAY),
        **deals.on(DAY),
    )
    told(fact())
    read()

    assert [row.period_key for row in records(acme)] == [""]


@pytest.mark.parametrize(
    "wrong", [fact(unit="hour"), fact(quantity="NaN"), fact(quantity="-1"), {"meter": "x"}, "nonsense"]
)
def test_nonsense_is_parked_and_spoils_nothing_beside_it(acme, wrong):
    event_id = told(fact(), wrong, fact("calls"))

    read()

    assert sums(acme) == {"tasks_resolved": 1, "calls": 1}
    parked = ParkedUsage.objects.get()
    assert (parked.book, parked.event_id, parked.part, parked.fact) == ("c_acme", event_id, 1, wrong)
    assert parked.fault


def test_nonsense_that_is_read_again_is_parked_once(acme):
    event_id = told(fact(unit="hour"))
    for _ in range(2):
        record_usage(entries([event_id]))

    assert ParkedUsage.objects.count() == 1


def test_what_no_clients_book_tells_is_parked(public):
    told(fact())
    record_usage(entries([told(fact())]))

    assert (ParkedUsage.objects.get().book, UsageRecord.objects.count()) == ("public", 0)


def test_a_batch_costs_as_many_statements_as_one_event(acme, django_assert_num_queries):
    subscription(acme)
    ids = [told(fact(), fact("calls")) for _ in range(50)]
    batch = entries(ids)

    with django_assert_num_queries(3):
        record_usage(batch)

    assert len(records(acme)) == 100


def test_events_with_nothing_to_count_cost_no_statement(acme, django_assert_num_queries):
    batch = entries([told(), told()])

    assert len(batch) == 2
    with django_assert_num_queries(0):
        record_usage(batch)


def test_two_clients_never_mix(acme, globex_schema):
    told(fact())
    with schema.entered(globex_schema):
        told(fact("calls"))
        read()
    read()

    assert [(row.book, row.meter) for row in UsageRecord.objects.order_by("book")] == [
        ("c_acme", "tasks_resolved"),
        ("c_globex", "calls"),
    ]
