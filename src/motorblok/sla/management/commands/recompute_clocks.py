"""`motorblok recompute_clocks`: folds every clock again from the events, and puts right what differs, alarms too."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from tqdm import tqdm

from motorblok.kernel import schema
from motorblok.sla.clocks import recompute
from tenants.models import Client, State


class Command(BaseCommand):
    help = "Folds every clock again from its events and writes what differs: figures, alarms, places on the workboard."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--client", metavar="SLUG", help="only this client (default: all that are not closed)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        clients = clients_of(options["client"])
        if options["client"] and not clients:
            raise CommandError(f"There is no open client {options['client']}.")
        differing = 0
        for client in tqdm(clients, desc="Recomputing", file=sys.stderr, ncols=100, unit="client"):
            with schema.entered(client.schema_name):
                differing += recompute(client_id=client.id, at=now())
        self.stdout.write(f"{differing} tasks differed and were put right at {len(clients)} clients.")


def clients_of(slug: str | None) -> list[Client]:
    """The clients whose schema is built and that are not closed; only the one of this slug, if one is given."""
    with schema.entered(schema.PUBLIC):
        found = Client.objects.built().exclude(state=State.CLOSED).order_by("slug")
        return list(found.filter(slug=slug) if slug else found)
