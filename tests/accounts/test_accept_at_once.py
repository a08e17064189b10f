"""Two browsers accept one invitation at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from motorblok.accounts import actions
from motorblok.accounts.actions.joining import InvitationDoesNotWork
from motorblok.accounts.models import Person
from motorblok.kernel import schema
from tests import cast
from tests.cast import MONDAY


@pytest.fixture
def token(transactional_db):
    with schema.entered(schema.PUBLIC):
        invitation = actions.invite_staff(
            name="Nina", email="nina@motorblok.test", role="agent", actor=cast.OLGA, at=MONDAY
        )
        return actions.send_invitation(invitation.id, at=MONDAY).token


def accept(name, token, barrier):
    barrier.wait()
    try:
        with schema.entered(schema.PUBLIC):
            return actions.accept_invitation(token, client=None, name=name, password="x", at=MONDAY).name
    except InvitationDoesNotWork:
        return None
    finally:
        connection.close()


def test_only_one_of_them_gets_the_account(token):
    barrier = Barrier(4)
    names = ["one", "two", "three", "four"]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda name: accept(name, token, barrier), names))

    (winner,) = [name for name in answers if name]
    with schema.entered(schema.PUBLIC):
        assert Person.objects.get(email="nina@motorblok.test").name == winner
