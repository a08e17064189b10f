"""Addresses among the settings, of servers, hosts and mail: one that is none becomes a problem, without its password."""

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from motorblok.config import environment as env

# RFC 1123 2.1, in small letters, and no number in the network; another alphabet stands in it as xn--… (RFC 5890).
LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}$)(?!(.*\.)?[0-9]+$){LABEL}(\.{LABEL})*")
MAILBOX = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+|[^<>@]*<[^\s@<>,;\"]+@[^\s@<>,;\"]+>")
# What libpq knows of TLS (PostgreSQL 34.1.2); all else is ours to say.
OPTIONS = frozenset(
    {
        *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "ssl_min_protocol_version"),
        *("channel_binding", "gssencmode", "target_session_attrs"),
    }
)
WRITTEN = "signs such as @, / and # in a password are written %40, %2F and %23"
DATABASE_SHAPE = f"postgres://login:password@host:5432/database ({WRITTEN})"
BROKER_SHAPE = f"redis://:password@host:6379/0 ({WRITTEN})"
MAIL_SHAPE = f"smtp://login:password@host:587 or smtps://… ({WRITTEN})"


def database(url: str, *, name: str) -> dict[str, Any]:
    """Django's connection settings from postgres://login:password@host:port/database, with libpq's options for TLS."""
    parts = _parts(url, schemes={"postgres", "postgresql"})
    if parts is None or not (parts.username and re.fullmatch("/[^/]+", parts.path)):
        if url:
            env.problems.append(f"{name} must look like {DATABASE_SHAPE}.")
        parts = urlsplit("")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if strange := sorted(options.keys() - OPTIONS):
        env.problems.append(f"{name} has options that are not taken: {', '.join(strange)}.")
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {key: value for key, value in options.items() if key in OPTIONS},
    }


def broker(url: str, *, name: str) -> str:
    """The address of a Redis or Valkey, redis://:password@host:6379/0 or rediss://… with TLS."""
    parts = _parts(url, schemes={"redis", "rediss"})
    if url and (parts is None or not re.fullmatch("/?|/[0-9]+", parts.path)):
        env.problems.append(f"{name} must look like {BROKER_SHAPE}.")
        return ""
    return url


def mail(url: str, *, name: str) -> dict[str, object]:
    """Django's mail settings from smtp://login:password@host:587 (STARTTLS) or smtps://…:465; none for an empty URL."""
    if not url:
        return {}
    parts = _parts(url, schemes={"smtp", "smtps"})
    if parts is None or parts.path.strip("/") or parts.query:
        env.problems.append(f"{name} must look like {MAIL_SHAPE}.")
        return {}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": unquote(parts.hostname or ""),
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }


def sentry(dsn: str, *, name: str) -> str:
    """The address at which a Sentry takes reports, https://key@host/project; empty for none."""
    parts = _parts(dsn, schemes={"http", "https"})
    if dsn and not (parts and parts.username and parts.path.rpartition("/")[2].isdigit()):
        env.problems.append(f"{name} must look like https://key@host/project.")
        return ""
    return dsn


def host(name: str, default: str) -> str:
    """The name of a host as it is asked for: small letters, neither a scheme nor a port, no number in the network."""
    value = env.text(name, default).lower()
    if not is_host(value):
        env.problems.append(f"{name} must be the name of a host such as desk.example.com, not {value!r}.")
        return default
    return value


def hosts(name: str) -> list[str]:
    """Names of hosts, with spaces or commas between."""
    values = env.text(name, "").lower().replace(",", " ").split()
    if strange := [value for value in values if not is_host(value)]:
        env.problems.append(f"{name} must hold names of hosts, not {', '.join(map(repr, strange))}.")
    return values


def sender(name: str, default: str) -> str:
    """Whom mail is from: an address, or Name <address>."""
    value = env.text(name, default)
    if MAILBOX.fullmatch(value) is None:
        env.problems.append(f"{name} must look like desk@example.com or Name <desk@example.com>.")
        return default
    return value


def is_host(value: str) -> bool:
    """Whether it is a host's name, and no number in the network."""
    return HOST.fullmatch(value) is not None


def is_place(value: str) -> bool:
    """Whether a server can listen there: a number in the network, or a name."""
    try:
        ip_address(value)
    except ValueError:
        return is_host(value)
    return True


def _parts(url: str, *, schemes: set[str]) -> SplitResult | None:
    """The parts of an address that names a host, and a port if any; None for what is none."""
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in schemes and parts.hostname and parts.port != 0 and not parts.fragment
    except ValueError:
        return None
    return parts if is_one else None
