"""Reads settings from the environment once, typed, refusing nonsense and listing all that is wrong at once."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

TRUTHS = {"1": True, "0": False, "true": True, "false": False, "yes": True, "no": False}

problems: list[str] = []


def text(name: str, default: str | None = None) -> str:
    """The value of a variable, or of the file that NAME_FILE points at; without a default it must be given."""
    value = os.environ.get(name) or _from_file(name) or default
    if value is None:
        problems.append(f"{name} is missing.")
        return ""
    return value


def flag(name: str, default: bool) -> bool:
    """A yes or no; anything else is a problem."""
    value = text(name, str(default)).lower()
    if value not in TRUTHS:
        problems.append(f"{name} must be 1 or 0, not {value!r}.")
    return TRUTHS.get(value, default)


def integer(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    if not value.lstrip("-").isdigit():
        problems.append(f"{name} must be a whole number, not {value!r}.")
        return default
    return int(value)


def database(url: str, *, name: str) -> dict[str, object]:
    """Django's connection settings from postgres://login:password@host:port/database."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        problems.append(f"{name} must look like postgres://login:password@host:5432/database, not {url!r}.")
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }


def mail(url: str, *, name: str) -> dict[str, object]:
    """Django's mail settings from smtp://login:password@host:587 (STARTTLS) or smtps://…:465; none for an empty URL."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        problems.append(f"{name} must look like smtp://login:password@host:587 or smtps://…, not {url!r}.")
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
    parts = urlsplit(dsn)
    project = parts.path.rpartition("/")[2]
    if dsn and not (
        parts.scheme in {"http", "https"} and parts.username and parts.hostname and project.isdigit()
    ):
        problems.append(f"{name} must look like https://key@host/project.")
        return ""
    return dsn


def _from_file(name: str) -> str | None:
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else None
