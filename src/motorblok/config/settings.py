"""Every setting, in the order in which a request meets them; what varies comes from the environment (infra/docs/settings.md)."""

import re
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from motorblok.config import addresses, fitness
from motorblok.config import environment as env
from motorblok.config.operations.releases import release_of, session_name
from motorblok.config.resolvers import resolvers
from motorblok.kernel.caching import ImpatientConnection

SOURCE = Path(__file__).resolve().parents[1]
HOME = Path(env.text("MOTORBLOK_HOME", ".motorblok")).resolve()

# --- The deployment
DEVELOPMENT = env.flag("MOTORBLOK_DEVELOPMENT", False)
SECRET_KEY = env.text("MOTORBLOK_SECRET_KEY")
DEBUG = False
MOTORBLOK_RELEASE = env.shaped(
    "MOTORBLOK_RELEASE", release_of(SOURCE.parents[1]), pattern=r"[\w.@+-]{1,200}", like="motorblok@1.2.3"
)
MOTORBLOK_PROCESS = env.shaped("MOTORBLOK_PROCESS", "command", pattern=r"[\w.-]{1,32}", like="web or beat-2")
MOTORBLOK_PROVIDER = env.text("MOTORBLOK_PROVIDER", "Motorblok")
MOTORBLOK_SCHEME = "http" if DEVELOPMENT else "https"
MOTORBLOK_PORT = env.integer("MOTORBLOK_PORT", 8000 if DEVELOPMENT else 443, least=1, most=65_535)

# --- Hosts: unknown ones are refused by tenants.middleware, which knows them all; links are made from its table only
MOTORBLOK_CONSOLE_HOST = addresses.host("MOTORBLOK_CONSOLE_HOST", "console.localhost")
MOTORBLOK_CLIENT_DOMAIN = addresses.host("MOTORBLOK_CLIENT_DOMAIN", MOTORBLOK_CONSOLE_HOST.partition(".")[2])
MOTORBLOK_MACHINE_NAMES = addresses.hosts("MOTORBLOK_MACHINE_NAMES")
if any(
    f".{name}".endswith((f".{MOTORBLOK_CONSOLE_HOST}", f".{MOTORBLOK_CLIENT_DOMAIN}"))
    for name in MOTORBLOK_MACHINE_NAMES
):
    env.problems.append(
        "MOTORBLOK_MACHINE_NAMES must hold no name of the console or of clients: the outside could ask for it."
    )
# Who is asked whether DNS proves that an address is a client's own; nobody named: this machine's resolvers
MOTORBLOK_RESOLVERS = resolvers(env.text("MOTORBLOK_RESOLVERS", ""), name="MOTORBLOK_RESOLVERS")
ALLOWED_HOSTS = ["*"]
PUBLIC_SCHEMA_URLCONF = "motorblok.config.urls_console"
ROOT_URLCONF = "motorblok.config.urls_portal"
WSGI_APPLICATION = "motorblok.config.wsgi.application"
# In each process of the web: how many requests are worked on, how many more may wait, and for how many seconds
MOTORBLOK_WEB_THREADS = env.integer("MOTORBLOK_WEB_THREADS", 1, least=1, most=32)
MOTORBLOK_WEB_WAITING = env.integer("MOTORBLOK_WEB_WAITING", 16, least=1, most=256)
MOTORBLOK_WEB_PATIENCE = env.integer("MOTORBLOK_WEB_PATIENCE", 2, least=1, most=30)
APPEND_SLASH = False

# --- Apps: the list an app stands in says which schema its tables are in; audit alone keeps a book in both
SHARED_APPS = [
    "tenants",  # before django_tenants: its migrate commands win
    "django_tenants",
    "motorblok.audit",
    "motorblok.accounts",
    "motorblok.board",
    "motorblok.notify",
    "motorblok.exchange",
    "billing",
    "motorblok.config.apps.ConfigConfig",
    "motorblok.kernel",
    "motorblok.console",
    "motorblok.portal",
    "motorblok.api",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "motorblok.config.apps.StaticConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
]
TENANT_APPS = [
    "motorblok.audit",
    "motorblok.sla",
    "motorblok.work",
    "motorblok.visibility",
]
INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]

MIDDLEWARE = [
    "motorblok.config.operations.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "motorblok.config.operations.metrics.MetricsMiddleware",
    "motorblok.config.health.ProbeMiddleware",
    "tenants.middleware.HostMiddleware",
    "motorblok.accounts.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "motorblok.accounts.middleware.PersonMiddleware",
    "motorblok.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "motorblok.accounts.middleware.OriginMiddleware",  # so far in that its refusal is a page in the right language
    "allauth.account.middleware.AccountMiddleware",
    "motorblok.kernel.refusals.RefusalMiddleware",
]

# --- Database: one alias, whose login depends on the process (ADR 0002)
TENANT_MODEL = "tenants.Client"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DATABASE_VARIABLES = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}
MOTORBLOK_LOGIN = env.choice("MOTORBLOK_LOGIN", "app", among=[*DATABASE_VARIABLES])
LOGINS = {
    login: addresses.database(env.text(variable), name=variable)
    for login, variable in DATABASE_VARIABLES.items()
    if login in {"app", MOTORBLOK_LOGIN}
}
MOTORBLOK_APP_ROLE = str(LOGINS["app"]["USER"])
MOTORBLOK_SEALER_ROLE = "motorblok_sealer"
MOTORBLOK_POOLER = env.choice("MOTORBLOK_POOLER", "none", among=["none", "session", "tracked"])
MOTORBLOK_SHARDING = env.choice("MOTORBLOK_SHARDING", "none", among=["none", "citus"])
MOTORBLOK_PUBLIC_TABLES = "motorblok.config.sharding.TABLES"
MOTORBLOK_DATA_MIGRATIONS: list[
    str
] = []  # "app.0007_name" of a RunPython with nothing to do in an empty schema
DATABASES = {
    "default": {
        "ENGINE": "tenants.backend",
        **LOGINS.get(MOTORBLOK_LOGIN, LOGINS["app"]),
        "CONN_MAX_AGE": 900,  # a connection remembers the tables of every schema it touched: recycle it
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **LOGINS.get(MOTORBLOK_LOGIN, LOGINS["app"])["OPTIONS"],
            "connect_timeout": 5,
            "application_name": session_name(MOTORBLOK_PROCESS, MOTORBLOK_RELEASE),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- What happens after an event: read in this order (config/readers.py)
MOTORBLOK_READERS = "motorblok.config.readers.READERS"
MOTORBLOK_PROVISION_STEPS = "motorblok.config.provisioning.STEPS"

# --- Broker and cache
REDIS_URL = addresses.broker(env.text("REDIS_URL"), name="REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "motorblok.kernel.caching.make_key",
        "OPTIONS": {
            "SOCKET_CONNECT_TIMEOUT": 0.3,
            "SOCKET_TIMEOUT": 0.3,
            "IGNORE_EXCEPTIONS": True,
            "CONNECTION_POOL_KWARGS": {
                "connection_class": ImpatientConnection,
                "retry": Retry(NoBackoff(), 0),
            },
        },
    }
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

# --- People and sign-in
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["motorblok.accounts.backends.HostBackend"]
MOTORBLOK_PEPPER = env.text("MOTORBLOK_PEPPER", SECRET_KEY)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "motorblok.accounts.sessions"
SESSION_COOKIE_NAME = (
    "__Host-motorblok"  # bound to one host by the browser; Chromium takes it at http://*.localhost too
)
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"
MOTORBLOK_SESSION_IDLE = timedelta(
    minutes=env.integer("MOTORBLOK_SESSION_IDLE_MINUTES", 120, least=1, most=10_080)
)
MOTORBLOK_SESSION_LIFE = timedelta(hours=env.integer("MOTORBLOK_SESSION_HOURS", 12, least=1, most=720))
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("MOTORBLOK_TRUSTED_PROXIES", 0, least=0, most=10)
# The nearest proxy ends TLS and says so; without one, whoever asks could say it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
ACCOUNT_ADAPTER = "motorblok.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # django-allauth's own check wants it; nobody signs up
ACCOUNT_EMAIL_VERIFICATION = "none"  # an accepted invitation has proven the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "reset_password": "20/m/ip,5/h/key"}
ACCOUNT_FORMS = {
    "login": "motorblok.accounts.forms.SignInForm",
    "reauthenticate": "motorblok.accounts.forms.AgainForm",
    "change_password": "motorblok.accounts.forms.ChangePasswordForm",
    "reset_password": "motorblok.accounts.forms.AskForm",
    "reset_password_from_key": "motorblok.accounts.forms.NewPasswordForm",
    "user_token": "motorblok.accounts.forms.LinkForm",
}
MFA_ADAPTER = "motorblok.accounts.adapters.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "motorblok.accounts.forms.CodeForm",
    "reauthenticate": "motorblok.accounts.forms.CodeAgainForm",
    "activate_totp": "motorblok.accounts.forms.AppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = MOTORBLOK_PROVIDER
MFA_TOTP_TOLERANCE = 1  # the code before and after: clocks of telephones are never exact

# --- Security headers
CSRF_USE_SESSIONS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Pages
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "motorblok.accounts.context.person",
                "motorblok.kernel.context.page",
            ],
        },
    }
]
FORM_RENDERER = "motorblok.kernel.forms.Renderer"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Languages and time: instants are UTC; each page shows them in its viewer's zone
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nl", _("Dutch"))]
LOCALE_PATHS = sorted((HOME / "locale").glob("*"))  # compiled here where the checkout cannot be written
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
MOTORBLOK_TIME_ZONE = env.zone("MOTORBLOK_TIME_ZONE", "Europe/Amsterdam")

# --- Mail: without a server it goes to files, which the demo can show
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
globals().update(addresses.mail(env.text("MOTORBLOK_SMTP_URL", ""), name="MOTORBLOK_SMTP_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = addresses.sender("MOTORBLOK_MAIL_FROM", "motorblok@localhost")
MOTORBLOK_MAIL_DETAIL = env.choice("MOTORBLOK_MAIL_DETAIL", "full", among=["full", "link"])

# --- Invoices: how they look, and which rules their UBL says it follows
MOTORBLOK_INVOICE_LOGO = env.text("MOTORBLOK_INVOICE_LOGO", "")
MOTORBLOK_INVOICE_ACCENT = env.text("MOTORBLOK_INVOICE_ACCENT", "#1f4e79")
if re.fullmatch("#[0-9a-fA-F]{6}", MOTORBLOK_INVOICE_ACCENT) is None:
    env.problems.append(f"MOTORBLOK_INVOICE_ACCENT must look like #1f4e79, not {MOTORBLOK_INVOICE_ACCENT!r}.")
if MOTORBLOK_INVOICE_LOGO and not Path(MOTORBLOK_INVOICE_LOGO).is_file():
    env.problems.append(f"MOTORBLOK_INVOICE_LOGO names no file: {MOTORBLOK_INVOICE_LOGO}.")
elif MOTORBLOK_INVOICE_LOGO and Path(MOTORBLOK_INVOICE_LOGO).suffix.lower() not in {
    ".png",
    ".jpg",
    ".jpeg",
    ".svg",
}:
    env.problems.append("MOTORBLOK_INVOICE_LOGO must name a .png, .jpg or .svg.")
MOTORBLOK_UBL_CUSTOMIZATION = env.text(
    "MOTORBLOK_UBL_CUSTOMIZATION",
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
)

# --- Money: the gateways that collect it (infra/docs/stripe.md); without a key Stripe is closed
MOTORBLOK_STRIPE_KEY = env.shaped(
    "MOTORBLOK_STRIPE_KEY", "", pattern=r"[rs]k_(live|test)_\w+", like="rk_live_… or rk_test_…"
)
MOTORBLOK_STRIPE_WEBHOOK_SECRETS = (
    env.shaped(
        "MOTORBLOK_STRIPE_WEBHOOK_SECRETS",
        "",
        pattern=r"whsec_\S+?([, ]+whsec_\S+?)*",
        like="whsec_…,whsec_…",
    )
    .replace(",", " ")
    .split()
)
MOTORBLOK_STRIPE_ACCOUNT = env.shaped("MOTORBLOK_STRIPE_ACCOUNT", "", pattern=r"acct_\w+", like="acct_…")
MOTORBLOK_DEMO = env.flag("MOTORBLOK_DEMO", False)  # pretended money may be paid with outside development
MOTORBLOK_GATEWAY_SILENCE_HOURS = env.integer("MOTORBLOK_GATEWAY_SILENCE_HOURS", 26, least=1, most=8_760)

# --- When no money comes: on which days after the due date a reminder goes out, and what follows (infra/docs/billing.md)
MOTORBLOK_REMINDER_DAYS = env.integers("MOTORBLOK_REMINDER_DAYS", "0 3 7 14", least=0, most=365)
MOTORBLOK_GRACE_AFTER_DAYS = env.integer("MOTORBLOK_GRACE_AFTER_DAYS", 14, least=0, most=3_650)
MOTORBLOK_SUSPEND_AFTER_DAYS = env.integer("MOTORBLOK_SUSPEND_AFTER_DAYS", 30, least=0, most=3_650)
if MOTORBLOK_SUSPEND_AFTER_DAYS < MOTORBLOK_GRACE_AFTER_DAYS:
    env.problems.append("MOTORBLOK_SUSPEND_AFTER_DAYS must not be below MOTORBLOK_GRACE_AFTER_DAYS.")

# --- Logs: a line for each thing, on the standard error; no bodies and no personal data (infra/docs/operations.md)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "motorblok.config.operations.logs.Lines",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "json": {"()": "motorblok.config.operations.logs.JsonLines"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line" if DEVELOPMENT else "json"}
    },
    "filters": {"untold": {"()": "motorblok.kernel.caching.Untold"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django_redis.cache": {"filters": ["untold"]},
        # Django's own would write in its own form, and mail what somebody typed.
        "django": {"handlers": [], "level": "WARNING"},
        # The web server's own too: it writes down the errors of an answer that had begun.
        "_granian": {"handlers": [], "level": "WARNING", "propagate": True},
        **{ours: {"level": "INFO"} for ours in ("motorblok", "tenants", "billing")},
    },
}

# --- Errors: reported to Sentry where the deployment has one (infra/docs/operations.md)
MOTORBLOK_ENVIRONMENT = env.shaped(
    "MOTORBLOK_ENVIRONMENT",
    "development" if DEVELOPMENT else "production",
    pattern=r"[\w.-]{1,64}",
    like="production or staging-2",
)
MOTORBLOK_SENTRY_DSN = addresses.sentry(env.text("MOTORBLOK_SENTRY_DSN", ""), name="MOTORBLOK_SENTRY_DSN")

# --- Figures for Prometheus
MOTORBLOK_METRICS_TOKEN = env.shaped(
    "MOTORBLOK_METRICS_TOKEN", "", pattern=r"[!-~]{16,}", like="16 letters, digits and signs or more"
)
MOTORBLOK_METRICS_CLIENTS = env.integer("MOTORBLOK_METRICS_CLIENTS", 20, least=0, most=1_000)

# --- API
REST_FRAMEWORK = {
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "motorblok.api.describing.Description",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Motorblok API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": "Send in tasks, read them with their promises, and work on them. See infra/docs/api.md.",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SECURITY": [{"key": []}],
    "APPEND_COMPONENTS": {
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "mb_…"}}
    },
}

if env.problems:
    raise ImproperlyConfigured(
        env.refusal(
            [
                *env.problems,
                *fitness.unfit(
                    development=DEVELOPMENT, console_host=MOTORBLOK_CONSOLE_HOST, secret_key=SECRET_KEY
                ),
            ]
        )
    )
