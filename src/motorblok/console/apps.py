"""The door of the provider's staff."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "motorblok.console"
    label = "console"
