"""Billing as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        """Let the checks of the deployment be known."""
        import_string("billing.pretending.no_pretended_debtors")
