"""`motorblok restore_client FILE`: one client, back from its file, beside all others."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from motorblok.config.moving.askers import asker
from motorblok.config.moving.exporting import pepper_fingerprint
from motorblok.config.moving.restoring import Restored, restore, restore_copy
from motorblok.kernel.errors import DomainError
from tenants.queries import canonical_url


class Command(BaseCommand):
    help = "Restores one client from a file of export_client. Needs the owner login."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--as", dest="slug", default="", help="a copy beside the original, under this short name"
        )
        how.add_argument(
            "--replace",
            action="store_true",
            help="in the place of what is left of it here (suspend it first)",
        )
        parser.add_argument(
            "--by", default="", help="who asks for it, for the event book (default: this login)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it, and say what came back, what stood here already, and what was left out."""
        asked: dict[str, Any] = {"by": asker(options["by"]), "at": now()}
        try:
            if options["slug"]:
                done = restore_copy(options["file"], slug=options["slug"], **asked)
            else:
                done = restore(options["file"], replacing=options["replace"], **asked)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(done)

    def _tell(self, done: Restored) -> None:
        say, client = self.stdout.write, done.client
        say(
            f"{client.name}, as it stood at {done.manifest.made_at:%Y-%m-%d %H:%M:%S} UTC: {canonical_url(client, '/')}"
        )
        say(f"{done.rows} rows in its schema {client.schema_name}, equal to the export {done.digest}.")
        for name, tally in done.tallies.items():
            if tally.written:
                say(f"  {name}: {tally.written} came back")
            if tally.stood:
                say(f"  {name}: {tally.stood} not taken, for what stands here is newer")
            for why, count in tally.left_out.items():
                say(f"  {name}: {count} left out: {why}")
        for words in done.words:
            say(words)
        if done.manifest.pepper != pepper_fingerprint():
            say("The pepper here is another one: invitations that are open have to be sent again.")
        say(f"It is {client.state}.")
