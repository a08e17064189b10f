"""The top floor as a Django app, for the commands that need every floor."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "motorblok.config"
    label = "config"
