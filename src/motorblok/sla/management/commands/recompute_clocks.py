"""`motorblok recompute_clocks`: folds every clock again from the events, and puts right what differs, alarms too."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from tqdm import tqdm

from motorblok.kernel import schema
from motorblok.kernel.processes import Done, cores, spread
from motorblok.sla.clocks import recompute
from tenants.models import Client, State


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Folds every clock again from its events and writes what differs: figures, alarms, places on the workboard."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--client", metavar="SLUG", help="only this client (default: all that are not closed)"
        )
        parser.add_argument(
            "--processes",
            metavar="N",
            type=int,
            default=cores(),
            help="how many clients at once (default: %(default)s, one per processor)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        clients = clients_of(options["client"])
        if options["client"] and not clients:
            raise CommandError(f"There is no open client {options['client']}.")
        doing = spread(recomputed, clients, processes=options["processes"])
        done = list(tqdm(doing, "Recomputing", total=len(clients), file=sys.stderr, ncols=100, unit="client"))
        failed = [each for each in done if each.error]
        differing = sum(each.value or 0 for each in done)
        self.stdout.write(
            f"{differing} tasks differed and were put right at {len(done) - len(failed)} clients."
        )
        if failed:
            raise CommandError(in_words(failed))


def recomputed(client: Client) -> int:
    """How many of a client's tasks differed."""
    with schema.entered(client.schema_name):
        return recompute(client_id=client.id, at=now())


def in_words(failed: Sequence[Done[Client, int]]) -> str:
    """A line for each client whose clocks are still what they were."""
    lines = sorted(f"{each.thing.slug}: {type(each.error).__name__}: {each.error}" for each in failed)
    return "\n".join([f"Nothing was changed at {len(failed)} clients, because of an error:", *lines])


def clients_of(slug: str | None) -> list[Client]:
    """The clients whose schema is built and that are not closed; only the one of this slug, if one is given."""
    with schema.entered(schema.PUBLIC):
        found = Client.objects.built().exclude(state=State.CLOSED).order_by("slug")
        return list(found.filter(slug=slug) if slug else found)
