"""Reads a bank statement from a file, as the page of the bank does."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from billing.actions.statements import import_statement
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Reads a bank statement (CAMT.053): what names an invoice is booked, the rest waits on the page of the bank."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which files."""
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read them one after the other; one that cannot be read ends it."""
        for path in options["files"]:
            self.stdout.write(self._read(path))

    def _read(self, path: Path) -> str:
        try:
            found = import_statement(path.read_bytes(), actor=SYSTEM, at=timezone.now())
        except (DomainError, OSError) as error:
            raise CommandError(f"{path.name}: {error}") from error
        return f"{path.name}: {found.entries} entries, {found.new} new, {found.booked} booked."
