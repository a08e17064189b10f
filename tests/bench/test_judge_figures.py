"""A figure is judged by its bar, and a missed one is printed as openly as one that is met."""

import pytest

from infra.bench import sampling
from infra.bench.figures import Figure, dumped, loaded, milliseconds, table


def a_figure(value: float, **bars: float) -> Figure:
    return Figure(name="Task page", ours="10 ms", theirs="20 ms", value=value, **bars)


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (a_figure(8.0, floor=8), "met"),
        (a_figure(7.99, floor=8), "MISSED"),
        (a_figure(1.0, ceiling=1), "met"),
        (a_figure(1.01, ceiling=1), "MISSED"),
        (a_figure(3.0), ""),
    ],
)
def test_a_bar_is_met_from_its_own_value_on(figure: Figure, verdict: str) -> None:
    assert figure.verdict == verdict


def test_the_table_shows_a_missed_figure_beside_its_bar() -> None:
    lines = table([a_figure(7.0, floor=8), a_figure(9.0, floor=8)]).splitlines()

    assert [cell.strip() for cell in lines[2].split("|")[1:-1]] == [
        "Task page",
        "10 ms",
        "20 ms",
        "7 x",
        ">= 8 x",
        "MISSED",
    ]
    assert lines[3].rstrip(" |").endswith("met")


def test_equal_notes_are_printed_once_below_the_table() -> None:
    noted = [Figure(name=name, ours="1", value=1, note="warm") for name in ("a", "b")]

    printed = table(noted)

    assert printed.count("warm") == 1
    assert "| a (1) " in printed
    assert "| b (1) " in printed


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.00004567, "0.0457 ms"), (0.0132, "13.2 ms"), (1.23456, "1,235 ms")]
)
def test_a_time_has_three_digits_and_no_exponent(seconds: float, words: str) -> None:
    assert milliseconds(seconds) == words


def test_figures_survive_the_way_from_another_process() -> None:
    figures = [a_figure(1.5, floor=1.5), a_figure(2.0, ceiling=3)]

    assert loaded(dumped(figures)) == figures


def test_each_side_has_its_turn_in_every_round_and_warming_up_does_not_count() -> None:
    turns: list[str] = []

    costs = sampling.in_turns([lambda: turns.append("a"), lambda: turns.append("b")], rounds=2, warm=1)

    assert turns == ["a", "b"] * 3
    assert len(costs) == 2


def test_the_work_of_a_server_is_its_own_clock_divided_by_the_rounds() -> None:
    readings = iter([10.0, 12.0])

    (cost,) = sampling.served_in_turns([lambda: None], [lambda: next(readings)], rounds=4, warm=0)

    assert cost.cpu == 0.5
