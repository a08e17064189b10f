"""Erases the clients on whose erasure two people agreed and whose day has come."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from motorblok.config.erasing import erase_what_is_due


class Command(BaseCommand):
    help = (
        "Erases the clients on whose erasure two people agreed and whose day has come. Needs the owner login."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Erase them."""
        self.stdout.write(f"{erase_what_is_due(at=timezone.now())} clients erased.")
