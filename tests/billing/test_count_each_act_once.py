"""The ledger equals what was done: whatever comes twice, at once, or is rolled back, for clients side by side."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection, transaction

from billing.models import UsageRecord
from billing.readers import record_usage
from motorblok.audit import readers
from motorblok.audit.queries import entries
from motorblok.exchange.sending import act_once
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from tenants.actions import open_client, provision
from tests import world
from tests.billing.metered import fact, records, told
from tests.cast import MONDAY, SAM

ACTS, UNDONE, TWICE = 2_000, 0.05, 0.1
"""So many acts, of which so many are rolled back and so many are sent twice."""


def at_once(do: Callable[..., None], given: Iterable[object], *, workers: int = 8) -> None:
    """Do it to all that is given, by so many at once, each with its own connection."""

    def alone(each: object) -> None:
        try:
            do(each)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(alone, given))


def five_clients() -> dict[str, UUID]:
    """Acme, Globex and three more, by the name of their book."""
    with world.as_owner():
        made = [
            provision(open_client(name=slug, slug=slug, actor=SAM, at=MONDAY).id, at=MONDAY)
            for slug in ("initech", "hooli", "umbrella")
        ]
    found = [world.client("acme"), world.client("globex"), *made]
    return {client.schema_name: client.id for client in found}


@pytest.mark.django_db(transaction=True)
def test_an_event_that_fifty_read_at_once_counts_once(acme_committed):
    event_id = told(fact(quantity="3"), fact("calls"))

    def read(_turn: object) -> None:
        with schema.entered("c_acme"):
            record_usage(entries([event_id]))

    at_once(read, range(50), workers=10)

    assert sorted((row.meter, row.quantity) for row in records(acme_committed)) == [
        ("calls", 1),
        ("tasks_resolved", 3),
    ]
    readers.drain()
    assert len(records(acme_committed)) == 2


@pytest.mark.django_db(transaction=True)
def test_something_that_fifty_take_back_at_once_is_taken_back_once(acme_committed):
    first = told(fact())
    back = [told(fact(quantity="-1", takes_back={"event": str(first), "part": 0})) for _ in range(10)]
    record_usage(entries([first]))

    def read(event_id: object) -> None:
        with schema.entered("c_acme"):
            record_usage(entries([event_id]))

    at_once(read, back * 5, workers=10)

    assert sorted(row.quantity for row in records(acme_committed)) == [-1, 1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_thousand_acts_of_five_clients_are_counted_as_they_were_done(transactional_db):
    clients, done, plan, chance = five_clients(), Counter(), [], random.Random(4)
    for book in list(clients) * (ACTS // len(clients)):
        undone = chance.random() < UNDONE
        plan += [(book, new_id(), undone)] * (2 if chance.random() < TWICE else 1)
        done[book] += not undone
    chance.shuffle(plan)

    def act(each: tuple) -> None:
        book, token, undone = each
        with schema.entered(book), transaction.atomic():
            sent(token, clients[book])
            transaction.set_rollback(undone)

    at_once(act, plan)
    at_once(drain, list(clients) * 4)

    with schema.entered(schema.PUBLIC):
        counted = Counter(UsageRecord.objects.values_list("book", "client_id"))
    assert counted == {(book, clients[book]): many for book, many in done.items()}
    assert 1_800 < sum(done.values()) < len(plan)


def sent(token, client_id) -> None:
    """The verb behind the forms' own protection against what is sent twice."""

    def do() -> dict[str, str]:
        told(fact())
        return {}

    act_once(token, client_id, SAM, content="act", act=do)


def drain(book: object) -> None:
    with schema.entered(str(book)):
        readers.drain()
