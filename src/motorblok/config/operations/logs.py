"""How a line of the log is written: as JSON for the machines of a deployment, or for a person on one machine."""

import json
import logging
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType

from django.apps import apps
from django.utils.module_loading import import_string

from motorblok.config.operations.masking import masked

OURS = ("motorblok", "tenants", "billing")
STANDARD = frozenset(vars(logging.makeLogRecord({})))
# It repeats the path, which may hold what somebody must not read: a link that lets somebody in, the number of a task.
TELLS_PATH = "django.request"


logger = logging.getLogger("motorblok.uncaught")


def take_in_what_nobody_caught() -> None:
    """Let what Python itself would write to the standard error, in many lines and as it is, be a line of the log."""
    logging.captureWarnings(True)
    sys.excepthook = _tell
    threading.excepthook = lambda thrown: _tell(thrown.exc_type, thrown.exc_value, thrown.exc_traceback)


def _tell(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logger.critical("Nobody caught it", exc_info=(kind, error or kind(), trace))


class Lines(logging.Formatter):
    """A line for a person."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it the way to an error."""
        return masked(super().format(record))


class JsonLines(logging.Formatter):
    """A line for a machine: what happened, when, and in which request or task; nothing personal."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object (RFC 8259) without a line break in it."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(_message(record)),
            **situation_facts(),
            **_extras(record),
        }
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["traceback"] = masked(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)


def situation_facts() -> Mapping[str, str]:
    """What is known of the request or task in hand; nothing while the process starts."""
    if not apps.ready:
        return {}
    where = import_string("motorblok.config.operations.situation.current")()
    return dict(where.facts()) if where else {}


def _message(record: logging.LogRecord) -> str:
    if record.name == TELLS_PATH and isinstance(record.args, tuple) and record.args:
        return str(record.args[0])
    return record.getMessage()


def _extras(record: logging.LogRecord) -> dict[str, str | int | float]:
    """What our own code says beside the words: numbers, ids, names of routes."""
    if not record.name.startswith(OURS):
        return {}
    return {
        name: value
        for name, value in vars(record).items()
        if name not in STANDARD and isinstance(value, str | int | float)
    }
