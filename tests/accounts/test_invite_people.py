"""Inviting people: who can be invited, what is noted, and the mail that follows from it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from motorblok.accounts import actions
from motorblok.accounts.actions.invitations import AlreadyHasAccess, ClientTakesNobody
from motorblok.accounts.models import Invitation, Person, Standing
from motorblok.audit import readers
from motorblok.kernel import schema
from motorblok.kernel.errors import Invalid, NotFound
from tenants.models import State
from tests import cast, world
from tests.accounts.gate import signed_in_as
from tests.cast import MONDAY


def invite(client, **changed):
    asked = {"name": "Nina", "email": "nina@acme.test", "role": "director", **changed}
    return actions.invite_contact(client, **asked, actor=cast.OLGA, at=datetime.now(UTC))


def test_who_is_invited_has_no_access_yet(acme, book):
    person = invite(acme).person

    assert person.standing == Standing.INVITED
    assert not person.is_active
    assert book.kinds() == ["accounts.invitation.made"]


def test_the_invitation_of_staff_is_in_the_public_book(public, book):
    actions.invite_staff(name="Nina", email="nina@motorblok.test", role="agent", actor=cast.OLGA, at=MONDAY)

    assert book.kinds() == ["accounts.invitation.made"]


def test_an_invitation_made_while_in_another_client_is_in_the_book_of_its_own(acme, globex, book):
    invite(acme)

    assert book.kinds() == []
    with schema.entered(acme.schema_name):
        assert book.kinds() == ["accounts.invitation.made"]


def test_who_has_access_cannot_be_invited_again(acme):
    cast.ann()

    with pytest.raises(AlreadyHasAccess) as refusal:
        invite(acme, email="ANN@acme.test")

    assert refusal.value.field == "email"


def test_inviting_twice_leaves_one_person_and_one_open_invitation(acme):
    first, second = invite(acme), invite(acme, role="requester")

    assert Person.objects.get(email="nina@acme.test").role == "requester"
    assert list(Invitation.objects.open()) == [second]
    assert first.person_id == second.person_id


def test_who_was_deactivated_comes_back_without_the_old_password(acme):
    ann = cast.ann()
    actions.deactivate(ann.id, actor=cast.OLGA, at=MONDAY)

    person = invite(acme, email=ann.email).person

    assert person.id == ann.id
    assert person.standing == Standing.INVITED
    assert not Person.objects.get(pk=ann.id).check_password(cast.PASSWORD)


@pytest.mark.parametrize(("role", "lines"), [("owner", []), ("agent", []), ("lead", ["alchemy"])])
def test_a_contact_has_a_contacts_role_and_service_lines_that_exist(role, lines, acme):
    with pytest.raises(Invalid):
        invite(acme, role=role, service_lines=lines)


@pytest.mark.parametrize("state", [State.OPENING, State.CLOSED])
def test_a_client_that_is_not_open_takes_nobody(state, acme):
    acme.state = state

    with pytest.raises(ClientTakesNobody):
        invite(acme)


def test_the_database_keeps_an_address_unique_in_each_circle(acme):
    cast.ann()
    twin = Person(kind="contact", client=acme, email="ann@acme.test", name="Ann", role="director")

    with pytest.raises(IntegrityError, match="accounts_contact_email"), transaction.atomic():
        twin.save()


def test_the_database_takes_no_address_in_capitals(acme):
    shouting = Person(kind="contact", client=acme, email="Ann@acme.test", name="Ann", role="director")

    with pytest.raises(IntegrityError, match="accounts_person_email_case"), transaction.atomic():
        shouting.save()


def test_withdrawing_an_invitation_closes_the_account(acme, book):
    invitation = invite(acme)

    actions.revoke_invitation(invitation.id, actor=cast.OLGA, at=MONDAY)

    assert Person.objects.get(email="nina@acme.test").standing == Standing.INACTIVE
    assert book.kinds()[-1] == "accounts.invitation.revoked"
    with pytest.raises(NotFound):
        actions.resend_invitation(invitation.id, actor=cast.OLGA, at=MONDAY)


def test_the_mail_leads_to_the_clients_own_host_in_its_language(acme):
    invite(acme)

    readers.drain()

    (letter,) = mail.outbox
    assert letter.to == ["nina@acme.test"]
    assert letter.subject == "Uw account bij Acme Bakeries"
    assert re.search(r"^http://acme\.localhost:8000/sign-in/invitation/\S{43}/$", letter.body, re.MULTILINE)


def test_the_mail_goes_out_once_however_often_the_event_is_read(acme):
    invitation = invite(acme)

    readers.drain()
    issued = actions.send_invitation(invitation.id, at=MONDAY)

    assert issued is None
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_be_sent_leaves_no_token_and_is_tried_again(acme, monkeypatch):
    invite(acme)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        readers.drain()
    assert Invitation.objects.get().token_hash is None
    world.forget_caches()  # the server is left alone for half a minute

    readers.drain()

    assert len(mail.outbox) == 1
    assert Invitation.objects.get().expires_at - datetime.now(UTC) > timedelta(hours=71)


def test_following_the_mail_sets_a_name_and_a_password_and_signs_in(acme):
    invite(acme)
    readers.drain()
    path = re.search(r"/sign-in/invitation/\S+", mail.outbox[0].body)[0]
    browser = cast.browser(client=acme)

    page = browser.get(path, follow=True)
    answer = browser.post("/sign-in/invitation/", {"name": "Nina Noord", "password": "a sentence to keep"})

    assert page.redirect_chain == [("/sign-in/invitation/", 302)]
    assert answer["Location"] == "/"
    assert signed_in_as(browser) == Person.objects.get(name="Nina Noord").id


def test_a_weak_password_is_sent_back_and_the_invitation_still_works(acme):
    invite(acme)
    readers.drain()
    browser = cast.browser(client=acme)
    browser.get(re.search(r"/sign-in/invitation/\S+", mail.outbox[0].body)[0])

    answer = browser.post("/sign-in/invitation/", {"name": "Nina", "password": "nina@acme.te"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    assert Invitation.objects.open().exists()


def test_a_link_that_does_not_work_says_so(acme):
    browser = cast.browser(client=acme)

    answer = browser.get(f"/sign-in/invitation/{'x' * 43}/", follow=True)

    assert answer.status_code == 410


def refuse(*_arguments, **_named):
    raise ConnectionRefusedError
