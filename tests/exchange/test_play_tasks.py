from datetime import UTC, datetime

import pytest

from motorblok.accounts.models import Person
from motorblok.audit.queries import history
from motorblok.work.models import Task
from tests.exchange.importing import CLOSED, RESOLVE, TAKE, bring_in, in_public, inside, tasks_of, whole
from tests.exchange.logs import line, write_log

pytestmark = pytest.mark.usefixtures("known_clients")


def test_a_task_is_received_taken_and_resolved_at_its_own_times(tmp_path):
    bring_in(write_log(tmp_path, *whole("17", seriousness="S3", service_level="L2")))

    (task,) = tasks_of("C1")
    assert (task.number, task.title) == ("ACME-1", "Request 17 about P1")
    assert (task.priority, task.level, task.service_line, task.is_internal) == (
        "high",
        "L2",
        "it-support",
        False,
    )
    assert task.received_at == datetime(2012, 10, 9, 8, tzinfo=UTC)
    assert task.taken_at == datetime(2012, 10, 9, 9, tzinfo=UTC)
    assert task.resolved_at == datetime(2012, 10, 9, 14, tzinfo=UTC)
    assert task.answer == "Closed in the support desk as “Resolve ticket”."


def test_its_history_is_marked_as_imported_and_told_by_the_people_of_the_log(tmp_path):
    bring_in(write_log(tmp_path, *whole()))

    told = inside("C1", lambda: history(Task.objects.get().subject))
    assert [each.kind.name for each in told] == [
        "work.task.received",
        "work.task.taken",
        "work.task.resolved",
    ]
    assert {each.source for each in told} == {"import"}
    assert [each.private["actor"] for each in told] == ["Person R1", "Person R2", "Person R1"]


def test_the_people_of_a_log_can_not_sign_in(tmp_path):
    bring_in(write_log(tmp_path, *whole()))

    people = in_public(lambda: list(Person.objects.filter(email__endswith=".invalid").order_by("email")))
    assert [each.email for each in people] == ["r1@helpdesk.invalid", "r2@helpdesk.invalid"]
    assert not any(each.is_active or each.has_usable_password() for each in people)


def test_what_happens_in_one_second_happens_in_the_order_of_the_file(tmp_path):
    bring_in(write_log(tmp_path, line("1"), line("1", TAKE), line("1", CLOSED)))

    told = inside("C1", lambda: [each.kind.name for each in history(Task.objects.get().subject)])
    assert told == ["work.task.received", "work.task.taken", "work.task.resolved"]


def test_numbers_rise_with_the_time_of_receipt(tmp_path):
    later, earlier = line("1", at="2012-10-09 10:00:00"), line("2", at="2012-10-08 10:00:00")

    bring_in(write_log(tmp_path, later, earlier))

    assert [(each.number, each.title) for each in tasks_of("C1")] == [
        ("ACME-1", "Request 2 about P1"),
        ("ACME-2", "Request 1 about P1"),
    ]


def test_a_task_resolved_without_being_taken_is_resolved(tmp_path):
    bring_in(write_log(tmp_path, line("1"), line("1", RESOLVE)))

    task = tasks_of("C1")[0]
    assert (task.state, task.taken_at) == ("resolved", None)


def test_a_title_that_is_too_long_is_cut_where_one_sees_it(tmp_path):
    bring_in(write_log(tmp_path, *whole(product="P" * 300)))

    title = tasks_of("C1")[0].title
    assert len(title) == 200
    assert title.endswith("P…")
