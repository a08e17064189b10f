"""Django's makemigrations, reading the history of the public schema."""

from typing import Any

from django.core.management.commands import makemigrations

from motorblok.kernel import schema


class Command(makemigrations.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Write migrations for what has changed in the models."""
        with schema.entered(schema.PUBLIC):
            super().handle(*args, **options)
