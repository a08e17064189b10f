"""Two rounds of mail at the same time, and two readers of one event: each mail goes out once all the same."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import connection

from motorblok.kernel import schema
from motorblok.notify import sending
from motorblok.notify.models import Mailing, Notice
from motorblok.notify.post import Post
from motorblok.work import actions
from tests import cast
from tests.notify.heard import NOW, a_task, look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slow_server(monkeypatch):
    taken = []

    def take(self, message):
        time.sleep(0.05)
        taken.append(message)

    monkeypatch.setattr(Post, "__call__", take)
    return taken


def round_of_mail(_turn):
    try:
        return sending.send_due(at=datetime.now(UTC))
    finally:
        schema.choose(None)
        connection.close()


def test_rounds_side_by_side_send_each_mail_once(acme_committed, slow_server):
    sam, people = cast.sam(acme_committed), [cast.ann(), cast.bob()]
    tasks = [a_task(acme_committed, requester=each, assignee=sam) for each in people]
    mail.outbox.clear()
    for task in tasks:
        actions.reply_to_client(task.id, text="Done.", client_id=acme_committed.id, actor=sam.actor, at=NOW)
    look()

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(round_of_mail, range(4)))

    names = [message.extra_headers["Message-ID"] for message in slow_server]
    assert sum(sent) == len(names) == len(set(names)) == 3
    assert set(Notice.objects.values_list("mailing", flat=True)) == {Mailing.SENT}
