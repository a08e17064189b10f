"""`motorblok after_restore`: lets a restored deployment go to work, once no process of it runs any more."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.timezone import now

from motorblok.config.backup.resuming import Resumed, asked_restored_to, resume

SKIPPED = 1000


class Command(BaseCommand):
    help = (
        "Lets a restored deployment go to work: nothing is mailed or numbered twice. Needs the owner login."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many numbers of tasks are left out."""
        parser.add_argument(
            "--skip",
            type=int,
            default=SKIPPED,
            help="how many numbers each client's tasks leave out, as they may have been given out since (default: 1000)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Migrate, then resume."""
        # The database is read-only for whoever does not say otherwise when it connects: no other process does.
        os.environ.update(PGOPTIONS="-c default_transaction_read_only=off")
        connection.close()
        restored_to = asked_restored_to()
        if restored_to is None:
            self.stdout.write("This database was not restored, or went to work since: nothing was done.")
            return
        call_command("migrate", verbosity=0)
        if resumed := resume(skip=options["skip"], at=now()):
            self.stdout.write("\n".join(told(resumed, restored_to=f"{restored_to:%Y-%m-%d %H:%M:%S} UTC")))


def told(resumed: Resumed, *, restored_to: str) -> list[str]:
    """What was done, and what is left to people."""
    lines = [
        f"{resumed.sessions} sessions were ended, {resumed.mails} mails that waited are not sent again, "
        f"and the tasks of {resumed.clients} clients go on with later numbers.",
        "The database works again: start the processes, and make a base backup.",
        f"What was done after {restored_to} is not there. Look at what was sent since, and enter it again:",
    ]
    lines += [f"  invoices: the last number here is {number}" for number in resumed.invoices]
    lines += [f"  {name} was not there to be compared with: it is, each night" for name in resumed.away]
    return lines
