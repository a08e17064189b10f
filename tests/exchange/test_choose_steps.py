from dataclasses import replace

import pytest

from motorblok.exchange.logs.gathering import gathered
from motorblok.exchange.logs.steps import steps
from tests.exchange.logs import check, example, line, write_log

TAKE, RESOLVE, CLOSED, WAIT = "Take in charge ticket", "Resolve ticket", "Closed", "Wait"
NOTED, OTHER = "Assign seriousness", "Create SW anomaly"


def told(tmp_path, *lines, **changes):
    """The verbs that follow the receipt, each with the number of its line, counted from 1."""
    plan = example()
    rules = replace(plan.rules, **changes)
    path = write_log(tmp_path, *[each if "," in each else line("1", each) for each in lines])
    with gathered(check(path, plan)) as found:
        first, *others = steps(next(found.tasks_of("C1")), rules)
    assert (first.verb, first.line.number) == ("receive", 2)
    return [(each.verb.value, each.line.number - 1) for each in others]


@pytest.mark.parametrize(
    ("activities", "verbs"),
    [
        ([NOTED, TAKE, RESOLVE, CLOSED], [("take", 2), ("resolve", 3)]),
        ([NOTED, TAKE, TAKE, RESOLVE], [("take", 2), ("note", 3), ("resolve", 4)]),
        ([NOTED, NOTED, OTHER], [("note", 2), ("note", 3)]),
        ([RESOLVE], [("resolve", 1)]),
        ([TAKE, CLOSED], [("take", 1), ("resolve", 2)]),
    ],
)
def test_each_line_becomes_its_verb_and_what_can_do_nothing_a_note(tmp_path, activities, verbs):
    assert told(tmp_path, *activities) == verbs


@pytest.mark.parametrize(
    ("activities", "verbs"),
    [
        ([NOTED, WAIT, TAKE], [("wait_for_third_party", 2), ("resume", 3), ("take", 3)]),
        ([NOTED, WAIT, OTHER], [("wait_for_third_party", 2), ("resume", 3), ("note", 3)]),
        ([NOTED, WAIT, WAIT], [("wait_for_third_party", 2), ("wait_for_third_party", 3)]),
        ([NOTED, WAIT, RESOLVE], [("wait_for_third_party", 2), ("resolve", 3)]),
        ([WAIT], [("wait_for_third_party", 1)]),
    ],
)
def test_a_wait_ends_with_the_next_line(tmp_path, activities, verbs):
    assert told(tmp_path, *activities) == verbs


@pytest.mark.parametrize(
    ("activities", "verbs"),
    [
        ([TAKE, RESOLVE, TAKE, RESOLVE], [("reopen", 3), ("resolve", 4)]),
        ([TAKE, RESOLVE, OTHER], [("reopen", 3), ("note", 3)]),
        ([TAKE, RESOLVE, WAIT], [("reopen", 3), ("wait_for_third_party", 3)]),
        ([TAKE, RESOLVE, "VERIFIED", CLOSED], []),
        ([TAKE, CLOSED, OTHER], [("note", 3)]),
        ([TAKE, RESOLVE, CLOSED, TAKE, RESOLVE], [("note", 4)]),
    ],
)
def test_any_line_that_resolves_nothing_reopens_until_the_final_one(tmp_path, activities, verbs):
    assert told(tmp_path, *activities) == [("take", 1), ("resolve", 2), *verbs]


def test_another_priority_or_level_than_before_is_a_new_one(tmp_path):
    lines = [
        line("1", TAKE),
        line("1", OTHER, seriousness="S2"),
        line("1", OTHER, seriousness="S2", service_level="L4"),
        line("1", RESOLVE, seriousness="S1", service_level="L4"),
    ]

    verbs = [("take", 1), ("prioritise", 2), ("note", 2), ("prioritise", 3), ("note", 3)]
    assert told(tmp_path, *lines) == [*verbs, ("prioritise", 4), ("resolve", 4)]


def test_a_change_on_a_resolved_task_counts_from_when_it_is_opened_again(tmp_path):
    lines = [line("1", RESOLVE), line("1", RESOLVE, service_level="L4"), line("1", OTHER, service_level="L4")]

    assert told(tmp_path, *lines) == [("resolve", 1), ("reopen", 3), ("prioritise", 3), ("note", 3)]


def test_without_rules_only_a_line_that_says_so_resumes_reopens_and_prioritises(tmp_path):
    lines = [line("1", WAIT), line("1", TAKE, seriousness="S4"), line("1", RESOLVE), line("1", OTHER)]
    off = {"resumes_at_next_line": False, "reopens_by_any_line": False, "prioritises_by_change": False}

    assert told(tmp_path, *lines, **off) == [
        ("wait_for_third_party", 1),
        ("take", 2),
        ("resolve", 3),
        ("note", 4),
    ]


def test_a_map_without_a_text_for_notes_leaves_none(tmp_path):
    assert told(tmp_path, TAKE, TAKE, CLOSED, OTHER, keeps_notes=False) == [("take", 1), ("resolve", 3)]
