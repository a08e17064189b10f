"""What a viewer may see, as a Django app."""

from django.apps import AppConfig


class VisibilityConfig(AppConfig):
    name = "motorblok.visibility"
    label = "visibility"
