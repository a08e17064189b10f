"""The event book as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "motorblok.audit"
    label = "audit"

    def ready(self) -> None:
        autodiscover_modules("events")
