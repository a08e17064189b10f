"""Run as a process of its own: sweeps in small batches, slowly, until it is killed or nothing is due; says when it began."""

import sys
import time
from datetime import datetime

import django

django.setup()

from django.db import transaction  # noqa: E402

from motorblok.board.sweeper import sweep  # noqa: E402
from motorblok.kernel import schema  # noqa: E402

with schema.entered(schema.PUBLIC):
    swept = 1
    while swept:
        with transaction.atomic():
            swept = sweep(at=datetime.fromisoformat(sys.argv[1]), limit=20)
            print(swept, flush=True)
            time.sleep(0.02)  # so that a kill falls between the statement and its commit
