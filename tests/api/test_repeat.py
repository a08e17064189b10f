"""Idempotency-Key: a request that is sent twice is done once, and answered twice alike."""

import threading

import pytest
from django.db import connection

from motorblok.accounts.actions import assign_to_client, withdraw_from_client
from motorblok.accounts.models import Person
from motorblok.kernel import schema
from motorblok.work.models import Task
from tenants.models import Client
from tests.api.callers import DRAFT, TASKS, Caller, at_the_client
from tests.cast import MONDAY, OLGA
from tests.conftest import Book

KEY = "order-114"


def test_a_repeat_gets_the_same_answer_and_does_nothing(erp: Caller, book: Book) -> None:
    first = erp.post(TASKS, DRAFT, Idempotency_Key=KEY)
    before = book.kinds()
    again = erp.post(TASKS, DRAFT, Idempotency_Key=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first["Location"] == again["Location"] == "/api/v1/tasks/ACME-1/"
    assert "Idempotent-Replay" not in first
    assert again["Idempotent-Replay"] == "true"
    assert book.kinds() == before
    assert Task.objects.count() == 1


def test_a_verb_can_be_repeated_too(erp: Caller, ritas: Caller, book: Book) -> None:
    erp.post(TASKS, DRAFT)
    path, answer = f"{TASKS}ACME-1/resolution/", {"answer": "Booked back."}

    first = ritas.post(path, answer, Idempotency_Key=KEY)
    again = ritas.post(path, answer, Idempotency_Key=KEY)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert book.kinds().count("work.task.resolved") == 1


@pytest.mark.parametrize(("ended", "words"), [("resolution", "answer"), ("cancellation", "reason")])
def test_what_took_an_ending_back_is_repeated_whatever_came_after(
    erp: Caller, ritas: Caller, book: Book, ended: str, words: str
) -> None:
    erp.post(TASKS, DRAFT)
    ritas.post(f"{TASKS}ACME-1/{ended}/", {words: "It is done."})
    other = {"resolution": "cancellation", "cancellation": "resolution"}[ended]

    first = ritas.delete(f"{TASKS}ACME-1/{ended}/", {"reason": "Not yet."}, Idempotency_Key=KEY)
    ritas.post(f"{TASKS}ACME-1/{other}/", {"answer" if other == "resolution" else "reason": "So be it."})
    again = ritas.delete(f"{TASKS}ACME-1/{ended}/", {"reason": "Not yet."}, Idempotency_Key=KEY)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert book.kinds().count("work.task.reopened") == 1


def test_a_receipt_is_repeated_when_the_service_line_was_withdrawn_since(acme: Client, sams: Caller) -> None:
    sent = {**DRAFT, "audience": "client"}
    first = sams.post(TASKS, sent, Idempotency_Key=KEY)
    sam = Person.objects.get(name="Sam Agent")
    with schema.entered(schema.PUBLIC):
        assign_to_client(sam.id, client=acme, service_line="hr", actor=OLGA, at=MONDAY)
        withdraw_from_client(sam.id, client=acme, service_line="finance", actor=OLGA, at=MONDAY)

    again = sams.post(TASKS, sent, Idempotency_Key=KEY)
    anew = sams.post(TASKS, sent)

    assert (first.status_code, again.status_code, anew.status_code) == (201, 201, 403)
    assert first.content == again.content


@pytest.mark.parametrize("changed", [{"title": "Another"}, {"description": "more"}])
def test_the_key_of_another_request_is_refused(erp: Caller, changed: dict[str, str]) -> None:
    erp.post(TASKS, DRAFT, Idempotency_Key=KEY)

    answer = erp.post(TASKS, {**DRAFT, **changed}, Idempotency_Key=KEY)

    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency-key-reused"
    assert Task.objects.count() == 1


def test_the_key_of_another_address_is_refused(erp: Caller, ritas: Caller) -> None:
    erp.post(TASKS, DRAFT)
    erp.post(TASKS, DRAFT)
    ritas.post(f"{TASKS}ACME-1/taking/", Idempotency_Key=KEY)

    answer = ritas.post(f"{TASKS}ACME-2/taking/", Idempotency_Key=KEY)

    assert answer.json()["code"] == "idempotency-key-reused"


def test_two_machines_may_use_the_same_key(acme: Client, erp: Caller) -> None:
    first = erp.post(TASKS, DRAFT, Idempotency_Key=KEY)
    other = at_the_client(acme).post(TASKS, DRAFT, Idempotency_Key=KEY)

    assert first.json()["number"] != other.json()["number"]


def test_after_a_refusal_the_key_is_free(erp: Caller) -> None:
    refused = erp.post(TASKS, {**DRAFT, "service_line": "gardening"}, Idempotency_Key=KEY)
    done = erp.post(TASKS, DRAFT, Idempotency_Key=KEY)

    assert (refused.status_code, done.status_code) == (422, 201)


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there"])
def test_an_unusable_key_is_refused(erp: Caller, key: str) -> None:
    answer = erp.post(TASKS, DRAFT, Idempotency_Key=key)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_two_at_the_same_moment_make_one_task(acme_committed: Client) -> None:
    erp, start, answers = at_the_client(acme_committed), threading.Barrier(4), []

    def send() -> None:
        start.wait()
        answers.append(erp.post(TASKS, DRAFT, Idempotency_Key=KEY))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert sorted("Idempotent-Replay" in answer for answer in answers) == [False, True, True, True]
    assert Task.objects.count() == 1
