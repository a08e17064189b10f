"""`motorblok billing_pretend`: lets the pretended gateway's clock run ahead, with all that falls due on the way."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from billing.gateways.fake import world
from billing.gateways.fake.clock import advance
from billing.gateways.fake.opening import may_pretend


class Command(BaseCommand):
    help = "Lets the pretended gateway's clock run ahead: periods end, drafts are made, money arrives."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", metavar="N", type=int, required=True, help="so many days")

    def handle(self, *args: Any, **options: Any) -> None:
        if not may_pretend():
            raise CommandError("Pretended money is for development and demos alone.")
        if options["days"] < 0:
            raise CommandError("The clock does not run back.")
        advance(until=world.now() + timedelta(days=options["days"]))
        self.stdout.write(f"At the pretended gateway it is {world.now():%Y-%m-%d %H:%M} UTC.")
