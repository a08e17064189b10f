"""Says which client schemas differ from this release's template, and how."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.drift import Drift, drifted


class Command(BaseCommand):
    help = "Compares every client's schema with the template of this release. Needs MOTORBLOK_LOGIN=owner."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """List the differences; ends with an error when there are any."""
        found = drifted()
        for drift in found:
            self.stdout.write("\n".join(_lines(drift)))
        if found:
            raise CommandError(f"{len(found)} client schemas differ from the template.")
        self.stdout.write("All client schemas are alike.")


def _lines(drift: Drift) -> list[str]:
    missing = [f"  - {line}" for line in drift.missing]
    return [drift.schema_name, *missing, *(f"  + {line}" for line in drift.extra)]
