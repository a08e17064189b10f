"""One message that arrives fifty times at the same moment is one row and one effect, and everybody is answered."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from billing.models import InboundEvent, Invoice, Payment
from billing.tasks import work_off_notices
from motorblok.kernel import schema
from tests.billing import told

TIMES = 50


@pytest.fixture
def held(acme_committed):
    with told.pretending(), schema.entered(schema.PUBLIC):
        yield told.held(acme_committed)


def at_once(do):
    """Let fifty threads do it from one moment on; returns what each got."""
    gate = Barrier(TIMES)

    def one(n):
        gate.wait()
        try:
            return do(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(one, range(TIMES)))


@pytest.mark.slow
def test_fifty_times_at_once_is_one_row_and_one_effect(held):
    told.letters()
    told.pay(held)
    message = next(each for each in told.letters() if held.external_id.encode() in each[0])

    answers = at_once(lambda _n: told.post(*message).status_code)
    at_once(lambda _n: work_off_notices())

    assert answers == [200] * TIMES
    assert InboundEvent.objects.filter(object_id=held.external_id).count() == 1
    assert (Payment.objects.count(), Invoice.objects.get(id=held.invoice.id).settled) == (1, 12_100)


@pytest.mark.slow
def test_fifty_different_messages_about_it_at_once_have_one_effect(held):
    told.pay(held)
    for _ in range(TIMES):
        told.told("invoice", held.external_id)

    at_once(lambda _n: work_off_notices())

    assert set(InboundEvent.objects.values_list("state", flat=True)) == {"done"}
    assert (Payment.objects.count(), Invoice.objects.get(id=held.invoice.id).settled) == (1, 12_100)
