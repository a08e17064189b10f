"""The top floor as a Django app, for the commands that need every floor."""

import logging
import os

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.module_loading import import_string

from motorblok.config import environment

logger = logging.getLogger(__name__)


class ConfigConfig(AppConfig):
    name = "motorblok.config"
    label = "config"

    def ready(self) -> None:
        """Stand around the tasks of this process, and report errors where the deployment wants it."""
        # Named, for what is known of a request are rows of apps that are not there before.
        import_string("motorblok.config.operations.queue.watch")()
        if not settings.DEVELOPMENT:
            import_string("motorblok.config.operations.logs.take_in_what_nobody_caught")()
        for sentence in environment.unknown(os.environ):
            logger.warning(sentence)
        if settings.MOTORBLOK_SENTRY_DSN:
            import_string("motorblok.config.operations.sentry.start")(
                settings.MOTORBLOK_SENTRY_DSN,
                release=settings.MOTORBLOK_RELEASE,
                environment=settings.MOTORBLOK_ENVIRONMENT,
            )


class StaticConfig(StaticFilesConfig):
    """Django's static files, without what no page of ours asks for: compressing it would slow the first start."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "ext", "htm*x-4*", "htmx-2.js"]
