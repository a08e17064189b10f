"""The entry for a WSGI server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from motorblok.config.celery import app as celery_app
from motorblok.config.operations.sharing import share_figures

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motorblok.config.settings")
share_figures(settings.HOME)
celery_app.set_default()

application = get_wsgi_application()
