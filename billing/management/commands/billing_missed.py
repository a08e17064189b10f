"""`motorblok billing_missed`: tells what was done for clients and is charged to nobody."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from billing.bills import LATE_DAYS
from billing.queries.missed import Missed, missed_billing
from billing.rating.canonical import plain
from tenants.queries import client_by_slug


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Finds billable events without a record, facts that cannot be counted, and usage that no price charges."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--client", metavar="SLUG", help="only of this client (default: of all)")
        parser.add_argument("--days", type=int, default=LATE_DAYS, help="how far back (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        clients = [client_by_slug(options["client"])] if options["client"] else None
        missed = missed_billing(since=at - timedelta(days=options["days"]), at=at, clients=clients)
        for line in lines(missed):
            self.stdout.write(line)
        if missed.uncounted or missed.parked:
            raise CommandError("Some events were not counted; see `motorblok billing_backfill --help`.")


def lines(missed: Missed) -> list[str]:
    """A line for each thing that was found."""
    return [
        *(f"{each.book}: {each.entry.kind.name} {each.entry.id} has no record" for each in missed.uncounted),
        *(f"{each.book}: {each.event_id} cannot be counted: {each.fault}" for each in missed.parked),
        *(
            f"{each.client.slug}: {each.why} {each.period_key or '-'} {each.service_line} {each.meter} "
            f"{plain(each.quantity)} {each.unit} in {each.records} records"
            for each in missed.unpriced
        ),
        f"{len(missed.uncounted)} without a record, {len(missed.parked)} not to be counted, "
        f"{len(missed.unpriced)} without a price.",
    ]
