import threading

import pytest
from django.db import connection, transaction

from motorblok.audit.queries import entries
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import new_id
from tenants.actions import (
    ClientIsClosed,
    ClientIsOpening,
    ClientIsSuspended,
    close_client,
    must_accept_work,
    open_client,
    reopen_client,
    suspend_client,
)
from tenants.models import Client
from tests import world
from tests.cast import MONDAY, RITA


def suspend(client):
    suspend_client(client, reason="unpaid", actor=RITA, at=MONDAY)


def test_an_open_client_takes_work(acme):
    with transaction.atomic():
        must_accept_work(acme.id)


def test_a_suspended_client_takes_none_until_it_is_reopened(acme, book):
    suspend(acme)
    with pytest.raises(ClientIsSuspended), transaction.atomic():
        must_accept_work(acme.id)

    reopen_client(acme, actor=RITA, at=MONDAY)

    must_accept_work(acme.id)
    assert book.kinds() == ["tenants.client.suspended", "tenants.client.reopened"]


def test_why_it_was_suspended_stands_in_the_clients_own_book(acme, book):
    suspend(acme)

    (entry,) = entries(event.id for event in book.events())
    assert entry.sentence == "Rita Lead suspended this client: unpaid"


def test_suspending_twice_is_written_once(acme, book):
    suspend(acme)
    suspend(acme)

    assert book.kinds() == ["tenants.client.suspended"]


def test_a_closed_client_stays_closed(acme, book):
    close_client(acme, reason="moved away", actor=RITA, at=MONDAY)

    for verb in (
        lambda: must_accept_work(acme.id),
        lambda: suspend(acme),
        lambda: reopen_client(acme, actor=RITA, at=MONDAY),
    ):
        with pytest.raises(ClientIsClosed), transaction.atomic():
            verb()
    assert book.kinds() == ["tenants.client.closed"]


def test_a_client_without_a_schema_takes_no_work(public):
    client = open_client(name="Initech", slug="initech", actor=RITA, at=MONDAY)

    with pytest.raises(ClientIsOpening), transaction.atomic():
        must_accept_work(client.id)
    with pytest.raises(ClientIsOpening), transaction.atomic():
        suspend(client)


def test_nobodys_id_is_not_found(acme):
    with pytest.raises(NotFound), transaction.atomic():
        must_accept_work(new_id())


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_would_hold_nothing(acme_committed):
    with pytest.raises(transaction.TransactionManagementError):
        must_accept_work(acme_committed.id)


@pytest.mark.django_db(transaction=True)
def test_a_suspension_waits_for_the_work_under_way(acme_committed):
    done = threading.Event()

    def suspend_elsewhere():
        suspend(acme_committed)
        connection.close()
        done.set()

    with transaction.atomic():
        must_accept_work(acme_committed.id)
        other = threading.Thread(target=suspend_elsewhere)
        other.start()
        assert not done.wait(0.3)
    other.join(5)

    assert done.is_set()
    assert world.client("acme").state == "suspended"


@pytest.mark.django_db(transaction=True)
def test_two_works_run_side_by_side(acme_committed):
    done = threading.Event()

    def work_elsewhere():
        with schema.entered(acme_committed.schema_name), transaction.atomic():
            must_accept_work(acme_committed.id)
        connection.close()
        done.set()

    with transaction.atomic():
        must_accept_work(acme_committed.id)
        other = threading.Thread(target=work_elsewhere)
        other.start()
        assert done.wait(5)
    other.join(5)


def test_a_suspended_client_stays_among_the_built(acme):
    suspend(acme)

    assert acme in Client.objects.built()
    assert acme not in Client.objects.open()
