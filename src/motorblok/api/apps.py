"""The door of machines."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "motorblok.api"
    label = "api"
