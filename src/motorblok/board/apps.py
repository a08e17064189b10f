"""The cross-client workboard and the alarms as a Django app."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "motorblok.board"
    label = "board"
