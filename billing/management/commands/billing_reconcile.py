"""`motorblok billing_reconcile`: compares what we hold with what the gateways hold, mends it, and reports."""

from argparse import ArgumentParser
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from billing.actions.reconciling import reconcile
from billing.models import Reconciliation
from billing.queries.gateways import standings
from motorblok.kernel.errors import DomainError

LATELY = timedelta(hours=48)


class Command(BaseCommand):
    help = "Compares with the gateways what changed, takes over what differs, and says what still does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--gateway", metavar="NAME", default="", help="this one alone (default: all in use)"
        )
        parser.add_argument(
            "--since",
            metavar="DAY",
            type=date.fromisoformat,
            help="since this day, UTC (default: two days ago)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at, day = datetime.now(UTC), options["since"]
        since = datetime.combine(day, time(), UTC) if day else at - LATELY
        names = [options["gateway"]] if options["gateway"] else [each.gateway for each in standings()]
        wrong = []
        for name in names:
            try:
                run = reconcile(name, since=since, at=at)
            except DomainError as error:
                wrong.append(f"{name}: {error}")
                continue
            wrong += list(self._report(run))
        if wrong:
            raise CommandError("\n".join(wrong))

    def _report(self, run: Reconciliation) -> list[str]:
        found = len(run.differences)
        self.stdout.write(
            f"{run.gateway}: {run.looked_at} objects, {found} differences, {run.open_differences} still open."
        )
        return [
            f"{run.gateway} {each['object']} {each['field']}: ours {each['ours']}, theirs {each['theirs']}"
            for each in run.differences
            if not each["is_mended"]
        ]
