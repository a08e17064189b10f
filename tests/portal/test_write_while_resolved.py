"""A contact sends a message in the very moment in which the task is resolved."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction

from motorblok.kernel import schema
from motorblok.work.actions import resolve_task
from motorblok.work.models import Task
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import receive, text

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def is_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


def send(browser, task, **changes):
    sent = {"token": str(uuid4()), "written_on": "received", "text": "Any news?", **changes}
    try:
        return browser.post(f"/tasks/{task.number}/messages/", sent)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_message_that_waited_for_the_resolution_does_not_open_the_task_again():
    acme, browser = world.client("acme"), None
    with schema.entered(schema.PUBLIC):
        task, browser = receive(acme), cast.browser(cast.ann())

    with schema.entered(acme.schema_name), ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            resolve_task(task.id, answer="Posted.", client_id=acme.id, actor=RITA, at=MONDAY)
            sending = pool.submit(send, browser, task)
            assert any(is_waiting() or time.sleep(0.02) for _ in range(500))
        refused = sending.result()

        assert (refused.status_code, Task.objects.get(pk=task.pk).state) == (409, "resolved")
    assert "terwijl u schreef" in text(refused)
    assert "Any news?" in text(refused)
    assert "Afgerond laten" in text(refused)
    assert refused.context["message"]["written_on"].value() == "resolved"
