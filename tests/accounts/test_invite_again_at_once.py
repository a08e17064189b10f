"""Two colleagues invite the same person again at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from motorblok.accounts import actions
from motorblok.accounts.actions.invitations import AlreadyHasAccess
from motorblok.accounts.models import Invitation, Standing
from motorblok.kernel import schema
from tests import cast
from tests.cast import MONDAY, OLGA

BY = {"actor": OLGA, "at": MONDAY}


def again(person, barrier):
    barrier.wait()
    try:
        with schema.entered(schema.PUBLIC):
            return actions.invite_again(person.id, **BY).id
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_one_invitation_is_made_and_told_of_once(acme_committed, book):
    ann, barrier = cast.ann(), Barrier(3)
    actions.deactivate(ann.id, **BY)

    with ThreadPoolExecutor(3) as threads:
        made = set(threads.map(lambda _n: again(ann, barrier), range(3)))

    assert made == {Invitation.objects.open().get(person=ann).id}
    assert book.kinds().count("accounts.invitation.made") == 2  # the first is that by which she came


def test_who_comes_back_brings_no_old_password(acme):
    ann = cast.ann()
    actions.deactivate(ann.id, **BY)

    person = actions.invite_again(ann.id, **BY).person

    assert (person.standing, person.has_usable_password()) == (Standing.INVITED, False)


def test_who_has_access_is_not_invited_again(acme):
    with pytest.raises(AlreadyHasAccess):
        actions.invite_again(cast.ann().id, **BY)
