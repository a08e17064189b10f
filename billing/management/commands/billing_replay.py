"""`motorblok billing_replay`: looks again at what gateways told, one message, those since a day, or those of a kind."""

import sys
from argparse import ArgumentParser
from datetime import UTC, date, datetime, time
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from tqdm import tqdm

from billing.actions.syncing import sync
from billing.gateways.port import Kind
from billing.models import InboundEvent
from motorblok.kernel import schema
from motorblok.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Looks again at what gateways told; what was done already is not done twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--event", metavar="ID", default="", help="one message, by the gateway's own id")
        parser.add_argument(
            "--since", metavar="DAY", type=date.fromisoformat, help="those that came since this day (UTC)"
        )
        parser.add_argument(
            "--type", metavar="KIND", default="", help="those of this kind, such as invoice.paid"
        )
        parser.add_argument("--gateway", metavar="NAME", default="", help="those of this gateway alone")

    def handle(self, *args: Any, **options: Any) -> None:
        with schema.entered(schema.PUBLIC):
            asked = _asked(options)
            objects = list(asked.order_by().values_list("gateway", "about", "object_id").distinct())
        failed = []
        for gateway, about, object_id in tqdm(objects, "Looking again", file=sys.stderr, unit="object"):
            try:
                sync(gateway, cast(Kind, about), object_id, at=datetime.now(UTC))
            except DomainError as error:
                failed.append(f"{gateway} {object_id}: {error}")
        self.stdout.write(
            f"{len(objects) - len(failed)} of {len(objects)} objects are as their gateway has them."
        )
        if failed:
            raise CommandError("\n".join(failed))


def _asked(options: dict[str, Any]) -> QuerySet[InboundEvent]:
    if not (options["event"] or options["since"] or options["type"]):
        raise CommandError("Say which: --event, --since or --type.")
    asked = InboundEvent.objects.exclude(about="")
    if options["event"]:
        asked = asked.filter(external_id=options["event"])
    if options["since"]:
        asked = asked.filter(received_at__gte=datetime.combine(options["since"], time(), UTC))
    if options["type"]:
        asked = asked.filter(kind=options["type"])
    return asked.filter(gateway=options["gateway"]) if options["gateway"] else asked
