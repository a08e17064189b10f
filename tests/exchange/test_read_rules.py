import pytest

from motorblok.exchange.logs.content import MapIsUnusable
from motorblok.exchange.logs.gathering import gathered
from motorblok.exchange.logs.mapping import read_map
from motorblok.exchange.logs.rules import Rules
from motorblok.exchange.logs.steps import steps
from tests.exchange.logs import check, example, line, write_log, write_map

VERBS = {
    "Open": "receive", "Mine": "take", "Answer": "reply", "Remark": "note", "Ask": "wait_for_client",
    "Order": "wait_for_third_party", "Go on": "resume", "Raise": "prioritise", "Done": "resolve",
    "Again": "reopen", "Drop": "cancel", "Ping": "nothing",
}  # fmt: skip


def told(tmp_path, *lines):
    plan = read_map(write_map(tmp_path, activities=VERBS, rules={"final": ["Drop"]}))
    with gathered(check(write_log(tmp_path, *lines), plan)) as found:
        return [each.verb.value for each in steps(next(found.tasks_of("C1")), plan.rules)]


def test_the_example_says_all_its_rules():
    assert example().rules == Rules(
        resumes_at_next_line=True,
        reopens_by_any_line=True,
        prioritises_by_change=True,
        final=frozenset({"Closed"}),
        keeps_notes=True,
    )


def test_a_map_needs_no_rules(tmp_path):
    assert read_map(write_map(tmp_path, rules=None)).rules == Rules(keeps_notes=True)


def test_every_verb_of_the_work_can_be_told(tmp_path):
    activities = [
        "Open",
        "Mine",
        "Answer",
        "Remark",
        "Ask",
        "Order",
        "Go on",
        "Done",
        "Ping",
        "Again",
        "Drop",
    ]

    verbs = told(tmp_path, *[line("1", each) for each in activities])

    assert verbs == [
        "receive", "take", "reply", "note", "wait_for_client", "resume", "wait_for_third_party", "resume", "resolve",
        "reopen", "cancel",
    ]  # fmt: skip


def test_a_line_that_prioritises_gives_what_its_columns_say(tmp_path):
    lines = [line("1", "Open"), line("1", "Mine", seriousness="S4"), line("1", "Raise", seriousness="S4")]

    assert told(tmp_path, *lines) == ["receive", "take", "prioritise"]


def test_nothing_opens_what_was_ended_for_good(tmp_path):
    lines = [line("1", "Open"), line("1", "Drop"), line("1", "Again"), line("1", "Done")]

    assert told(tmp_path, *lines) == ["receive", "cancel", "note"]


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"resume": "soon"}, "rules.resume: write one of next_line, activity."),
        ({"reopen": "never"}, "rules.reopen: write one of any_line, activity."),
        ({"prioritise": "columns"}, "rules.prioritise: write one of change, activity."),
        ({"final": "Closed"}, "rules.final: write a list."),
        ({"final": ["Shut"]}, "rules.final: “Shut” is not among the activities."),
        (
            {"until": "x"},
            "rules.until: there is no such setting; write one of resume, reopen, prioritise, final.",
        ),
    ],
)
def test_a_slip_in_the_rules_is_named_by_its_place(tmp_path, rules, sentence):
    with pytest.raises(MapIsUnusable) as refused:
        read_map(write_map(tmp_path, rules=rules))

    assert str(refused.value) == sentence


def test_only_some_lines_of_a_log_can_be_meant(tmp_path):
    plan = read_map(write_map(tmp_path, only={"workgroup": ["W1", "W2"]}))

    assert plan.reads({"workgroup": " W1 "})
    assert not plan.reads({"workgroup": "W3"})
    assert not plan.reads({})


@pytest.mark.parametrize(
    ("only", "sentence"),
    [
        ({"workgroup": "W1"}, "only.workgroup: write a list of texts"),
        ({"workgroup": []}, "only.workgroup: write a list of texts"),
        ({"workgroup": [1]}, "only.workgroup: write a list of texts"),
        (["W1"], "only: write names and values below it."),
    ],
)
def test_a_slip_in_what_is_meant_is_named_by_its_place(tmp_path, only, sentence):
    with pytest.raises(MapIsUnusable) as refused:
        read_map(write_map(tmp_path, only=only))

    assert str(refused.value).startswith(sentence)


def test_a_column_of_only_that_the_log_does_not_have_is_named(tmp_path):
    plan = read_map(write_map(tmp_path, only={"lifecycle": ["complete"]}))

    with pytest.raises(MapIsUnusable) as refused:
        check(write_log(tmp_path, line()), plan)

    assert str(refused.value) == "only: the log has no column lifecycle."


def test_an_activity_may_look_like_a_number(tmp_path):
    assert (
        read_map(write_map(tmp_path, activities={1: "take", "Closed": "resolve"})).activities["1"] == "take"
    )
