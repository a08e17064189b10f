"""What the clocks of an import's clients say: how many promises were met, missed, or are still open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, F, Q, Value, When

from motorblok.kernel import schema
from motorblok.sla.models import Clock
from motorblok.sla.terms import Target
from motorblok.work.models import Task
from tenants.models import Client

VERDICTS = ("met", "breached", "open")


@dataclass(frozen=True, slots=True)
class Tally:
    """Clocks of one kind of target, by verdict; a clock that runs and is past its breach is breached."""

    target: str
    met: int
    breached: int
    open: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One client's tasks and clocks, or those of several together."""

    name: str
    tasks: int
    tallies: tuple[Tally, ...]


def figures_of(client: Client, *, at: datetime) -> Figures:
    """Count in one client's schema, as things stand at an instant. Two statements."""
    late = Q(outcome="", breach_at__lt=at)
    verdict = Case(
        When(late, then=Value("breached")),
        When(outcome="", then=Value("open")),
        default=F("outcome"),
        output_field=CharField(),
    )
    with schema.entered(client.schema_name):
        tasks = Task.objects.count()
        rows = Clock.objects.values_list("kind", verdict.copy()).annotate(count=Count("*")).order_by()
        counts = {(kind, verdict): count for kind, verdict, count in rows}
    return Figures(client.name, tasks, tuple(_tally(target, counts) for target in Target.values))


def together(all_figures: Iterable[Figures], *, name: str) -> Figures:
    """The sum over several clients."""
    found = list(all_figures)
    tallies = [
        _sum(target, [each.tallies[place] for each in found]) for place, target in enumerate(Target.values)
    ]
    return Figures(name, sum(each.tasks for each in found), tuple(tallies))


def _tally(target: str, counts: dict[tuple[str, str], int]) -> Tally:
    return Tally(target, *(counts.get((target, verdict), 0) for verdict in VERDICTS))


def _sum(target: str, tallies: Sequence[Tally]) -> Tally:
    return Tally(target, *(sum(getattr(each, verdict) for each in tallies) for verdict in VERDICTS))
