"""A real worker behind the real broker: what it fails at is reported, checked in and logged with the request's id."""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from motorblok.config.launch import processes
from tests.config.operations.failing import ID
from tests.config.operations.receiver import receiving

pytestmark = pytest.mark.slow

SEND = """
import sys
import django
django.setup()
from motorblok.audit.tasks import read_book
from motorblok.config.operations.situation import Work, begun
with begun(Work(sys.argv[1])):
    headers = {"motorblok_beat": "read what is unread"}
    read_book.apply_async(kwargs={"schema_name": "c_no_where"}, queue=sys.argv[2], headers=headers)
"""


def test_a_failure_in_a_worker_is_told_everywhere_under_the_id_of_its_request(tmp_path: Path) -> None:
    queue, log = f"test-{uuid4()}", tmp_path / "log"
    words = [
        "-m",
        "celery",
        "-A",
        "motorblok.config",
        "worker",
        "--loglevel",
        "warning",
        "-Q",
        queue,
        "-c",
        "1",
    ]
    with receiving() as receiver, log.open("w") as output:
        env = {**os.environ, "MOTORBLOK_DEVELOPMENT": "0", "MOTORBLOK_SENTRY_DSN": receiver.dsn}
        worker = subprocess.Popen([sys.executable, "-P", *words], env=env, stdout=output, stderr=output)
        try:
            subprocess.run([sys.executable, "-c", SEND, ID, queue], env=env, check=True)
            assert processes.wait_until(lambda: bool(receiver.payloads("check_in")), seconds=90), (
                log.read_text()
            )
        finally:
            worker.terminate()
            worker.wait(30)

    (event,), (check_in,) = receiver.payloads("event"), receiver.payloads("check_in")
    where = {"request": ID, "door": "worker", "client": "no-where", "view": "motorblok.audit.tasks.read_book"}
    assert event["tags"] == where
    assert (check_in["monitor_slug"], check_in["status"]) == ("read-what-is-unread", "error")
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert {line["logger"] for line in lines if line.get("request") == ID} >= {
        "celery.app.trace",
        "motorblok.tasks",
    }
