"""A subscription with seats lets so many contacts in and no more, however many are invited at once; nobody is put out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from motorblok.accounts import actions as accounts
from motorblok.accounts.models import Person
from motorblok.kernel import schema
from tenants.actions import Allowed, NoSeatLeft, NothingNewNow, set_allowance
from tenants.models import Client
from tests import cast
from tests.cast import MONDAY, OLGA


def allow(client: Client, seats: int | None, **said: bool) -> None:
    set_allowance(client, Allowed(seats=seats, **said), actor=OLGA, at=MONDAY)


def invite(client: Client, name: str):
    with schema.entered(schema.PUBLIC):
        return accounts.invite_contact(
            client, name=name, email=f"{name}@acme.test", role="requester", actor=OLGA, at=MONDAY
        )


def test_a_client_without_a_subscription_invites_as_many_as_it_likes(acme):
    for n in range(5):
        invite(acme, f"n{n}")

    assert Person.objects.circle(acme).count() == 5


def test_nobody_is_invited_beyond_the_seats(acme):
    allow(acme, 1)
    invite(acme, "first")

    with pytest.raises(NoSeatLeft):
        invite(acme, "second")

    assert [each.name for each in Person.objects.circle(acme)] == ["first"]


def test_an_invitation_that_is_withdrawn_frees_its_seat(acme):
    allow(acme, 1)
    first = invite(acme, "first")
    with schema.entered(schema.PUBLIC):
        accounts.revoke_invitation(first.id, actor=OLGA, at=MONDAY)

    invite(acme, "second")

    assert Person.objects.circle(acme).filter(deactivated_at=None).get().name == "second"


def test_whoever_left_needs_a_seat_to_come_back(acme):
    allow(acme, 1)
    first = invite(acme, "first")
    with schema.entered(schema.PUBLIC):
        accounts.revoke_invitation(first.id, actor=OLGA, at=MONDAY)
    invite(acme, "second")

    with schema.entered(schema.PUBLIC), pytest.raises(NoSeatLeft):
        accounts.invite_again(first.person_id, actor=OLGA, at=MONDAY)


def test_fewer_seats_put_nobody_out(acme):
    for name in ("first", "second"):
        cast.join(invite(acme, name))

    allow(acme, 1)

    assert Person.objects.circle(acme).active().count() == 2


def test_with_fewer_seats_an_invitation_waits_until_one_is_free(acme):
    cast.join(invite(acme, "first"))
    second = invite(acme, "second")
    allow(acme, 1)

    with pytest.raises(NoSeatLeft):
        cast.join(second)

    assert Person.objects.circle(acme).active().count() == 1


def test_while_an_invoice_is_overdue_nobody_new_is_invited(acme):
    allow(acme, None, may_grow=False)

    with pytest.raises(NothingNewNow):
        invite(acme, "first")


def test_who_was_invited_before_an_invoice_was_overdue_still_gets_in(acme):
    first = invite(acme, "first")
    allow(acme, 3, may_grow=False)

    cast.join(first)

    assert Person.objects.circle(acme).active().count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_invited_at_once_into_three_seats_are_three(acme_committed):
    allow(acme_committed, 3)

    def try_to(n: int) -> bool:
        try:
            invite(acme_committed, f"n{n}")
        except NoSeatLeft:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(16) as pool:
        got_in = sum(pool.map(try_to, range(50)))

    assert (got_in, Person.objects.circle(acme_committed).count()) == (3, 3)
