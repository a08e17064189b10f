"""The door of a client's contacts."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "motorblok.portal"
    label = "portal"
