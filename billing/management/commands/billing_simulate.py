"""`motorblok billing_simulate`: lets storms of messages rage against a database that is made for it and thrown away."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import billing

STORM = "tests/billing/test_survive_storms.py"


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "10,000 messages a seed, shuffled, repeated, 5 % lost, to 8 workers that fall over; never on your own data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seeds", metavar="N", type=int, default=20, help="so many storms (default: 20)")

    def handle(self, *args: Any, **options: Any) -> None:
        checkout = Path(billing.__file__).resolve().parents[1]
        if not (checkout / STORM).is_file():
            raise CommandError("The storms are among the tests, which are not installed here.")
        told = {**os.environ, "MOTORBLOK_STORM_SEEDS": str(options["seeds"])}
        ended = subprocess.run(  # noqa: S603  our own tests, by our own Python
            [sys.executable, "-m", "pytest", STORM, "-q", "-n", "0", "-p", "no:cacheprovider"],
            cwd=checkout,
            env=told,
            check=False,
        )
        if ended.returncode:
            raise CommandError("A storm left something wrong; see above.")
