"""Opens a client from the command line, and builds it at once when run as the owner."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import DomainError
from tenants import actions, logins, queries


class Command(BaseCommand):
    help = "Opens a client. With MOTORBLOK_LOGIN=owner its schema is built at once, else by the provisioner."

    def add_arguments(self, parser: CommandParser) -> None:
        """The client's short name and what to call it."""
        parser.add_argument("slug", help="Short name: part of its addresses, such as acme.")
        parser.add_argument("name", help="The company's name.")
        parser.add_argument("--code", default="", help="In front of its task numbers; made from the slug.")
        parser.add_argument("--domain", help="An address of its own, such as portal.acme.example.")
        parser.add_argument("--language", default="nl")
        parser.add_argument("--time-zone", default="Europe/Amsterdam")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Open it and say where its portal is."""
        words = {name: options[name] for name in ("slug", "name", "code", "domain", "language", "time_zone")}
        at = timezone.now()
        try:
            client = actions.open_client(**words, actor=SYSTEM, at=at)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if logins.may_create():
            actions.provision(client.id, at=at)
        self.stdout.write(queries.canonical_url(client, "/"))
