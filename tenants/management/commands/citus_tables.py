"""Tells a Citus cluster where each public table lives, by the one list of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants import sharding


class Command(BaseCommand):
    help = "Tells Citus of the public tables that it does not know yet. Needs MOTORBLOK_LOGIN=owner."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which tables leave the coordinator."""
        parser.add_argument(
            "--spread", nargs="*", default=[], metavar="TABLE", help="Spread these by client."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run what is missing, a statement a line."""
        try:
            done = sharding.tell_public_tables(spread=frozenset(options["spread"]))
        except sharding.CitusIsMissing as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("\n".join([*done, f"{len(done)} tables told."]))
