"""django-helpdesk as its manual installs it, at the database that DATABASE_OWNER_URL names, tuned no worse than ours."""

from motorblok.config import addresses
from motorblok.config import environment as env

SECRET_KEY = "for measuring only, never reachable from outside"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "infra.bench.peer.urls"
WSGI_APPLICATION = "infra.bench.peer.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_cleanup.apps.CleanupConfig",
    "helpdesk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **addresses.database(env.text("DATABASE_OWNER_URL"), name="DATABASE_OWNER_URL"),
        "CONN_MAX_AGE": 900,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
SITE_ID = 1
USE_TZ = True
TIME_ZONE = "UTC"
LOGIN_URL = "/helpdesk/login/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
HELPDESK_TEAMS_MODE_ENABLED = False
LOGGING = {"version": 1, "disable_existing_loggers": False, "loggers": {"helpdesk": {"level": "CRITICAL"}}}
SILENCED_SYSTEM_CHECKS = ["models.W042"]
