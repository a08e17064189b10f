"""Every refusal is a problem document with the right status, in the language asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from motorblok.accounts.actions import deactivate, revoke_key, withdraw_from_client
from motorblok.accounts.models import ApiKey, Person
from motorblok.kernel import schema
from motorblok.visibility import queries
from tenants.actions import close_client
from tenants.models import Client
from tests.api.callers import CONSOLE, DRAFT, TASKS, Caller, at_the_client, at_the_provider, staff
from tests.cast import MONDAY, OLGA

MEMBERS = {"type", "title", "status", "detail", "code", "errors"}


def assert_problem(answer, status: int, code: str) -> None:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    problem = answer.json()
    assert set(problem) == MEMBERS
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"].endswith(f"/{code}")
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize("key", ["", "nonsense", "mb_dev_x_y_z"])
def test_without_a_working_key_nothing_is_told(acme: Client, key: str) -> None:
    answer = Caller("acme.localhost", key).get(TASKS)

    assert_problem(answer, 401, "key-refused")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_with_one_letter_changed_is_refused(erp: Caller) -> None:
    swapped = erp.key.replace(erp.key[-10], "A" if erp.key[-10] != "A" else "B")

    assert_problem(Caller(erp.host, swapped).get(TASKS), 401, "key-refused")


def test_a_revoked_key_is_refused(acme: Client, erp: Caller) -> None:
    revoke_key(ApiKey.objects.get().id, client=acme, actor=OLGA, at=MONDAY)

    assert_problem(erp.get(TASKS), 401, "key-refused")


def test_an_expired_key_is_refused(acme: Client) -> None:
    old = at_the_client(acme, expires_at=datetime.now(UTC) + timedelta(hours=1))
    ApiKey.objects.update(expires_at=datetime.now(UTC))

    assert_problem(old.get(TASKS), 401, "key-refused")


def test_a_key_works_at_its_own_host_alone(erp: Caller, ritas: Caller, globex: Client) -> None:
    for host in ("globex.localhost", CONSOLE):
        assert_problem(Caller(host, erp.key).get(TASKS), 401, "key-refused")
    for host in ("acme.localhost", "globex.localhost"):
        assert_problem(Caller(host, ritas.key).get(TASKS), 401, "key-refused")


def test_a_key_does_nothing_for_staff_that_left_the_client(acme: Client, sams: Caller) -> None:
    sam = Person.objects.get(name="Sam Agent")
    withdraw_from_client(sam.id, client=acme, service_line="finance", actor=OLGA, at=MONDAY)

    assert_problem(sams.get(TASKS), 401, "key-refused")


def test_a_key_does_nothing_for_staff_that_left_the_provider(ritas: Caller) -> None:
    deactivate(Person.objects.get(name="Rita Lead").id, actor=OLGA, at=MONDAY)

    assert_problem(ritas.get(TASKS), 401, "key-refused")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/", "/api/v1/people/", "/api/v1/tasks", f"{TASKS}acme-1/", f"{TASKS}%00/"]
)
def test_an_unknown_address_is_a_problem_too(erp: Caller, path: str) -> None:
    assert_problem(erp.get(path), 404, "route-unknown")
    assert_problem(Caller(erp.host, "").post(path, {}), 404, "route-unknown")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_an_unknown_method_is_refused_with_those_there_are(erp: Caller, method: str) -> None:
    answer = erp.send(method, TASKS, b"")

    assert_problem(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "GET, HEAD, POST"


def test_only_json_is_offered(erp: Caller) -> None:
    assert_problem(erp.get(TASKS, Accept="text/html"), 406, "not-acceptable")
    assert erp.get(TASKS, Accept="text/html, */*;q=0.1").status_code == 200


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "nonsense"]
)
def test_only_json_is_understood(erp: Caller, kind: str) -> None:
    assert_problem(erp.send("POST", TASKS, b"title=x", Content_Type=kind), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "content", [b"{", b"\xff\xfe", b'{"title": NaN}', b"[" * 100_000, b"1" * 5000, b'{"title": "a" "b"}']
)
def test_what_is_not_json_is_malformed(erp: Caller, content: bytes) -> None:
    assert_problem(erp.send("POST", TASKS, content), 400, "malformed")


@pytest.mark.parametrize("content", [b"[]", b"null", b"7", b'"text"', b""])
def test_json_that_is_no_object_is_to_be_corrected(erp: Caller, content: bytes) -> None:
    assert_problem(erp.send("POST", TASKS, content), 422, "invalid")


def test_a_body_of_more_than_a_megabyte_is_not_read(erp: Caller) -> None:
    answer = erp.send("POST", TASKS, b'{"title": "' + b"x" * 1024 * 1024 + b'"}')

    assert_problem(answer, 413, "body-too-large")


def test_a_key_that_asks_too_often_is_told_when_to_come_back(acme: Client) -> None:
    eager = at_the_client(acme, per_minute=3)

    answers = [eager.get(TASKS) for _ in range(10)]

    assert 200 in {answer.status_code for answer in answers}
    assert_problem(answers[-1], 429, "too-many-requests")
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_a_closed_client_is_no_longer_there(acme: Client) -> None:
    ritas = at_the_provider(acme, staff("Rita Lead"))
    with schema.entered(schema.PUBLIC):
        close_client(acme, reason="left", actor=OLGA, at=MONDAY)

    assert_problem(ritas.get(TASKS), 403, "client-is-not-open")


def test_refusals_speak_the_language_asked_for(erp: Caller) -> None:
    english = erp.post(TASKS, {**DRAFT, "title": ""}, Accept_Language="en").json()
    dutch = erp.post(TASKS, {**DRAFT, "title": ""}, Accept_Language="nl").json()

    assert english["title"] == "Something must be corrected"
    assert dutch["title"] == "Er moet iets worden verbeterd"
    assert english["code"] == dutch["code"]


def test_what_nobody_foresaw_tells_nothing_of_itself(
    erp: Caller, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    monkeypatch.setattr(queries, "tasks", broken(RuntimeError("the secret of the house")))

    answer = erp.get(TASKS)

    assert_problem(answer, 500, "server-failed")
    assert "secret" not in answer.content.decode()
    assert "the secret of the house" in caplog.text


def test_a_database_that_is_away_is_a_matter_of_seconds(erp: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "tasks", broken(OperationalError("server closed the connection")))

    answer = erp.get(TASKS)

    assert_problem(answer, 503, "unavailable")
    assert answer["Retry-After"] == "5"


def broken(error: Exception):
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    return fail
