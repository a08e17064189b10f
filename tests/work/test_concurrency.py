"""Two at the same moment: one wins, the other is told, and nothing is numbered twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from motorblok.kernel import schema
from motorblok.kernel.errors import DomainError
from motorblok.work.actions import resolve_task, take_task
from motorblok.work.models import Task
from tests.cast import MONDAY, RITA, SAM
from tests.work.tasks import received

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(client, *calls):
    def run(call):
        try:
            with schema.entered(client.schema_name):
                return call()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_numbers_are_unique_and_rising(acme):
    at_once(acme, *[lambda: received(acme)] * 8)

    numbers = sorted(
        int(number.removeprefix("ACME-")) for number in Task.objects.values_list("number", flat=True)
    )
    assert numbers == list(range(1, 9))


def test_of_two_who_take_a_task_one_has_it(acme):
    task = received(acme)

    results = at_once(
        acme,
        *[
            lambda actor=actor: take_task(task.id, client_id=acme.id, actor=actor, at=MONDAY)
            for actor in (SAM, RITA)
        ],
    )

    assert results.count("task-is-taken") == 1


def test_of_two_answers_one_stands(acme):
    task = received(acme)

    results = at_once(
        acme,
        *[
            lambda answer=answer: resolve_task(
                task.id, answer=answer, client_id=acme.id, actor=SAM, at=MONDAY
            )
            for answer in ("First.", "Second.")
        ],
    )

    assert results.count("task-is-resolved") == 1
