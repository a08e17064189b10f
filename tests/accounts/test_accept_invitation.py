"""Accepting an invitation: once, in time, at the right host."""

from datetime import timedelta

import pytest

from motorblok.accounts import actions
from motorblok.accounts.actions.joining import InvitationDoesNotWork
from motorblok.accounts.models import Invitation, Person
from tests import cast
from tests.cast import MONDAY


@pytest.fixture
def issued(public):
    invitation = actions.invite_staff(
        name="Nina", email="Nina@Motorblok.test", role="agent", actor=cast.OLGA, at=MONDAY
    )
    return actions.send_invitation(invitation.id, at=MONDAY)


def accept(token, *, client=None, at=MONDAY):
    return actions.accept_invitation(token, client=client, name="Nina Nieuw", password="a b c d e f g", at=at)


def test_who_accepts_has_an_account_with_that_name_and_password(issued, book):
    person = accept(issued.token)

    assert person.is_active
    assert person.name == "Nina Nieuw"
    assert person.email == "nina@motorblok.test"
    assert person.check_password("a b c d e f g")
    assert book.kinds() == ["accounts.invitation.accepted"]


def test_a_token_works_only_once(issued):
    accept(issued.token)

    with pytest.raises(InvitationDoesNotWork):
        accept(issued.token)


def test_a_token_works_until_its_last_second_and_not_after(issued):
    with pytest.raises(InvitationDoesNotWork):
        accept(issued.token, at=MONDAY + timedelta(hours=72))

    assert accept(issued.token, at=MONDAY + timedelta(hours=72) - timedelta(seconds=1)).is_active


def test_a_withdrawn_invitation_does_not_work(issued):
    actions.revoke_invitation(Invitation.objects.get().id, actor=cast.OLGA, at=MONDAY)

    with pytest.raises(InvitationDoesNotWork):
        accept(issued.token)


def test_sending_again_replaces_the_old_link(issued):
    again = actions.resend_invitation(Invitation.objects.get().id, actor=cast.OLGA, at=MONDAY)
    newer = actions.send_invitation(again.id, at=MONDAY)

    with pytest.raises(InvitationDoesNotWork):
        accept(issued.token)
    assert accept(newer.token).is_active


def test_an_invitation_to_the_console_does_not_work_at_a_client(issued, acme):
    with pytest.raises(InvitationDoesNotWork):
        accept(issued.token, client=acme)

    assert not Person.objects.get(email="nina@motorblok.test").is_active


def test_an_invitation_to_one_client_does_not_work_at_another(acme, globex):
    invitation = actions.invite_contact(
        acme, name="Nina", email="nina@acme.test", role="director", actor=cast.OLGA, at=MONDAY
    )
    issued = actions.send_invitation(invitation.id, at=MONDAY)

    with pytest.raises(InvitationDoesNotWork):
        accept(issued.token, client=globex)
    with pytest.raises(InvitationDoesNotWork):
        accept(issued.token)
    assert accept(issued.token, client=acme).client == acme


def test_the_token_is_stored_nowhere_as_it_is(issued, book):
    row = Invitation.objects.values().get()

    assert issued.token not in str(row)
    assert not [event for event in book.events() if issued.token.encode() in bytes(event.leaf)]
