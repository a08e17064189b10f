"""Prints the description of the API, or writes it into a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from motorblok.api.description import as_yaml


class Command(BaseCommand):
    """motorblok describe_api [--into infra/docs/openapi.yaml]"""

    help = "Print the API's OpenAPI 3.1 description as YAML."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One choice: where to."""
        parser.add_argument("--into", type=Path, help="write it into this file instead")

    def handle(self, *args: Any, into: Path | None, **options: Any) -> None:
        """Print or write."""
        if into:
            into.write_text(as_yaml(), encoding="utf-8")
        else:
            self.stdout.write(as_yaml(), ending="")
