"""`motorblok sweep_alarms`: the process that fires what is due, twice a second."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils.timezone import now

from motorblok.board.sweeper import sweep_all
from motorblok.kernel import schema

PAUSE_SECONDS = 0.5

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Fires the alarms that are due, until told to stop."
    requires_system_checks: list[str] = []

    is_away = False

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        while not stopping.wait(PAUSE_SECONDS):
            self._sweep()

    def _sweep(self) -> None:
        close_old_connections()
        try:
            with schema.entered(schema.PUBLIC):
                sweep_all(at=now())
        except OperationalError as error:
            if not self.is_away:  # twice a second would bury the others
                logger.warning("The database does not answer: %s", error)
            self.is_away = True
        else:
            self.is_away = False
