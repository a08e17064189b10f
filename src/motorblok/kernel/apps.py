"""The ground floor as a Django app: base templates, static files, template tags."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "motorblok.kernel"
    label = "kernel"
