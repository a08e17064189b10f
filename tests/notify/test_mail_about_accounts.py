"""The mail that follows from events about accounts: to whom, in which language, and when it is too late for it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from motorblok.accounts import actions
from motorblok.accounts.models import Person
from motorblok.audit import readers
from motorblok.notify.mail import Letter, send
from tests import cast

NOW = datetime.now(UTC)


@pytest.fixture
def ann(acme):
    person = cast.ann()
    readers.drain()
    mail.outbox.clear()
    return person


def test_a_new_password_is_told_to_its_owner(ann):
    actions.set_password(ann.id, password="something new again", at=NOW)

    readers.drain()

    (letter,) = mail.outbox
    assert letter.to == [ann.email]
    assert letter.subject == "Uw wachtwoord bij Acme Bakeries is gewijzigd"
    assert "http://acme.localhost:8000/sign-in/" in letter.body


def test_mail_is_in_the_language_that_the_person_chose(ann):
    actions.set_preferences(ann.id, language="en", actor=ann.actor, at=NOW)
    actions.set_password(ann.id, password="something new again", at=NOW)

    readers.drain()

    assert mail.outbox[0].subject == "Your password at Acme Bakeries was changed"


def test_who_was_deactivated_meanwhile_is_told_nothing(ann):
    actions.ask_password_reset(ann.email, client=ann.client, address="192.0.2.1", at=NOW)
    actions.deactivate(ann.id, actor=cast.OLGA, at=NOW)

    readers.drain()

    assert mail.outbox == []


def test_a_wish_of_yesterday_is_not_answered(ann):
    yesterday = NOW - timedelta(days=1)
    actions.ask_password_reset(ann.email, client=ann.client, address="192.0.2.1", at=yesterday)

    readers.drain()

    assert mail.outbox == []


def test_nothing_that_a_person_typed_gets_into_the_headers(ann):
    ann.name = "Ann\nBcc: everybody@evil.test"
    Person.objects.filter(pk=ann.pk).update(name=ann.name)

    send(Letter("reset", {"link": "https://acme.test/"}), to=ann)

    assert mail.outbox[0].recipients() == [ann.email]
    assert set(mail.outbox[0].message().keys()) & {"Bcc", "Cc"} == set()


def test_names_are_written_as_they_are(ann):
    ann.name = "O'Neill & Søn <x>"

    send(Letter("reset", {"link": "https://acme.test/"}), to=ann)

    assert "O'Neill & Søn <x>" in mail.outbox[0].body


def test_a_reset_is_not_mailed_twice_by_one_look(ann):
    actions.ask_password_reset(ann.email, client=ann.client, address="192.0.2.1", at=NOW)

    readers.drain()
    readers.drain()

    assert len(mail.outbox) == 1


def test_a_mail_that_fails_has_none_of_the_others_sent_twice(ann, monkeypatch):
    def refuse_bob(letter: Letter, *, to: Person) -> None:
        if to.name == "Bob":
            raise ConnectionRefusedError
        send(letter, to=to)

    monkeypatch.setattr("motorblok.notify.readers.send", refuse_bob)
    for name in ("Abel", "Bob", "Cato"):
        email = f"{name}@acme.test"
        actions.invite_contact(ann.client, name=name, email=email, role="requester", actor=cast.OLGA, at=NOW)

    readers.drain()

    assert [letter.to for letter in mail.outbox] == [["abel@acme.test"], ["cato@acme.test"]]
