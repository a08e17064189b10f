"""Import and machine exchange as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "motorblok.exchange"
    label = "exchange"
