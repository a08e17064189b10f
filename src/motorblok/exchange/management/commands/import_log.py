"""`motorblok import-log FILE --map MAP.yaml`: brings the log of another system in, as clients and tasks with their history."""

import sys
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import gettext as _
from tqdm import tqdm

from motorblok.exchange.logs.importing import Import
from motorblok.exchange.logs.mapping import LogMap, read_map
from motorblok.exchange.logs.report import Report
from motorblok.exchange.logs.runs import Bar, Run
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError

WIDTH = 100


class Command(BaseCommand):
    help = "Imports a log: its clients are opened, its tasks received, taken, put on hold, resolved and opened again at their own times."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the log, a CSV or XES file, also packed by gzip")
        parser.add_argument("--map", type=Path, required=True, help="what its columns and values mean (YAML)")
        parser.add_argument(
            "--report", type=Path, help="where to write what was left out (default: in the state folder)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MOTORBLOK_LOGIN != "owner":
            raise CommandError(_("An import builds clients: start it with MOTORBLOK_LOGIN=owner."))
        try:
            self._import(options["file"], read_map(options["map"]), options["report"])
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _import(self, path: Path, plan: LogMap, given: Path | None) -> None:
        at = now()
        target = given or settings.HOME / "imports" / f"{plan.log}-{at:%Y%m%dT%H%M%S}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        run = Run(plan=plan, actor=Actor("system", "import", f"Import of {plan.log}"), at=at)
        with target.open("w", encoding="utf-8") as file:
            report = Report(plan.log, file)
            figures = Import(run=run, report=report, bars=_bar).bring_in(path)
            summary = report.summary(figures)
            file.write(f"\n{summary}\n")
        self.stdout.write(
            "\n".join(
                filter(None, [report.excerpt(), summary, _("The report is in {path}.").format(path=target)])
            )
        )
        if not report.is_whole:
            raise CommandError(
                _("Not all of the log is in: correct what the report names and import it again.")
            )


def _bar(name: str, steps: int) -> AbstractContextManager[Bar]:
    make = partial(tqdm, total=steps, desc=name, file=sys.stderr, ncols=WIDTH)
    return make(unit="B", unit_scale=True) if name == "Reading" else make()
