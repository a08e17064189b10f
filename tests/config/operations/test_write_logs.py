"""The log outside of development: JSON, a line for each thing, with ids and without a personal word, from every door."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.test import Client as Browser

from motorblok.config.operations import queue
from motorblok.config.operations.logs import JsonLines
from motorblok.config.operations.masking import masked
from motorblok.config.operations.situation import Work, begun
from tenants.models import Client
from tests import cast
from tests.api.callers import DRAFT, TASKS, at_the_client
from tests.config.operations.failing import ID, LOUD, PERSONAL, fail_inside, go_well, send_request

ACCESS = "motorblok.access"


class Log:
    """What was written."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    def lines(self, logger: str = "") -> list[dict[str, Any]]:
        found = [json.loads(line) for line in self.stream.getvalue().splitlines()]
        return [line for line in found if line["logger"].startswith(logger)]

    def personal(self) -> list[bytes]:
        return [word for word in PERSONAL if word in self.stream.getvalue().encode()]


@pytest.fixture
def log() -> Iterator[Log]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield Log(stream)
    logging.getLogger().removeHandler(handler)


def test_a_request_at_a_portal_is_one_line_with_ids(log: Log, acme: Client) -> None:
    ann = cast.ann()

    answer = send_request(ann, "/tasks/new/")

    (line,) = log.lines(ACCESS)
    where = {
        "client": "acme",
        "door": "portal",
        "person": str(ann.id),
        "request": ID,
        "view": "portal:new-task",
    }
    assert where.items() <= line.items()
    assert (line["method"], line["route"], line["status"]) == ("POST", "/tasks/new/", 422)
    assert line["milliseconds"] > 0
    assert answer.headers["X-Request-ID"] == ID
    assert not log.personal()


def test_search_words_are_nowhere(log: Log, acme: Client) -> None:
    rita = cast.browser(cast.rita())

    rita.get(f"/?text={LOUD}words")
    rita.get(f"/clients/acme/?text={LOUD}words")

    assert [line["door"] for line in log.lines(ACCESS)] == ["console", "console"]
    assert log.lines(ACCESS)[1].get("client") == "acme"
    assert not log.personal()


def test_a_machine_is_known_by_its_key(log: Log, acme: Client) -> None:
    body = {**DRAFT, "title": f"{LOUD}title"}

    answer = at_the_client(acme).post(TASKS, body, Idempotency_Key=f"{LOUD}key")

    (line,) = log.lines(ACCESS)
    assert (line["status"], line["client"], line["door"]) == (201, "acme", "api")
    assert UUID(line["key"])
    assert UUID(answer.headers["X-Request-ID"]) == UUID(line["request"])
    assert not log.personal()


def test_who_fails_to_sign_in_is_not_named(log: Log, acme: Client) -> None:
    typed = {"login": "ann@acme.test", "password": f"{LOUD}password"}

    cast.browser(client=acme).post("/sign-in/", typed)

    assert log.lines(ACCESS)[0]["door"] == "portal"
    assert not log.personal()


def test_a_link_that_lets_somebody_in_is_not_written_down(log: Log, acme: Client) -> None:
    browser = cast.browser(client=acme)

    browser.get(f"/sign-in/join/{LOUD}token/")
    browser.get(f"/{LOUD}nowhere/")

    assert log.lines()
    assert not log.personal()


def test_a_host_that_is_nobodys_is_told_without_a_door(log: Log, public: None) -> None:
    Browser().get("/", headers={"Host": "nobody.localhost"})

    (line,) = log.lines(ACCESS)
    assert line["status"] == 404
    assert not {"door", "client", "person"} & line.keys()


@pytest.mark.parametrize("given", ["short", "ann@acme.test-0123456789", f"{LOUD}-0123456789", "f" * 65, ""])
def test_an_id_that_looks_like_none_is_replaced(log: Log, public: None, given: str) -> None:
    answer = Browser().get("/sign-in/", headers={"Host": "console.localhost", "X-Request-ID": given})

    assert UUID(answer.headers["X-Request-ID"]).version == 4
    assert log.lines(ACCESS)[0]["request"] == answer.headers["X-Request-ID"]


def test_probes_and_files_do_not_bury_the_others(log: Log, public: None) -> None:
    for path in ("/healthz", "/readyz", "/static/kernel/favicon.svg"):
        Browser().get(path, headers={"Host": "console.localhost"}).close()

    assert log.lines(ACCESS) == []


def test_the_lines_of_a_worker_bear_the_id_of_the_request(log: Log, acme: Client) -> None:
    headers: dict[str, Any] = {}
    with begun(Work(ID)):
        queue.give_id(headers=headers)

    go_well.apply(headers=headers)
    fail_inside.apply(kwargs={"schema_name": "c_acme", "title": f"{LOUD}argument"}, headers=headers)

    (done, failed) = log.lines("motorblok.tasks")
    assert (done["request"], done["door"], done["state"]) == (ID, "worker", "SUCCESS")
    assert (failed["client"], failed["state"]) == ("acme", "FAILURE")
    (error,) = [line for line in log.lines() if line["level"] == "error"]
    assert (error["request"], error["error"]) == (ID, "ValueError")


def test_a_task_of_the_beat_has_an_id_of_its_own_and_no_line(log: Log) -> None:
    go_well.apply(headers={"motorblok_beat": "send the mail that waits"})

    assert log.lines() == []


def test_an_error_is_one_line_with_the_way_to_it(
    log: Log, acme: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motorblok.portal.requests.cards", refuse_row)

    send_request(cast.ann(), "/tasks/new/")

    (line,) = log.lines("django.request")
    assert (line["message"], line["error"], line["request"]) == (
        "Internal Server Error",
        "IntegrityError",
        ID,
    )
    assert "new_request" in line["traceback"]
    assert not log.personal()


def test_an_error_before_anything_is_known_is_told_and_answered(
    log: Log, public: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.middleware._host", refuse_row)
    browser = Browser(raise_request_exception=False)

    answer = browser.get("/", headers={"Host": "acme.localhost", "X-Request-ID": ID})

    assert (answer.status_code, answer.headers["X-Request-ID"]) == (500, ID)
    assert log.lines(ACCESS)[-1]["status"] == 500
    assert not log.personal()


def refuse_row(*_given: object) -> None:
    key = "duplicate key value\nDETAIL:  Key (email)=(ann@acme.test) already exists."
    raise IntegrityError(key)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Mail to ann@acme.test, <bob.b+x@acme.test>", "Mail to …, <…>"),
        ("Key (name, email)=(Ann, a@b.c) already exists.", "Key (name, email)=(…) already exists."),
        ("Failing row contains (1, Ann, null).", "Failing row contains (…)."),
        ("GET /tasks/?text=secret&x=1 200", "GET /tasks/?… 200"),
        ("Is this so? a=b", "Is this so? a=b"),
    ],
)
def test_what_may_be_personal_is_taken_out_of_words(words: str, left: str) -> None:
    assert masked(words) == left


CRASH = """
import threading, warnings
import django
django.setup()
threading.Thread(target=lambda: {}["Ann ann@acme.test"], name="ann@acme.test").start()
warnings.warn("Not for ann@acme.test")
raise ValueError("Key (email)=(ann@acme.test) already exists.")
"""


@pytest.mark.slow
def test_what_nobody_caught_is_a_line_too() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH],
        env={**os.environ, "MOTORBLOK_DEVELOPMENT": "0"},
        capture_output=True,
        text=True,
        check=False,
    )

    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 1
    assert {line["logger"] for line in lines} == {"motorblok.uncaught", "py.warnings"}
    assert {line.get("error") for line in lines} == {None, "KeyError", "ValueError"}
    assert "ann@acme" not in done.stderr


@pytest.mark.slow
def test_what_the_web_server_says_is_a_line_too() -> None:
    code = (
        "import logging; from granian.log import LogLevels, configure_logging; configure_logging(LogLevels.error);"
        "import django; django.setup(); logging.getLogger('_granian').error('No answer for ann@acme.test')"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "MOTORBLOK_DEVELOPMENT": "0"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stderr)["message"] == "No answer for …"
    assert done.stdout == ""


def test_a_process_of_a_deployment_writes_json() -> None:
    code = "import django; django.setup(); import logging; logging.getLogger('motorblok').info('Up, %s', 'a@b.c')"

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "MOTORBLOK_DEVELOPMENT": "0"},
        capture_output=True,
        text=True,
        check=True,
    )

    (line,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert (line["level"], line["logger"], line["message"]) == ("info", "motorblok", "Up, …")
    assert line["time"].endswith("+00:00")
