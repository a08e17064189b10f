"""Accepting an invitation and closing the account lock in one order, so that neither waits for the other for ever."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from motorblok.accounts import actions
from motorblok.accounts.actions.joining import InvitationDoesNotWork
from motorblok.accounts.actions.standing import locked_person
from motorblok.accounts.models import Invitation
from motorblok.kernel import schema
from tests.cast import MONDAY, PASSWORD, SYSTEM

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def accept(token):
    try:
        with schema.entered(schema.PUBLIC):
            return actions.accept_invitation(token, client=None, name="Sam", password=PASSWORD, at=MONDAY)
    except InvitationDoesNotWork:
        return None
    finally:
        connection.close()


def is_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_who_accepts_waits_for_the_person_before_holding_the_invitation(public):
    invitation = actions.invite_staff(name="Sam", email="s@m.test", role="agent", actor=SYSTEM, at=MONDAY)
    token = actions.send_invitation(invitation.id, at=MONDAY).token

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locked_person(invitation.person_id)
            accepting = pool.submit(accept, token)
            assert any(is_waiting() or time.sleep(0.02) for _ in range(500))
            Invitation.objects.select_for_update(nowait=True).get(pk=invitation.pk)

        assert accepting.result().name == "Sam"
