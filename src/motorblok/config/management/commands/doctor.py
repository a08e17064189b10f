"""`motorblok doctor`: how everything stands that the deployment needs, a line each, and what to do about it."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from motorblok.config.operations.doctor.examination import examine
from motorblok.config.operations.doctor.findings import Finding, Verdict


class Command(BaseCommand):
    help = "Looks everything over that the deployment needs. Exit code 1 when something has failed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object for each check, a line each")
        parser.add_argument("--date-from", default="", help="a web server to compare the clock with")

    def handle(self, *args: Any, **options: Any) -> None:
        has_failed = False
        for name, finding in examine(date_from=options["date_from"]):
            self.stdout.write(as_json(name, finding) if options["json"] else as_line(name, finding))
            has_failed |= finding.verdict is Verdict.FAILED
        if has_failed:
            sys.exit(1)


def as_line(name: str, finding: Finding) -> str:
    """A line for a person."""
    return f"{finding.verdict:8} {name:13} {finding.words} {finding.remedy}".rstrip()


def as_json(name: str, finding: Finding) -> str:
    """A line for a machine."""
    told = {"check": name, "verdict": finding.verdict, "words": finding.words, "remedy": finding.remedy}
    return json.dumps(told, ensure_ascii=False)
