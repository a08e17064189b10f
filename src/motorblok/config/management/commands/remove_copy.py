"""`motorblok remove_copy acme-then`: away with a copy that restore_client made beside a client."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from motorblok.config.moving import copies, fitting
from motorblok.kernel.errors import DomainError, NotFound
from tenants.queries import client_by_slug


class Command(BaseCommand):
    help = "Removes a copy that restore_client --as made. Needs the owner login."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the copy's short name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove it; a client that is no copy is refused."""
        try:
            fitting.must_be_owner()
            client = client_by_slug(options["slug"])
            copies.remove_copy(client, at=now())
        except NotFound as error:
            raise CommandError(f"There is no client {options['slug']}.") from error
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{client.name} is gone.")
