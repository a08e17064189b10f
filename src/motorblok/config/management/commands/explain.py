"""`motorblok explain ACME-1042`: why the clocks of a task stand where they stand, line by line."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from django.utils.translation import override

from motorblok.kernel import schema
from motorblok.kernel.languages import LANGUAGES
from motorblok.sla import explain
from motorblok.sla.explain import Explained
from motorblok.work.models import Task
from tenants.models import Client


class Command(BaseCommand):
    help = "Explains the clocks of a task: what counted, under which calendar and agreement, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="the task's number, such as ACME-1042")
        parser.add_argument(
            "--at", type=datetime.fromisoformat, help="as it stood at this instant (default: now)"
        )
        parser.add_argument("--language", choices=LANGUAGES, default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        at = options["at"] or now()
        number = options["number"].upper()
        with override(options["language"]), schema.entered(schema_of(number)):
            task = Task.objects.filter(number=number).first()
            if task is None:
                raise CommandError(f"There is no task {number}.")
            explained = explain.lines(task.subject, now=at if at.tzinfo else at.replace(tzinfo=UTC))
            self.stdout.write(f"{task.number}  {task.title}")
            for clock in explained or []:
                self._tell(clock)
            if not explained:
                self.stdout.write("No agreement promised anything for this task.")

    def _tell(self, clock: Explained) -> None:
        self.stdout.write(f"\n{clock.summary}")
        for reason in clock.reasons:
            self.stdout.write(f"  {reason.at:%Y-%m-%d %H:%M:%S}Z  {reason.words}")
        for line in clock.lines:
            self.stdout.write(f"    {line.words}" + (f" [{line.owner}]" if line.owner else ""))
        state = clock.state
        for name, at in (
            ("due", state.due_at),
            ("breach", state.breach_at),
            ("due, if it goes on now", state.due_if_resumed_at),
        ):
            if at:
                self.stdout.write(f"  {name:7} {at:%Y-%m-%d %H:%M:%S}Z")
        self.stdout.write("  " + ", ".join(filter(None, [state.state.value, state.outcome.value])))


def schema_of(number: str) -> str:
    """The schema of the client whose code stands in front of a number."""
    with schema.entered(schema.PUBLIC):
        client = Client.objects.built().filter(code=number.partition("-")[0]).first()
    if client is None:
        raise CommandError(f"No client's task numbers look like {number}.")
    return str(client.schema_name)
