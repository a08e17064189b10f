"""Django's migrate for both halves: privileges first, then the public schema, then every client's by replay."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.utils import timezone
from tqdm import tqdm

from motorblok.kernel import schema
from tenants import (
    connected,
    filling,
    kept,
    logins,
    patience,
    phases,
    planning,
    public,
    replay,
    telling,
    turns,
)
from tenants.checks import refusals, trial
from tenants.connected import OtherReleaseConnected
from tenants.filling import Filling, NotFilled
from tenants.phases import Split
from tenants.public import HistoryDisagrees, TableInUse
from tenants.sharding import CitusIsMissing
from tenants.turns import AlreadyMigrating

FINISH_FIRST = (
    "{steps} cannot run before the contract step of an earlier release. Finish that upgrade first: start the release "
    "that ran until now, and with it run migrate --contract."
)
REFUSALS = (
    AlreadyMigrating,
    CitusIsMissing,
    HistoryDisagrees,
    NotFilled,
    OtherReleaseConnected,
    TableInUse,
)
WAITING = "{steps}: waiting until the release before is gone; then run migrate --contract."


class Command(migrate.Command):
    help = "Brings the public schema and every client's schema to this release. Needs MOTORBLOK_LOGIN=owner."

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's options, and ours: leave the clients alone, and take away what the release before used."""
        super().add_arguments(parser)
        parser.add_argument(
            "--public-only", action="store_true", help="Leave the clients' schemas as they are."
        )
        parser.add_argument(
            "--contract",
            action="store_true",
            help="Take the contract steps too; refused while a process of another release is connected.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; ends with an error when a client could not follow."""
        if not logins.may_create():
            raise CommandError("This login may not change tables: run it with MOTORBLOK_LOGIN=owner.")
        try:
            with turns.alone():
                logins.grant_defaults()
                self._migrate(*args, **options)
        except REFUSALS as refusal:
            raise CommandError(str(refusal)) from refusal

    def _migrate(self, *args: Any, **options: Any) -> None:
        if _is_partial(options):
            with schema.entered(schema.PUBLIC), patience.limited():
                super().handle(*args, **options)
            return
        self.verbosity, self.interactive = options["verbosity"], False
        if options["contract"]:
            connected.must_be_of_this_release()
        self._must_stop_nobody(until=public.ALL if options["contract"] else public.UP_TO_CONTRACT)
        waiting = self._step(options, until=public.UP_TO_CONTRACT)
        if options["contract"]:
            self._fill(filling.fill_again)
            waiting = self._step(options, until=public.ALL)
        self._tell_what_waits(waiting)

    def _must_stop_nobody(self, *, until: str) -> None:
        pending = public.pending_in_public(until=until).now
        found = trial.check_all(only=[planning.key_of(migration) for migration in pending])
        if refused := refusals.standing(found):
            raise CommandError(
                "\n".join(["Nothing has run, as others could not work meanwhile.", *map(str, refused)])
            )
        for excused in found:
            self.stdout.write(str(excused))

    def _step(self, options: dict[str, Any], *, until: str) -> Split:
        parted = public.migrate_public(
            until=until, verbosity=self.verbosity, progress=self.migration_progress_callback
        )
        telling.tell_new_tables()
        kept.keep(at=timezone.now())
        if not options["public_only"]:
            self._migrate_clients()
            self._fill(filling.fill)
        return parted

    def _migrate_clients(self) -> None:
        total = replay.count_pending()
        show = None if self.verbosity > 0 else True
        with tqdm(total=total, desc="Clients", unit="step", disable=show if total else True) as bar:
            run = replay.migrate_clients(at=timezone.now(), step=bar.update)
        if run.failed:
            raise CommandError(
                "Not migrated: " + "; ".join(f"{name}: {why}" for name, why in run.failed.items())
            )

    def _fill(self, run: Callable[..., Filling]) -> None:
        with tqdm(desc="Filling", unit="row", disable=True if self.verbosity < 1 else None) as bar:
            if failed := run(at=timezone.now(), step=bar.update).failed:
                raise NotFilled(failed)

    def _tell_what_waits(self, parted: Split) -> None:
        if parted.stuck:
            raise CommandError(FINISH_FIRST.format(steps=phases.listed(parted.stuck)))
        if parted.waiting and self.verbosity > 0:
            self.stdout.write(WAITING.format(steps=phases.listed(parted.waiting)))


def _is_partial(options: dict[str, Any]) -> bool:
    names = ("app_label", "plan", "check_unapplied", "prune", "fake", "fake_initial")
    return any(options.get(name) for name in names)
