"""`motorblok billing_check`: counts every invoice again from what was kept of it, and looks for numbers that are missing."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from billing.models import Invoice
from billing.queries.proofs import faults, missing_numbers
from motorblok.kernel import schema


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = (
        "Counts every invoice again and compares it with its lines, usage, credits and files; looks for gaps."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--client", metavar="SLUG", help="only the invoices of this client (default: of all)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with schema.entered(schema.PUBLIC):
            found = Invoice.objects.select_related("debtor__client", "legal_entity", "corrects")
            asked = found.filter(debtor__client__slug=options["client"]) if options["client"] else found.all()
            ids = list(
                asked.exclude(state=Invoice.State.DROPPED).order_by("made_at").values_list("id", flat=True)
            )
            counting = tqdm(ids, "Counting again", file=sys.stderr, ncols=100, unit="invoice")
            wrong = [
                f"{invoice}: {fault}"
                for invoice in (found.get(id=invoice_id) for invoice_id in counting)
                for fault in faults(invoice)
            ]
            wrong += [f"{number}: no invoice has this number" for number in missing_numbers()]
        self.stdout.write(f"{len(ids)} invoices were counted again.")
        if wrong:
            raise CommandError("\n".join([f"{len(wrong)} things are not as they were:", *wrong]))
