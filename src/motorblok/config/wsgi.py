"""The entry for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from motorblok.config.celery import app as celery_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motorblok.config.settings")
celery_app.set_default()

application = get_wsgi_application()
