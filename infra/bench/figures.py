"""A measured figure, the bar it must reach, and the table in which all of them are printed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

HEADINGS = ("Figure", "Ours", "Theirs", "Reached", "Bar", "")
LEFT = 1
NARROWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured. `value` is judged: at least `floor` or at most `ceiling`, in `unit`.

    `by_cpu` is the same by processor time, which a busy machine disturbs less; it is shown beside, not judged.
    """

    name: str
    ours: str
    theirs: str = ""
    value: float
    unit: str = "x"
    floor: float | None = None
    ceiling: float | None = None
    note: str = ""
    by_cpu: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the bar is reached; a figure without one always is."""
        high_enough = self.floor is None or self.value >= self.floor
        return high_enough and (self.ceiling is None or self.value <= self.ceiling)

    @property
    def bar(self) -> str:
        """The bar in words."""
        if self.floor is not None:
            return f">= {self.floor:g} {self.unit}"
        return "" if self.ceiling is None else f"<= {self.ceiling:g} {self.unit}"

    @property
    def verdict(self) -> str:
        """One word for the last column."""
        if not self.bar:
            return ""
        return "met" if self.is_met else "MISSED"


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table with aligned columns, the notes numbered below it."""
    notes = [figure.note for figure in figures if figure.note]
    numbers = {note: number for number, note in enumerate(dict.fromkeys(notes), start=1)}
    rows = [HEADINGS, *(_cells(figure, numbers) for figure in figures)]
    widths = [max(NARROWEST, *(len(row[column]) for row in rows)) for column in range(len(HEADINGS))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [_line(rows[0], widths), f"| {' | '.join(rule)} |", *(_line(row, widths) for row in rows[1:])]
    return "\n".join([*lines, "", *(f"({number}) {note}" for note, number in numbers.items())])


def dumped(figures: Iterable[Figure]) -> str:
    """The figures as one line of JSON."""
    return json.dumps([asdict(figure) for figure in figures])


def loaded(text: str) -> list[Figure]:
    """The figures of such a line."""
    return [Figure(**values) for values in json.loads(text)]


def milliseconds(wall: float, cpu: float | None = None) -> str:
    """Seconds in words: the wall clock's, and those of the processor where it was measured."""
    words = f"{digits(wall * 1000)} ms"
    return words if cpu is None else f"{words} (cpu {digits(cpu * 1000)})"


def digits(value: float) -> str:
    """Three significant digits, or all those before the point of a large number."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _cells(figure: Figure, numbers: dict[str, int]) -> tuple[str, ...]:
    name = f"{figure.name} ({numbers[figure.note]})" if figure.note else figure.name
    beside = "" if figure.by_cpu is None else f" (cpu {digits(figure.by_cpu)})"
    reached = f"{digits(figure.value)} {figure.unit}{beside}"
    return (name, figure.ours, figure.theirs, reached, figure.bar, figure.verdict)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cells[0].ljust(widths[0]),
        *(cell.rjust(width) for cell, width in zip(cells[LEFT:], widths[LEFT:], strict=True)),
    ]
    return f"| {' | '.join(padded)} |"
