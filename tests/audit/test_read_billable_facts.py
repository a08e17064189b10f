"""Billable facts: written as JSON, read back the same, and refused where they cannot be counted."""

from datetime import date
from decimal import Decimal

import pytest

from motorblok.audit.billable import Billable, NotBillable, TakenBack
from motorblok.kernel.ids import new_id

FACT = {"meter": "time", "quantity": "90", "unit": "second", "service_line": "it-support"}


def test_a_fact_is_read_back_as_it_was_written():
    back = TakenBack(new_id(), 3)
    said = Billable(
        meter="time",
        quantity=Decimal("-1.50"),
        unit="second",
        service_line="hr",
        on=date(2026, 2, 28),
        takes_back=back,
    )

    assert Billable.read(said.as_fact()) == said
    assert said.as_fact()["quantity"] == "-1.5"


def test_a_large_quantity_is_written_without_an_exponent():
    said = Billable(meter="calls", quantity=Decimal("1E+6"), unit="piece", service_line="hr")

    assert said.as_fact()["quantity"] == "1000000"


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": "0"},
        {"quantity": "-1"},
        {"quantity": "NaN"},
        {"quantity": "Infinity"},
        {"quantity": "1e30"},
        {"quantity": "0.0000001"},
        {"quantity": "many"},
        {"quantity": None},
        {"unit": "hour"},
        {"unit": 7},
        {"meter": ""},
        {"meter": "Time; drop"},
        {"service_line": "x" * 31},
        {"on": "2026-02-30"},
        {"on": 5},
        {"takes_back": {"event": "none", "part": 0}},
        {"takes_back": "that one"},
    ],
)
def test_nonsense_is_no_billable_fact(wrong):
    with pytest.raises(NotBillable):
        Billable.read({**FACT, **wrong})


@pytest.mark.parametrize("fact", [None, "time", 7, [], {}, {"meter": "time"}])
def test_what_is_no_fact_at_all_is_refused(fact):
    with pytest.raises(NotBillable):
        Billable.read(fact)
