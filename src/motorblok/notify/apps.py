"""What reaches people, as a Django app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "motorblok.notify"
    label = "notify"
