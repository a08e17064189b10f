"""Says which migrations must not run while others work, and what to write instead."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants import logins
from tenants.checks import refusals, trial


class Command(BaseCommand):
    help = "Tries the migrations after the first release in an empty schema. Needs MOTORBLOK_LOGIN=owner."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """List what is found; ends with an error unless each has a reason why it is safe."""
        if not logins.may_create():
            raise CommandError(
                "This login may not make a schema to try them in: run it with MOTORBLOK_LOGIN=owner."
            )
        found = trial.check_all()
        for refusal in found:
            self.stdout.write(str(refusal))
        if refused := refusals.standing(found):
            raise CommandError(f"{len(refused)} statements would stop others from working.")
        self.stdout.write("No migration stops others from working.")
