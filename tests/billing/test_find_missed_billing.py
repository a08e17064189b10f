"""Missed billing: events without a record, facts that cannot be counted, and what no price charges."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from billing.queries.missed import missed_billing
from motorblok.kernel import schema
from motorblok.work.actions import reopen_task, resolve_task
from tests.billing import billed
from tests.billing.metered import HOURS, TASKS, fact, read, subscription, told
from tests.cast import MONDAY, SAM
from tests.work.tasks import received

LATER = datetime.now(UTC) + timedelta(days=1)
SECONDS = {"unit": "second"}


def found(acme, **said):
    return missed_billing(since=MONDAY - timedelta(days=60), **({"at": LATER, "clients": [acme]} | said))


def whys(acme):
    return {(each.meter, each.why.value) for each in found(acme).unpriced}


def test_an_event_that_no_reader_saw_is_found(acme):
    event_id = told(fact())

    (each,) = found(acme).uncounted

    assert (each.book, each.entry.id, each.found[0].billable.meter) == ("c_acme", event_id, "tasks_resolved")


def test_what_waits_for_its_reader_is_not_missed_yet(acme):
    told(fact())

    assert not found(acme, at=datetime.now(UTC)).uncounted


def test_what_was_counted_imported_or_has_nothing_to_count_is_not_missed(acme):
    told(fact())
    told()
    read()
    told(fact(), source="import")

    assert not found(acme).uncounted


def test_what_takes_back_something_that_was_never_counted_is_not_missed(acme):
    task = received(acme)
    how = {"client_id": acme.id, "actor": SAM, "at": MONDAY}
    resolve_task(task.id, answer="Done", source="import", **how)
    reopen_task(task.id, reason="Not yet", **how)
    read()

    assert not found(acme).uncounted


def test_a_counter_record_that_is_missing_is_found(acme):
    event_id = told(fact())
    read()
    told(fact(quantity="-1", takes_back={"event": str(event_id), "part": 0}))

    assert len(found(acme).uncounted) == 1


def test_nonsense_is_told_with_its_fault(acme):
    told(fact(unit="hour"))
    read()

    (each,) = found(acme).parked
    assert "hour" in each.fault


def test_work_without_a_subscription_is_told(acme):
    told(fact(), fact("time", "60", **SECONDS))
    read()

    assert whys(acme) == {("tasks_resolved", "no_subscription"), ("time", "no_subscription")}


def test_work_of_another_service_line_is_beyond_the_agreement(acme):
    subscription(acme)
    told(fact(service_line="legal"), fact("time", "60", service_line="legal", **SECONDS))
    read()

    assert whys(acme) == {("tasks_resolved", "other_line"), ("time", "other_line")}


def test_hours_that_no_price_charges_are_told(acme):
    subscription(acme, prices={"payroll": {}, "tasks": TASKS})
    told(fact(), fact("time", "60", **SECONDS))
    read()

    assert whys(acme) == {("time", "no_hours_price")}


def test_tasks_of_a_line_with_a_price_are_paid_by_it_and_other_meters_are_not(acme):
    subscription(acme, prices={"payroll": {}, "time": HOURS})
    told(fact(), fact("tasks_received"), fact("calls"))
    read()

    assert whys(acme) == {("calls", "no_price")}


def test_what_every_price_charges_is_not_missed(acme):
    subscription(acme)
    told(fact(), fact("time", "60", **SECONDS))
    read()

    assert not found(acme)


def test_what_the_provider_counts_for_itself_is_never_missed(acme):
    told(fact("internal_time", "60", **SECONDS))
    read()

    assert not found(acme)


def test_what_was_taken_back_as_a_whole_is_not_missed(acme):
    event_id = told(fact())
    told(fact(quantity="-1", takes_back={"event": str(event_id), "part": 0}))
    read()

    assert not found(acme)


@pytest.mark.parametrize("many", [1, 20])
def test_the_number_of_statements_does_not_depend_on_what_is_found(acme, many, django_assert_num_queries):
    billed.subscription(acme)
    for n in range(many):
        told(fact(f"meter_{n}"), fact(service_line="legal"), fact(unit="hour"))
    read()
    for _ in range(many):
        told(fact())

    with schema.entered("public"), django_assert_num_queries(8):
        assert found(acme)


def test_the_command_tells_it_and_fails_where_something_was_not_counted(acme, capsys):
    told(fact(unit="hour"))
    read()

    with pytest.raises(CommandError):
        call_command("billing_missed", "--client", "acme")
    assert "cannot be counted" in capsys.readouterr().out


def test_the_backfill_command_first_only_tells(acme, capsys):
    told(fact())

    for more in ([], ["--count"], ["--count"]):
        call_command("billing_backfill", "--client", "acme", "--since", "2026-11-01", *more)

    said = capsys.readouterr().out
    assert "1 records are missing. Nothing was changed" in said
    assert "1 records were made." in said
    assert "0 records were made." in said
