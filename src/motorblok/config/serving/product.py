"""The product behind its gate: Django, with all that it needs before the first request."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from motorblok.config.celery import app as celery_app
from motorblok.config.operations.sharing import share_figures

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motorblok.config.settings")
share_figures(settings.HOME)
celery_app.set_default()
handler = get_wsgi_application()

import_string("motorblok.config.serving.warming.warm_up")()
# Named, for what it counts and says is there only now.
application = import_string("motorblok.config.serving.gate.Gate")(
    handler,
    at_work=settings.MOTORBLOK_WEB_THREADS,
    waiting=settings.MOTORBLOK_WEB_WAITING,
    patience=settings.MOTORBLOK_WEB_PATIENCE,
)
