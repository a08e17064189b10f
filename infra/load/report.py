"""What a run found, in words for a person (Markdown) and in figures for a machine (JSON)."""

import os
import platform
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from infra.load.disturbing import Absence, Absences, Restarts
from infra.load.overload import Flood
from infra.load.people import BUSY, DONE, SOMEBODY_WAS_FIRST
from infra.load.recording import Record, Sample, Spread, Writing, spread
from infra.load.tables import memory_rows, processor_rows, queue_rows, spread_row, table
from infra.load.truth import Verdict, late_words
from infra.load.watching import Look

PAGE = Path(__file__).parents[1] / "docs/load.md"
BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"
QUICK_ENOUGH = 250.0
FILES = "static file"
ANSWERS = {200, 201, 204, DONE, SOMEBODY_WAS_FIRST}
SPREAD = ("Kind", "Number", "p50 ms", "p95 ms", "p99 ms", "Longest ms")


@dataclass
class Report:
    """All parts of a run; those that were not asked for are empty."""

    began: datetime
    rate: float
    seconds: float
    people: Record | None = None
    looks: Sequence[Look] = ()
    lateness: Sequence[float] = ()
    restarts: Restarts | None = None
    absences: Absences | None = None
    overload: Record | None = None
    flood: Flood | None = None
    verdict: Verdict | None = None
    is_quiet: bool = True
    failures: list[str] = field(default_factory=list)

    @property
    def writings(self) -> list[Writing]:
        """All that was sent to be kept."""
        records = [self.people, self.overload]
        records += [part.record for part in (self.restarts, self.absences) if part]
        return [writing for record in records if record for writing in record.writings]

    @property
    def is_quick_enough(self) -> bool:
        """Whether 95 of 100 requests of the people took at most a quarter of a second."""
        return self.people is None or asked(self.people).p95 <= QUICK_ENOUGH

    def judge(self) -> None:
        """Say what was wrong with the answers and with what is kept."""
        self.failures = list(_failures(self))


def asked(record: Record) -> Spread:
    """Of all well answered requests but those for files."""
    return spread(each.seconds for each in record.samples if not each.wrong and each.kind != FILES)


def markdown(found: Report) -> str:
    """The report."""
    found.judge()
    return "\n\n".join(_parts(found))


def as_json(found: Report) -> dict[str, object]:
    """All figures, without the single requests."""
    return {
        "began": found.began.isoformat(),
        "rate": found.rate,
        "seconds": found.seconds,
        "people": _spreads(found.people),
        "restarts": _spreads(found.restarts.record) if found.restarts else {},
        "stops": [asdict(each) for each in found.restarts.restarts] if found.restarts else [],
        "looks": [asdict(look) for look in found.looks],
        "alarms": late_words(found.lateness),
        "verdict": asdict(found.verdict) if found.verdict else {},
        "failures": found.failures,
    }


def write_down(text: str) -> None:
    """Put the report between its two marks on the page."""
    page = PAGE.read_text()
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def _spreads(record: Record | None) -> dict[str, object]:
    return {kind: asdict(spread(taken)) for kind, taken in record.by_kind().items()} if record else {}


def _failures(found: Report) -> Iterator[str]:
    for name, record in (("people", found.people), ("restarts", found.restarts and found.restarts.record)):
        for wrong, times in record.wrongs().items() if record else ():
            yield f"{name}: {wrong} ({times})"
    if found.flood and found.flood.other:
        kinds = Counter(each.status for each in found.flood.other)
        yield f"overload: neither answered nor refused: {dict(kinds)}"
    if found.absences:
        yield from _of_absence("database away", found.absences.database, allowed={*ANSWERS, 503})
        # Who guesses passwords is counted in the cache: without it nobody signs in (429).
        yield from _of_absence("broker away", found.absences.broker, allowed={*ANSWERS, 429})
    if found.verdict and not found.verdict.is_good:
        yield f"what is kept: {found.verdict}"
    if not found.is_quiet:
        yield "something still waited in the end"


def _of_absence(name: str, absence: Absence, *, allowed: set[int]) -> Iterator[str]:
    bad = Counter(
        f"{each.kind}: {each.status or each.wrong}"
        for each in absence.meanwhile
        if each.status not in allowed and each.wrong != BUSY
    )
    late = Counter(
        f"{each.kind}: {each.wrong}" for each in absence.afterwards if each.wrong not in {"", BUSY}
    )
    if bad or late:
        yield f"{name}: {dict(bad)} meanwhile, {dict(late)} from a second after it was back"


def _parts(found: Report) -> Iterator[str]:
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    yield (
        f"Measured on {found.began:%d %B %Y, %H:%M} UTC on {os.cpu_count()} cores ({processor}); generator, processes and "
        "PostgreSQL share them."
    )
    if found.people:
        yield from _people(found, found.people)
    if found.restarts:
        yield from _restarts(found.restarts)
    if found.absences:
        yield from _absences(found.absences)
    if found.flood:
        yield _flood(found.flood)
    if found.verdict:
        yield _verdict(found)


def _people(found: Report, people: Record) -> Iterator[str]:
    pages = [each for each in people.samples if each.kind != FILES]
    yield (
        f"**{len(pages) / found.seconds:.1f} requests a second for {found.seconds / 60:g} minutes**, and "
        f"{len(people.samples) - len(pages)} files; {sum(people.wrongs().values())} errors."
    )
    rows = [spread_row(kind, spread(taken)) for kind, taken in people.by_kind().items()]
    yield table(SPREAD, [*rows, spread_row("**all but files**", asked(people))])
    yield table(("Queue: age of the oldest, s", "At most", "In the end"), queue_rows(found.looks))
    yield f"Alarms fired after their time: {late_words(found.lateness)}."
    yield table(("Memory, MB", "Beginning", "Peak", "End"), memory_rows(found.looks))
    yield table(("Processor", "Cores used"), processor_rows(found.looks))


def _restarts(found: Restarts) -> Iterator[str]:
    rows = [
        (each.name, f"{each.ended:.1f} s", f"{each.back:.1f} s" if each.name == "web" else "", str(each.code))
        for each in found.restarts
    ]
    waited = asked(found.record)
    yield (
        f"**Each process stopped and started while they work**: {waited.count} requests, {sum(found.record.wrongs().values())} "
        f"errors; {found.retried} times somebody found nobody and tried again, the longest wait was {waited.longest / 1000:.1f} s."
    )
    yield table(("Process", "Ended after", "Ready after", "Exit code"), rows)


def _absences(found: Absences) -> Iterator[str]:
    rows = [
        ("database", *_absent(found.database)),
        ("broker and cache", *_absent(found.broker)),
    ]
    yield "**Five seconds without a server**, and what was answered meanwhile:"
    heads = ("Away", "Answered well", "503", "503: p95 ms", "Other", "Errors from a second after it was back")
    yield table(heads, rows)


def _absent(absence: Absence) -> tuple[str, ...]:
    refused = [each.seconds for each in absence.meanwhile if each.status == 503]
    well = [each for each in absence.meanwhile if not each.wrong]
    other = Counter(each.wrong for each in absence.meanwhile if each.wrong and each.status != 503)
    late = sum(bool(each.wrong) for each in absence.afterwards)
    return (
        str(len(well)),
        str(len(refused)),
        f"{spread(refused).p95:.0f}" if refused else "",
        ", ".join(f"{times} x {wrong}" for wrong, times in other.items()),
        f"{late} of {len(absence.afterwards)}",
    )


def _flood(found: Flood) -> str:
    answered, refused = _seconds(found.answered), _seconds(found.refused)
    rows = [
        spread_row("answered", spread(answered)),
        *([spread_row("refused (503)", spread(refused))] if refused else []),
        spread_row("probes", spread(_seconds(found.probes))),
    ]
    words = (
        f"**Overload**: {found.capacity:.0f} requests a second can be answered; {found.offered:.0f} were asked for, for "
        f"{found.seconds:.0f} s. {found.goodput:.0f} a second were answered, {len(found.refused) / found.seconds:.0f} refused, "
        f"{len(found.other)} neither. (The generator itself was behind by {found.lag:.0f} ms at its p95.)"
    )
    return f"{words}\n\n{table(SPREAD, rows)}"


def _seconds(samples: Sequence[Sample]) -> list[float]:
    return [each.seconds for each in samples]


def _verdict(found: Report) -> str:
    kept = found.verdict
    assert kept is not None
    words = (
        f"**What is kept**: of {kept.accepted} writings that were accepted {kept.lost} are lost and {kept.double} there twice; of "
        f"{kept.refused} that were refused {kept.refused_but_kept} are there; {kept.unanswered} had no answer."
    )
    failures = "".join(f"\n- {each}" for each in found.failures)
    return f"{words}\n\nWrong:{failures}" if failures else words
