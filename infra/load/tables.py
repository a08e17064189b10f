"""The tables of the report."""

from collections.abc import Iterable, Mapping, Sequence

from infra.load.recording import Spread
from infra.load.watching import Look

Row = Sequence[str]


def table(heads: Row, rows: Iterable[Row]) -> str:
    """In Markdown; figures stand at the right."""
    rule = ["---", *("---:" for _ in heads[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))


def spread_row(name: str, found: Spread) -> Row:
    """How long some requests took."""
    figures = (found.p50, found.p95, found.p99, found.longest)
    return (name, f"{found.count}", *(f"{each:.0f}" for each in figures))


def queue_rows(looks: Sequence[Look]) -> list[Row]:
    """The age of the oldest in each queue, for those in which anything waited."""
    seen = [look.ages for look in looks if look.ages]
    names = sorted({name for ages in seen for name in ages if name != "unsealed_events"})
    rows = [(name, max(ages.get(name, 0.0) for ages in seen), seen[-1].get(name, 0.0)) for name in names]
    return [(name, f"{most:.1f}", f"{last:.1f}") for name, most, last in rows if most]


def memory_rows(looks: Sequence[Look]) -> list[Row]:
    """Megabytes of each process with its children; what they share counts once."""
    return [
        (name, *(f"{each:.0f}" for each in (values[0], max(values), values[-1])))
        for name, values in _by_process([look.memory for look in looks]).items()
    ]


def processor_rows(looks: Sequence[Look]) -> list[Row]:
    """Cores that each used on average."""
    seconds = looks[-1].at - looks[0].at
    used = _by_process([look.processor for look in looks])
    return [(name, f"{(values[-1] - values[0]) / seconds:.2f}") for name, values in used.items()]


def _by_process(looks: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for look in looks:
        for name, value in look.items():
            found.setdefault(name, []).append(value)
    return found
