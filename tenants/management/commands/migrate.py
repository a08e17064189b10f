"""Django's migrate for both halves: privileges first, then the public schema, then every client's by replay."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.utils import timezone
from tqdm import tqdm

from motorblok.kernel import schema
from tenants import logins, replay


class Command(migrate.Command):
    help = "Brings the public schema and every client's schema to this release. Needs MOTORBLOK_LOGIN=owner."

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's options, and one to leave the clients alone."""
        super().add_arguments(parser)
        parser.add_argument(
            "--public-only", action="store_true", help="Leave the clients' schemas as they are."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; ends with an error when a client could not follow."""
        if not logins.may_create():
            raise CommandError("This login may not change tables: run it with MOTORBLOK_LOGIN=owner.")
        logins.grant_defaults()
        with schema.entered(schema.PUBLIC):
            super().handle(*args, **options)
        if not _is_partial(options):
            self._migrate_clients(show=options["verbosity"] > 0)

    def _migrate_clients(self, *, show: bool) -> None:
        total = replay.count_pending()
        if total == 0:
            return
        with tqdm(total=total, desc="Clients", unit="step", disable=None if show else True) as bar:
            run = replay.migrate_clients(at=timezone.now(), step=bar.update)
        if run.failed:
            raise CommandError(
                "Not migrated: " + "; ".join(f"{name}: {why}" for name, why in run.failed.items())
            )


def _is_partial(options: dict[str, Any]) -> bool:
    names = ("app_label", "plan", "check_unapplied", "prune", "fake", "fake_initial", "public_only")
    return any(options.get(name) for name in names)
