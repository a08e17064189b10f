"""`motorblok export_client acme --to FILE`: everything of one client, in one file, as it stood at one instant."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from motorblok.config.moving.askers import asker
from motorblok.config.moving.exporting import export
from motorblok.kernel.errors import DomainError, NotFound
from tenants.queries import client_by_slug


class Command(BaseCommand):
    help = "Exports one client, with all its work and its people, into a file that restore_client reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the client's short name")
        parser.add_argument("--to", type=Path, required=True, help="a file that there is not yet")
        parser.add_argument(
            "--by", default="", help="who asks for it, for the event book (default: this login)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export it, and say what is in the file."""
        try:
            client = client_by_slug(options["slug"])
        except NotFound as error:
            raise CommandError(f"There is no client {options['slug']}.") from error
        try:
            done = export(client, to=options["to"], by=asker(options["by"]), at=now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        manifest = done.manifest
        self.stdout.write(
            f"{manifest.name}, {manifest.rows} rows of {len(manifest.parts)} tables: {options['to']}"
        )
        self.stdout.write(f"{done.size / 1e6:.1f} MB, export {done.digest}")
