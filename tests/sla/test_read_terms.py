"""An agreement's content is checked, and what is wrong is named."""

from typing import Any

import pytest

from motorblok.kernel.errors import Invalid
from motorblok.sla import terms

LINE = {"calendar": "01980000-0000-7000-8000-000000000099", "targets": {"resolution": 3600}}


def content(**changes: Any) -> dict[str, Any]:
    return {"lines": [{**LINE, **changes}]}


def test_warnings_are_given_at_50_75_and_90_percent_unless_the_agreement_says_otherwise() -> None:
    assert terms.read(content()).warn == (50, 75, 90)
    assert terms.read({**content(), "warn": [80, 60, 80]}).warn == (60, 80)
    assert terms.read({**content(), "warn": []}).warn == ()


def test_names_that_are_absent_or_null_mean_any_work() -> None:
    line = terms.read(content(level="L2", priority=None)).lines[0]

    assert line.names == ("level",)
    assert line.applies_to({"service_line": "finance", "level": "L2", "priority": "high"})
    assert not line.applies_to({"service_line": "finance", "level": "L1", "priority": "high"})


def test_as_usual_a_resolution_pauses_for_the_client_and_a_response_for_nobody() -> None:
    line = terms.read(content(targets=dict.fromkeys(terms.KINDS, 60))).lines[0]

    assert line.pauses == {"resolution": ("client",)}
    assert (line.reopen, line.upgrade_floor) == ("resume", 1800)


def test_the_rules_of_an_agreement_are_for_all_lines_and_a_line_may_have_its_own() -> None:
    own = {**LINE, "pauses": {"resolution": []}, "reopen": "resume", "upgrade_floor": 60}
    rules = {
        "pauses": {"first_response": ["third_party", "client"]},
        "reopen": "new_cycle",
        "upgrade_floor": 0,
    }

    first, second = terms.read({"lines": [LINE, own], **rules}).lines

    assert first.pauses == {"resolution": ("client",), "first_response": ("client", "third_party")}
    assert (first.reopen, first.upgrade_floor) == ("new_cycle", 0)
    assert second.pauses == {"resolution": (), "first_response": ("client", "third_party")}
    assert (second.reopen, second.upgrade_floor) == ("resume", 60)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ([], "agreement"),
        ({"lines": [LINE], "warm": [50]}, "agreement"),
        ({"lines": []}, "lines"),
        ({"lines": None}, "lines"),
        ({"lines": ["all"]}, "lines[0]"),
        ({"lines": [LINE, {**LINE, "prio": "high"}]}, "lines[1].prio"),
        (content(service_line=7), "lines[0].service_line"),
        (content(level=""), "lines[0].level"),
        (content(priority="x" * 31), "lines[0].priority"),
        (content(calendar="office"), "lines[0].calendar"),
        (content(calendar=None), "lines[0].calendar"),
        (content(targets={}), "lines[0].targets"),
        (content(targets={"answer": 60}), "lines[0].targets.answer"),
        (content(targets={"resolution": 0}), "lines[0].targets.resolution"),
        (content(targets={"resolution": 1.5}), "lines[0].targets.resolution"),
        (content(targets={"resolution": True}), "lines[0].targets.resolution"),
        (content(targets={"resolution": 10**9}), "lines[0].targets.resolution"),
        ({**content(), "warn": [0]}, "warn"),
        ({**content(), "warn": [100]}, "warn"),
        ({**content(), "warn": 50}, "warn"),
        (content(pauses=["client"]), "lines[0].pauses"),
        (content(pauses={"answer": []}), "lines[0].pauses.answer"),
        (content(pauses={"resolution": "client"}), "lines[0].pauses.resolution"),
        (content(pauses={"resolution": ["weather"]}), "lines[0].pauses.resolution"),
        (content(pauses={"resolution": [["client"]]}), "lines[0].pauses.resolution"),
        (content(reopen="again"), "lines[0].reopen"),
        (content(reopen=["resume"]), "lines[0].reopen"),
        (content(upgrade_floor=-1), "lines[0].upgrade_floor"),
        (content(upgrade_floor=True), "lines[0].upgrade_floor"),
        (content(upgrade_floor=10**9), "lines[0].upgrade_floor"),
        ({**content(), "pauses": {"resolution": ["weather"]}}, "pauses.resolution"),
        ({**content(), "reopen": ""}, "reopen"),
        ({**content(), "upgrade_floor": "half an hour"}, "upgrade_floor"),
    ],
)
def test_content_that_cannot_be_used_names_its_field(wrong: Any, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        terms.read(wrong)

    assert refusal.value.field == field
