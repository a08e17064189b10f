"""The work itself as a Django app."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "motorblok.work"
    label = "work"
