"""Closes a client from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import DomainError
from tenants import actions, queries


class Command(BaseCommand):
    help = "Closes a client for good: no more work, its portal answers 410; its data stay."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which client, and why."""
        parser.add_argument("slug")
        parser.add_argument("--reason", required=True, help="Why; the client can read it.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Close it."""
        try:
            client = queries.client_by_slug(options["slug"])
            actions.close_client(client, reason=options["reason"], actor=SYSTEM, at=timezone.now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{client.name} is closed.")
