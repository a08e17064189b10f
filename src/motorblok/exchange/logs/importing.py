"""The import of a log, from the file to the tasks: read and check all of it first, then make what is not there yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from motorblok.audit.waking import wake
from motorblok.exchange.logs import clients, memory
from motorblok.exchange.logs.checking import Checker
from motorblok.exchange.logs.clients import People
from motorblok.exchange.logs.content import refuse
from motorblok.exchange.logs.figures import Figures, figures_of
from motorblok.exchange.logs.gathering import Gathered, gathered
from motorblok.exchange.logs.instants import Clock
from motorblok.exchange.logs.lines import BrokenLine, Line, LoggedTask
from motorblok.exchange.logs.mapping import LogMap
from motorblok.exchange.logs.playing import Outcome, Stage, play
from motorblok.exchange.logs.reading import read_log
from motorblok.exchange.logs.report import Report
from motorblok.exchange.logs.runs import Bar, Bars, Run
from motorblok.kernel import schema
from tenants.models import Client
from tenants.queries import service_line_codes

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import at work."""

    run: Run
    report: Report
    bars: Bars

    def bring_in(self, path: Path) -> list[Figures]:
        """Bring in a log: its clients, its people, its tasks; the figures of each client afterwards.

        Safe to repeat, and to interrupt at any moment. New clients are built at once, which needs the owner login.
        Raises LogIsUnusable, MapIsUnusable, or what tenants.open_client raises, before anything is made; what
        cannot be done afterwards is in the report.
        """
        plan = self.run.plan
        clock = Clock(zone=plan.time_zone, time_format=plan.time_format, now=self.run.at)
        checker = Checker(plan=plan, clock=clock)
        with gathered(self._checked(path, checker)) as found:
            self._describe(found)
            return self._make(found, checker)

    def _checked(self, path: Path, checker: Checker) -> Iterator[Line | BrokenLine]:
        with self.bars("Reading", path.stat().st_size if path.exists() else 0) as bar:
            for each in read_log(path, checker.plan, progress=bar.update):
                self.report.lines += 1
                if isinstance(each, BrokenLine):
                    yield each
                elif checker.plan.reads(each.values):
                    yield checker.check(each)
                else:
                    self.report.passed_over += 1

    def _describe(self, found: Gathered) -> None:
        self.report.left_out = found.left_out()
        for line in found.broken():
            self.report.note_broken(line)

    def _make(self, found: Gathered, checker: Checker) -> list[Figures]:
        _must_know_service_lines(self.run.plan)
        # Not all that the checker knows: a line may name a client and be broken further on.
        named = {key: checker.clients[key] for key in found.clients()}
        opened = clients.open_clients(named, run=self.run)
        people = clients.add_people(checker.people, run=self.run)
        self.report.clients_opened, self.report.people_added = opened.new, people.new
        with self.bars("Importing", len(named) + found.count("task")) as bar:
            made = [self._make_client(key, opened.ids[key], found, people, bar) for key in named]
        for client in (client for client, is_changed in made if is_changed):
            wake(client.schema_name)
        return [figures_of(client, at=self.run.at) for client, _ in made]

    def _make_client(
        self, key: str, client_id: UUID, found: Gathered, people: People, bar: Bar
    ) -> tuple[Client, bool]:
        ready = clients.make_ready(client_id, key, run=self.run)
        client = ready.client
        self.report.other_terms += ready.has_other_terms
        bar.update(1)
        before = self.report.outcomes[Outcome.IMPORTED]
        with schema.entered(client.schema_name):
            for batch in _batches(found.tasks_of(key)):
                self._play(batch, client_id, people, bar)
        return client, self.report.outcomes[Outcome.IMPORTED] > before

    def _play(self, batch: list[LoggedTask], client_id: UUID, people: People, bar: Bar) -> None:
        known = memory.digests(self.run.plan.log, [task.key for task in batch])
        stage = Stage(run=self.run, client_id=client_id, people=people.actors, known=known)
        for task in batch:
            self.report.note(play(task, stage))
            bar.update(1)


def _must_know_service_lines(plan: LogMap) -> None:
    named = [("tasks.service_line", plan.service_line)]
    named += [
        ("agreement.lines", line.names["service_line"])
        for line in plan.terms.lines
        if "service_line" in line.names
    ]
    for place, code in named:
        if code not in service_line_codes():
            raise refuse(place, _("there is no service line {code}"), code=code)


def _batches(tasks: Iterator[LoggedTask]) -> Iterator[list[LoggedTask]]:
    while batch := list(islice(tasks, BATCH)):
        yield batch
