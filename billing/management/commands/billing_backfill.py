"""`motorblok billing_backfill`: counts what the ledger of usage lacks of a client's events; first without counting it."""

from argparse import ArgumentParser
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from billing.actions.usage import backfill
from billing.periods import starts_at
from billing.queries.uncounted import missing_in
from motorblok.kernel.actors import SYSTEM
from tenants.queries import client_by_slug


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = (
        "Tells which billable facts of a client's events have no record, and with --count makes the records."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--client", metavar="SLUG", required=True)
        parser.add_argument(
            "--since",
            metavar="DAY",
            type=date.fromisoformat,
            required=True,
            help="the first day on which the events were recorded, such as 2026-11-01",
        )
        parser.add_argument(
            "--count", action="store_true", help="make the records; without it nothing changes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        client = client_by_slug(options["client"])
        since = starts_at(options["since"], zone=client.time_zone)
        if options["count"]:
            done = backfill(client.pk, since=since, actor=SYSTEM, at=now())
            self._tell(Counter(done.by_meter))
            self.stdout.write(f"{done.records} records were made.")
            return
        found = missing_in(client, since=since)
        self._tell(
            Counter((each.billable.meter, each.billable.service_line) for each in found if each.billable)
        )
        self.stdout.write(f"{len(found)} records are missing. Nothing was changed; --count makes them.")

    def _tell(self, many: "Counter[tuple[str, str]]") -> None:
        for (meter, service_line), records in sorted(many.items()):
            self.stdout.write(f"{records:>8}  {meter} ({service_line})")
