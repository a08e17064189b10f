"""The top floor as a Django app, for the commands that need every floor."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ConfigConfig(AppConfig):
    name = "motorblok.config"
    label = "config"


class StaticConfig(StaticFilesConfig):
    """Django's static files, without what no page of ours asks for: compressing it would slow the first start."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "ext", "htm*x-4*", "htmx-2.js"]
