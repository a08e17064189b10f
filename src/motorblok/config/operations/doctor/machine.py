"""Checks of this machine: the settings, the disk, the clock."""

import http.client
import os
import shutil
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from motorblok.config import environment
from motorblok.config.operations.doctor.findings import Finding, failed, ok, skipped, warning
from motorblok.kernel import schema

GIGABYTE = 1_000_000_000
SECONDS_APART = 2.0
SECONDS_TOO_FAR = 30.0
PATIENCE = 3.0


def check_settings() -> Finding:
    """Names that are no settings, and what is fit for development alone. What is missing would have kept us from here."""
    if strange := environment.unknown(os.environ):
        return warning(" ".join(strange), "Correct the name, or take it out of the environment.")
    if settings.DEVELOPMENT:
        return ok("Nothing is missing; this is a machine for development, without TLS.")
    if settings.MOTORBLOK_PEPPER == settings.SECRET_KEY:
        return warning(
            "MOTORBLOK_PEPPER is the secret key: once that is changed, no API key and no link works any more.",
            "Give it a value of its own before there are API keys.",
        )
    return ok("Nothing is missing.")


def check_disk() -> Finding:
    """Room where MOTORBLOK_HOME is, which is also where a PostgreSQL of our own keeps its data."""
    home = Path(settings.HOME)
    places = [place for place in (home, home / "postgres") if place.exists()]
    usage = min((shutil.disk_usage(place) for place in places), key=lambda each: each.free)
    words = f"{usage.free // 1_000_000:,} MB are free of the disk of {home}."
    if usage.free < GIGABYTE or usage.free < usage.total * 0.03:
        return failed(words, "Make room: a full disk stops the database.")
    if usage.free < usage.total * 0.10:
        return warning(words, "Make room before it is full.")
    return ok(words)


def check_clock() -> Finding:
    """This machine's clock against the database's: promises are kept by both."""
    before = time.time()
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        theirs = float(cursor.fetchone()[0])
    return judge_clock((before + time.time()) / 2 - theirs, than="the database's")


def check_world_clock(url: str) -> Finding:
    """This machine's clock against the Date of a web server (RFC 9110, to the second), where one is named."""
    if not url:
        return skipped("Compared with the database's alone: name a web server with --date-from.")
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    asked = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        asked.request("HEAD", parts.path or "/")
        theirs = parsedate_to_datetime(asked.getresponse().headers["Date"])
    except (OSError, http.client.HTTPException, TypeError, ValueError):
        return warning(
            f"{parts.hostname} does not tell the time.", "Name another web server with --date-from."
        )
    finally:
        asked.close()
    return judge_clock((datetime.now(UTC) - theirs).total_seconds() - 0.5, than=f"that of {parts.hostname}")


def judge_clock(seconds: float, *, than: str) -> Finding:
    """How grave it is that our clock is so far ahead (or, below zero, behind)."""
    words = f"The clock is {abs(seconds):.1f} s {'ahead of' if seconds > 0 else 'behind'} {than}."
    if abs(seconds) > SECONDS_TOO_FAR:
        return failed(words, "Let a time service (NTP) set the clocks of all machines.")
    if abs(seconds) > SECONDS_APART:
        return warning(words, "Let a time service (NTP) set the clocks of all machines.")
    return ok(words)
