"""Whether a process of a container works, with nothing but the standard library: it is asked every few seconds."""

import http.client
import os
import sys
import time
from pathlib import Path

SECONDS = 4
# Celery's beat writes its schedule down every three minutes.
LONGEST_SILENCE = 600


def web() -> bool:
    """Whether it is ready: database and broker answer it."""
    port = int(os.environ.get("MOTORBLOK_LISTEN", "0.0.0.0:8000").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def beat() -> bool:
    """Whether it has lately noted its turns."""
    # Which file it is depends on the kind of dbm that this Python has: schedule, schedule.db, schedule.dat.
    schedules = (Path(os.environ["MOTORBLOK_HOME"]) / "beat").glob("schedule*")
    return any(time.time() - each.stat().st_mtime < LONGEST_SILENCE for each in schedules)


if __name__ == "__main__":
    sys.exit(not {"web": web, "beat": beat}[sys.argv[1]]())
