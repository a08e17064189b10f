"""Run as a process of its own: records one event under the broker in REDIS_URL and prints the seconds of each commit."""

import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from django.db import transaction  # noqa: E402

from motorblok.audit.actions import record  # noqa: E402
from motorblok.kernel import schema  # noqa: E402
from tests.audit.kinds import NOTED, RITA  # noqa: E402


def commit(source: str) -> float:
    began = time.monotonic()
    with transaction.atomic():
        record(
            NOTED,
            subject="task:1",
            actor=RITA,
            at=datetime.now(UTC),
            facts={"number": "ACME-1"},
            private={"text": "kept"},
            source=source,
        )
    return time.monotonic() - began


with schema.entered(sys.argv[1]):
    commit("import")  # wakes nobody: opens the connection, so that only the broker is measured
    for _ in range(3):
        print(commit("app"))
