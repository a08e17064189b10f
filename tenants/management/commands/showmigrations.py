"""Django's showmigrations, for the public schema or one client's."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import showmigrations

from motorblok.kernel import schema


class Command(showmigrations.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        """Django's options, and the schema to look at."""
        super().add_arguments(parser)
        parser.add_argument("--schema", default=schema.PUBLIC, help="The schema to look at (public).")

    def handle(self, *args: Any, **options: Any) -> None:
        """List the migrations and which of them are applied."""
        with schema.entered(options["schema"]):
            super().handle(*args, **options)
