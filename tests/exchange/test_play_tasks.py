from datetime import UTC, datetime

import pytest

from motorblok.accounts.models import Person
from motorblok.audit.queries import history
from motorblok.exchange.logs.mapping import read_map
from motorblok.work.models import Task
from tests.exchange.importing import CLOSED, RESOLVE, TAKE, bring_in, in_public, inside, tasks_of, whole
from tests.exchange.logs import line, write_log, write_map
from tests.exchange.traces import event, trace, write_xes

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
        "work.task.waited_for_third_party",
        "work.task.resolved",
    ]
    assert {each.source for each in told} == {"import"}
    assert [each.private["actor"] for each in told] == ["Person R1", "Person R2", "Person R1", "Person R1"]


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


def test_a_task_waits_until_its_next_line(tmp_path):
    bring_in(write_log(tmp_path, *whole()[:3]))

    (task,) = tasks_of("C1")
    assert (task.state, task.waiting_for, task.question) == ("waiting", "third_party", "not named in the log")
    assert task.waiting_since == datetime(2012, 10, 9, 10, tzinfo=UTC)


def test_a_task_is_opened_again_by_any_line_but_a_resolving_one(tmp_path):
    bring_in(write_log(tmp_path, *whole(), line("1", "Create SW anomaly", "2012-10-10 10:00:00")))

    (task,) = tasks_of("C1")
    told = inside("C1", lambda: history(task.subject))
    assert (task.state, task.resolved_at, task.answer) == ("taken", None, "")
    assert [each.kind.name for each in told][-2:] == ["work.task.reopened", "work.task.noted"]
    assert told[-2].private["reason"] == "Work went on after the resolution: Create SW anomaly."
    assert told[-1].private["text"] == "Create SW anomaly"


def test_nothing_opens_a_task_again_that_was_closed(tmp_path):
    later = [line("1", CLOSED, "2012-10-10 10:00:00"), line("1", TAKE, "2012-10-11 10:00:00")]

    bring_in(write_log(tmp_path, *whole(), *later))

    (task,) = tasks_of("C1")
    assert (task.state, task.resolved_at) == ("resolved", datetime(2012, 10, 9, 14, tzinfo=UTC))


def test_another_seriousness_is_another_priority(tmp_path):
    bring_in(write_log(tmp_path, line("1"), line("1", TAKE, seriousness="S4", service_level="L3")))

    (task,) = tasks_of("C1")
    told = inside("C1", lambda: history(task.subject))
    assert (task.priority, task.level) == ("urgent", "L3")
    assert [each.kind.name for each in told][1:] == ["work.task.prioritised", "work.task.taken"]


def test_markup_in_every_text_of_a_log_is_kept_as_text(tmp_path):
    markup = "<script>alert(1)</script>"
    bring_in(write_log(tmp_path, *whole(product=markup, workgroup=markup)))

    (task,) = tasks_of("C1")
    assert task.title == f"Request 1 about {markup}"
    assert task.description.endswith(f"workgroup {markup}.")


def test_every_verb_of_a_map_is_done(tmp_path):
    verbs = [
        "receive",
        "take",
        "reply",
        "note",
        "wait_for_client",
        "resume",
        "prioritise",
        "resolve",
        "reopen",
        "cancel",
    ]
    plan = read_map(write_map(tmp_path, activities={each: each for each in verbs}, rules=None))
    lines = [line("1", each, f"2012-10-09 1{hour}:00:00") for hour, each in enumerate(verbs)]

    bring_in(write_log(tmp_path, *lines), plan=plan)

    told = inside("C1", lambda: [each.kind.name for each in history(Task.objects.get().subject)])
    assert told == [
        "work.task.received",
        "work.task.taken",
        "work.task.replied",
        "work.task.noted",
        "work.task.waited_for_client",
        "work.task.resumed",
        "work.task.noted",
        "work.task.resolved",
        "work.task.reopened",
        "work.task.cancelled",
    ]
    assert tasks_of("C1")[0].state == "cancelled"


def test_a_log_in_xes_comes_in_as_one_in_csv_does(tmp_path):
    events = [event("Assign seriousness", "2012-10-09 10:00:00"), event(CLOSED, "2012-10-09 11:00:00")]

    report = bring_in(write_xes(tmp_path, trace("17", *events)))

    (task,) = tasks_of("C1")
    assert (task.title, task.state, task.answer) == (
        "Request 17 about P1",
        "resolved",
        "Closed in the support desk as “Closed”.",
    )
    assert (report.lines, report.verbs, report.is_whole) == (2, 2, True)
