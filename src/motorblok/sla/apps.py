"""The promises as a Django app."""

from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "motorblok.sla"
    label = "sla"
