from datetime import date

import pytest

from motorblok.exchange.logs.content import MapIsUnusable
from motorblok.exchange.logs.mapping import read_map
from tests.exchange.logs import EXAMPLE, example, write_map


def refusal(path):
    with pytest.raises(MapIsUnusable) as refused:
        read_map(path)
    return str(refused.value)


def test_the_example_is_a_whole_map():
    plan = example()

    assert plan.activities["Take in charge ticket"] == "take"
    assert plan.terms.effective_on == date(2010, 1, 1)
    assert [dict(each.targets) for each in plan.terms.lines if each.names.get("level") == "L4"] == [
        {"resolution": 8 * 3600}
    ]


def test_the_terms_are_those_of_the_log():
    lines = example().terms.lines

    hours = {next(iter(each.names.values())): next(iter(each.targets.values())) // 3600 for each in lines}
    assert hours == {"low": 8, "normal": 4, "high": 2, "urgent": 1, "L1": 80, "L2": 40, "L3": 24, "L4": 8}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"log": None}, "log: this is missing."),
        ({"log": "x" * 41}, "log: write a name of at most 40 characters."),
        ({"colums": {}}, "colums: there is no such setting; write one of log, format, "),
        ({"format": "pdf"}, "format: write one of csv, xes."),
        ({"encoding": "latin-99"}, "encoding: write an encoding such as utf-8 or cp1252."),
        ({"delimiter": ";;"}, 'delimiter: write one character, such as ";".'),
        ({"time_zone": "Europe/Padua"}, "time_zone: write a time zone of the IANA database"),
        ({"columns": {"task": "case"}}, "columns.activity: this is missing."),
        ({"activities": {"Wait": "dance"}}, "activities.Wait: write one of receive, take, reply, "),
        ({"activities": {}}, "activities: write at least one line."),
        ({"priorities": {"S1": "lowest"}}, "priorities.S1: write one of low, normal, high, urgent."),
        ({"levels": {"L1": 1}}, "levels.L1: write a text, in quotes where it looks like a number or a time."),
        ({"staff": ["a"]}, "staff: write names and values below it."),
    ],
)
def test_a_slip_in_the_map_is_named_by_its_place(tmp_path, changes, sentence):
    assert refusal(write_map(tmp_path, **changes)).startswith(sentence)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            {"hours": {"resolution": 0}},
            "agreement.lines[0].hours.resolution: write working hours, such as 8 or 0.5.",
        ),
        ({"hours": {"review": 1}}, "agreement.lines[0].hours.review: there is no such setting"),
        ({"product": "P1", "hours": {}}, "agreement.lines[0].product: there is no such setting"),
        ({"level": "L1"}, "agreement.lines[0].hours: this is missing."),
    ],
)
def test_a_slip_in_the_agreement_is_named_by_its_place(tmp_path, line, sentence):
    agreement = {"name": "Desk", "effective_on": date(2010, 1, 1), "lines": [line]}

    assert refusal(write_map(tmp_path, agreement=agreement)).startswith(sentence)


def test_a_file_that_is_no_map_is_said_so(tmp_path):
    path = tmp_path / "map.yaml"

    path.write_text("- a\n- b\n")
    assert refusal(path) == "The map must hold names and values."
    path.write_text("log: [")
    assert refusal(path).startswith("The map is not YAML in UTF-8: ")
    assert refusal(tmp_path / "none.yaml") == "The map cannot be read: No such file or directory."


def test_the_example_stands_where_the_page_says():
    assert EXAMPLE.name in (EXAMPLE.parent / "import-log.md").read_text()
