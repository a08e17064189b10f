"""`motorblok bill`: makes every invoice that is due, now or at an instant that is given."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from billing.actions.scheduling import Failure, bill_what_is_due
from billing.following import follow_all


class Command(BaseCommand):
    help = (
        "Makes every invoice that is due: drafts at the edge of a period, final ones when its grace is over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at",
            metavar="INSTANT",
            type=instant,
            help="as of this instant, such as 2026-12-04T08:00+01:00 (default: now; never in the future)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = min(options["at"] or now(), now())
        follow_all(at=now())
        done = bill_what_is_due(at=at)
        self.stdout.write(
            f"{done.drafted} drafts, {done.finalised} final invoices, {done.proposed} credits proposed."
        )
        if done.postponed:
            self.stdout.write(f"{done.postponed} were changed just now; the next run bills them.")
        if done.failures:
            raise CommandError(in_words(done.failures))


def instant(text: str) -> datetime:
    """An instant with its offset. Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def in_words(failures: tuple[Failure, ...]) -> str:
    """A line for each subscription that could not be billed."""
    lines = [f"{failure.client}: {failure.words}" for failure in failures]
    return "\n".join([f"{len(failures)} subscriptions could not be billed:", *lines])
