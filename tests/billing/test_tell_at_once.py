"""One message that arrives fifty times at the same moment is one row and one effect, and everybody is answered."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, current_thread
from time import sleep

import pytest
from django.db import connection

from billing.actions.inbound import work_off
from billing.gateways.fake.adapter import FakeGateway
from billing.models import GatewayLink, InboundEvent, Invoice, Payment
from billing.tasks import work_off_notices
from motorblok.kernel import schema
from tests.billing import told
from tests.billing.sessions import at_once

TIMES = 50


@pytest.fixture
def held(acme_committed):
    with told.pretending(), schema.entered(schema.PUBLIC):
        yield told.held(acme_committed)


@pytest.mark.slow
def test_fifty_times_at_once_is_one_row_and_one_effect(held):
    told.letters()
    told.pay(held)
    message = next(each for each in told.letters() if held.external_id.encode() in each[0])

    answers = at_once(lambda _n: told.post(*message).status_code, range(TIMES))
    at_once(lambda _n: work_off_notices(), range(TIMES))

    assert answers == [200] * TIMES
    assert InboundEvent.objects.filter(object_id=held.external_id).count() == 1
    assert (Payment.objects.count(), Invoice.objects.get(id=held.invoice.id).settled) == (1, 12_100)


@pytest.mark.slow
def test_fifty_different_messages_about_it_at_once_have_one_effect(held):
    told.pay(held)
    for _ in range(TIMES):
        told.told("invoice", held.external_id)

    at_once(lambda _n: work_off_notices(), range(TIMES))

    assert set(InboundEvent.objects.values_list("state", flat=True)) == {"done"}
    assert (Payment.objects.count(), Invoice.objects.get(id=held.invoice.id).settled) == (1, 12_100)


def test_an_older_answer_never_comes_last(held, monkeypatch):
    """One worker has looked and is slow to write it down; meanwhile it is paid, and a second one looks."""
    has_looked, look = Event(), FakeGateway.fetch

    def slow(self, kind, external_id):
        seen = look(self, kind, external_id)
        if current_thread().name.startswith("slow"):
            has_looked.set()
            sleep(0.7)
        return seen

    monkeypatch.setattr(FakeGateway, "fetch", slow)
    first, second = told.told("invoice", held.external_id), told.told("invoice", held.external_id)
    with (
        ThreadPoolExecutor(1, thread_name_prefix="slow") as slow_one,
        ThreadPoolExecutor(1, thread_name_prefix="quick") as quick_one,
    ):
        slow_one.submit(worked_off, first.id)
        assert has_looked.wait(5)
        told.pay(held)
        quick_one.submit(worked_off, second.id)

    assert GatewayLink.objects.get(external_id=held.external_id).state == "paid"
    assert Payment.objects.count() == 1


def worked_off(event_id):
    try:
        return work_off(event_id, at=told.now())
    finally:
        connection.close()
