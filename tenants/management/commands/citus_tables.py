"""Tells a Citus cluster where each public table lives, by the one list of them, and hands it the clients there are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants import sharding, telling


class Command(BaseCommand):
    help = "Tells Citus of the public tables that it does not know yet. Needs MOTORBLOK_LOGIN=owner."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which tables leave the coordinator, and whether the clients do."""
        parser.add_argument(
            "--clients", action="store_true", help="Also hand over clients that are still here."
        )
        parser.add_argument(
            "--spread", nargs="*", default=[], metavar="TABLE", help="Spread these by client."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run what is missing, a statement a line."""
        if not sharding.is_sharded():
            raise CommandError("Set MOTORBLOK_SHARDING=citus in every process first.")
        try:
            done = telling.tell_public_tables(spread=frozenset(options["spread"]))
        except sharding.CitusIsMissing as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("\n".join([*done, f"{len(done)} tables told."]))
        if options["clients"]:
            for name in sharding.place_all():
                self.stdout.write(f"{name} handed over.")
