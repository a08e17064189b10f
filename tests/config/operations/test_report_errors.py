"""What goes to Sentry, seen by a receiver over real HTTP: whose error it was, from which release, and nothing personal."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.http import Http404

from motorblok.accounts.models import Person
from motorblok.config.operations import monitors, sentry
from motorblok.kernel.errors import DomainError, NotAllowed
from tenants.models import Client
from tests import cast
from tests.api.callers import DRAFT, TASKS, at_the_client, at_the_provider
from tests.config.operations.failing import ID, LOUD, PERSONAL, fail, fail_inside, go_well, send_request
from tests.config.operations.receiver import Receiver, receiving

LOGGER = logging.getLogger("motorblok.tests")
HUNG = """
import atexit, logging, time
import django
atexit.register(lambda: print(time.monotonic() - ended))  # the first to be registered is the last to be asked
django.setup()
began = time.monotonic()
for _ in range(5):
    logging.getLogger("motorblok").error("Something is wrong")
ended = time.monotonic()
print(ended - began)
"""


CRASH = """
import threading
import django
django.setup()
loud = "".join(["CAN", "ARY"])  # what stands in the source as a whole would be told
thread = threading.Thread(target=lambda: {}[loud])
thread.start()
thread.join()
raise ValueError(f"{loud} ann@acme.test")
"""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        sentry.start(made.dsn, release="motorblok@1.2.3", environment="tests")
        monitors._told.clear()
        yield made
        sentry_sdk.get_client().close(timeout=0)
        sentry_sdk.get_global_scope().set_client(None)


@pytest.fixture
def ann(acme: Client) -> Person:
    return cast.ann()


def sent(receiver: Receiver, kind: str = "event") -> list[Any]:
    sentry_sdk.flush(timeout=5)
    return receiver.payloads(kind)


def assert_nothing_personal(receiver: Receiver) -> None:
    assert receiver.bodies
    assert [word for word in PERSONAL if word in receiver.everything] == []


def test_an_error_at_a_clients_portal_is_reported_with_ids_alone(
    receiver: Receiver, acme: Client, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motorblok.portal.requests.cards", fail)

    answer = send_request(ann, "/tasks/new/")

    (event,) = sent(receiver)
    where = {"client": "acme", "door": "portal", "person": str(ann.id), "request": ID}
    assert answer.status_code == 500
    assert event["tags"] == {**where, "view": "portal:new-task"}
    assert (event["release"], event["environment"]) == ("motorblok@1.2.3", "tests")
    assert event["transaction"] == "portal:new-task"
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert_nothing_personal(receiver)


def test_the_lines_of_our_source_are_told_but_no_value_in_them(
    receiver: Receiver, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motorblok.portal.requests.cards", lambda *_: {}[f"{LOUD}key"])

    send_request(ann, "/tasks/new/")

    (error,) = sent(receiver)[0]["exception"]["values"]
    assert "new_request" in [frame["function"] for frame in error["stacktrace"]["frames"]]
    assert "form" in "".join(frame["context_line"] for frame in error["stacktrace"]["frames"])
    assert not {"vars", "abs_path"} & {key for frame in error["stacktrace"]["frames"] for key in frame}


def test_an_error_inside_a_client_at_the_console_bears_the_client(
    receiver: Receiver, acme: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rita = cast.rita()
    monkeypatch.setattr("motorblok.console.receipts.posted", fail)

    send_request(rita, "/clients/acme/tasks/new/")

    (event,) = sent(receiver)
    assert event["tags"]["client"] == "acme"
    assert (event["tags"]["door"], event["tags"]["person"]) == ("console", str(rita.id))
    assert_nothing_personal(receiver)


@pytest.mark.parametrize("provider", [False, True])
def test_an_error_of_the_api_bears_the_key_and_the_client(
    receiver: Receiver, acme: Client, provider: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motorblok.api.v1.tasks.receive_task", fail)

    caller = at_the_provider(acme, cast.rita()) if provider else at_the_client(acme)
    body = {**DRAFT, "description": f"{LOUD}json", **({"audience": "client"} if provider else {})}
    answer = caller.post(TASKS, body, Idempotency_Key=f"{LOUD}idempotency")

    assert answer.status_code == 500
    tags = sent(receiver)[0]["tags"]
    assert (tags["client"], tags["door"], len(tags["key"])) == ("acme", "api", 36)
    assert_nothing_personal(receiver)


def test_an_error_in_a_worker_bears_the_client_and_the_request_that_asked_for_it(
    receiver: Receiver, acme: Client
) -> None:
    how = {"schema_name": acme.schema_name, "title": f"{LOUD}argument"}

    fail_inside.apply(kwargs=how, headers={"motorblok_request": ID})

    (event,) = sent(receiver)
    where = {"client": "acme", "door": "worker", "request": ID, "view": "tests.fail_inside"}
    assert event["tags"] == where
    assert_nothing_personal(receiver)


def test_what_the_beat_looks_after_checks_in(receiver: Receiver) -> None:
    go_well.apply(headers={"motorblok_beat": "send the mail that waits"})
    go_well.apply(headers={"motorblok_beat": "send the mail that waits"})
    go_well.apply(headers={"motorblok_beat": "compare with the gateways"})

    first, second = sent(receiver, "check_in")
    assert (first["monitor_slug"], first["status"]) == ("send-the-mail-that-waits", "ok")
    assert first["monitor_config"]["schedule"] == {"type": "interval", "value": 1, "unit": "minute"}
    assert second["monitor_config"]["schedule"] == {"type": "crontab", "value": "30 2 * * *"}
    assert first["release"] == "motorblok@1.2.3"


def test_what_fails_for_the_beat_checks_in_as_failed(receiver: Receiver, acme: Client) -> None:
    how = {"schema_name": acme.schema_name, "title": f"{LOUD}argument"}

    fail_inside.apply(kwargs=how, headers={"motorblok_beat": "read what is unread"})

    (check_in,) = sent(receiver, "check_in")
    assert (check_in["monitor_slug"], check_in["status"]) == ("read-what-is-unread", "error")
    assert_nothing_personal(receiver)


def test_every_entry_of_the_beat_has_a_monitor_of_its_own() -> None:
    entries = go_well.app.conf.beat_schedule

    assert {entry["options"]["headers"]["motorblok_beat"] for entry in entries.values()} == set(entries)
    assert all(monitors._config(entry["schedule"])["schedule"]["value"] for entry in entries.values())


@pytest.mark.parametrize("error", [DomainError("No."), NotAllowed(), Http404(f"{LOUD}")])
def test_what_was_to_be_expected_is_not_reported(receiver: Receiver, error: Exception) -> None:
    LOGGER.error("It was refused", exc_info=error)
    LOGGER.error("It is broken")

    assert [event["logentry"]["message"] for event in sent(receiver)] == ["It is broken"]


def test_what_is_filled_into_a_line_stays_here(receiver: Receiver) -> None:
    LOGGER.warning("Waited for %s", f"{LOUD}before")
    LOGGER.error("Cannot read %s of %s", f"{LOUD}file", "ann@acme.test")

    (event,) = sent(receiver)
    assert event["logentry"] == {"message": "Cannot read %s of %s"}
    assert event["breadcrumbs"]["values"][-1]["message"] == "Waited for %s"
    assert_nothing_personal(receiver)


def lose_leaf() -> None:
    raise RuntimeError("The tree has lost a leaf.")


def test_words_that_stand_in_the_source_are_told(receiver: Receiver) -> None:
    with pytest.raises(RuntimeError) as caught:
        lose_leaf()
    LOGGER.error("Sealing failed", exc_info=caught.value)

    (error,) = sent(receiver)[0]["exception"]["values"]
    assert error["value"] == "The tree has lost a leaf."


@pytest.mark.slow
@pytest.mark.parametrize("development", ["0", "1"])
def test_what_nobody_caught_in_a_process_is_reported_once(development: str) -> None:
    with receiving() as receiver:
        told = {"MOTORBLOK_SENTRY_DSN": receiver.dsn, "MOTORBLOK_DEVELOPMENT": development}
        code = [sys.executable, "-c", CRASH]
        done = subprocess.run(code, env={**os.environ, **told}, capture_output=True, check=False)

    kinds = [event["exception"]["values"][-1]["type"] for event in receiver.payloads("event")]
    assert done.returncode == 1
    assert sorted(kinds) == ["KeyError", "ValueError"]
    assert b"CANARY" not in receiver.everything


def test_without_an_address_nothing_is_sent() -> None:
    assert not sentry_sdk.is_initialized()


@pytest.mark.slow
def test_a_sentry_that_hangs_is_not_felt_while_we_work_nor_when_we_stop() -> None:
    with receiving(answering=False) as hung:
        done = subprocess.run(
            [sys.executable, "-c", HUNG],
            env={**os.environ, "MOTORBLOK_SENTRY_DSN": hung.dsn},
            capture_output=True,
            text=True,
            check=True,
        )

    to_report, to_stop = map(float, done.stdout.split())
    assert to_report < 0.5
    assert to_stop < sentry.STOP_SECONDS + 1
    assert "Traceback" not in done.stderr
