"""The mail server: what it takes is really sent, what it refuses or cannot take waits or is given up, and holds up nothing."""

import smtplib
import socket
import time
from datetime import timedelta

import pytest
from django.core.mail.backends.smtp import EmailBackend

from motorblok.accounts import actions as accounts
from motorblok.board.sweeper import sweep_all
from motorblok.config import addresses
from motorblok.notify import mail as letters
from motorblok.notify.models import Mailing, Notice
from motorblok.sla.actions import tell_fired
from motorblok.work import actions
from tests import cast
from tests.notify.heard import ALWAYS, NOW, a_task, in_public, look, post
from tests.notify.receiver import receiving
from tests.sla.promised import HOUR, a_calendar, an_agreement


@pytest.fixture
def server(settings):
    with receiving() as receiver:
        for name, value in addresses.mail(f"smtp://127.0.0.1:{receiver.port}", name="X").items():
            setattr(settings, name, value)
        settings.EMAIL_TIMEOUT = 1
        yield receiver


@pytest.fixture
def task(acme):
    return a_task(acme, requester=cast.bob(), assignee=cast.sam(acme))


def answer(client, task, count=1):
    for _ in range(count):
        actions.reply_to_client(task.id, text="Klaar.", client_id=client.id, actor=cast.sam().actor, at=NOW)
    look()


def states():
    return list(Notice.objects.order_by("told_at", "id").values_list("mailing", flat=True))


def test_a_mail_arrives_whole_over_smtp(server, acme, task):
    answer(acme, task)

    post()

    (letter,) = server.taken
    assert letter["To"] == "bob@acme.test"
    assert "Klaar." in letter.get_body(("plain",)).get_content()
    assert "Klaar." in letter.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("language", "warned", "late"),
    [
        ("en", "75 % of the time for the resolution has passed", "The resolution is late"),
        ("nl", "75 % van de tijd voor de oplossing is verstreken", "De oplossing is te laat"),
    ],
)
def test_a_promise_that_is_missed_reaches_people_by_inbox_and_mail(server, acme, language, warned, late):
    """From the alarm in the ledger through the event in the book to a mail in the reader's language."""
    sam, rita = cast.sam(acme), cast.rita()
    for person in (sam, rita):
        accounts.set_preferences(person.id, language=language, actor=person.actor, at=NOW)
    line = {"calendar": str(a_calendar(content=ALWAYS).calendar_id), "targets": {"resolution": HOUR}}
    an_agreement(line)
    a_task(acme, assignee=sam, at=NOW)

    with in_public():
        sweep_all(at=NOW + timedelta(minutes=61))
    tell_fired(acme.id, at=NOW + timedelta(minutes=61))
    look()
    post(NOW + timedelta(minutes=62))

    mailed = {name: [] for name in (sam.email, rita.email)}
    for letter in server.taken:
        mailed[letter["To"]].append(letter.get_body(("plain",)).get_content())
    assert [words for words in mailed[sam.email] if warned in words]
    assert [words for words in mailed[sam.email] if late in words]
    assert [late in words for words in mailed[rita.email]] == [True]
    page = cast.browser(sam).get("/inbox/").content.decode()
    assert (warned in page, late in page) == (True, True)


def test_what_is_refused_for_good_is_given_up(server, acme, task):
    server.answer = "550 no such mailbox"
    answer(acme, task)

    post()
    server.answer = "250 ok"
    post(NOW + timedelta(hours=1))

    assert (server.taken, states()) == ([], [Mailing.DROPPED])


def test_what_is_refused_for_now_is_sent_five_minutes_later(server, acme, task):
    server.answer = "450 greylisted"
    answer(acme, task)
    later = Notice.objects.get().told_at

    post()
    server.answer = "250 ok"
    post(later + timedelta(minutes=1))
    assert server.taken == []
    post(later + timedelta(minutes=6))

    assert (len(server.taken), states()) == (1, [Mailing.SENT])


def test_a_refused_mail_keeps_no_other_waiting(server, acme, task, monkeypatch):
    ann = cast.ann()
    answer(acme, task)
    refuse_first(server, monkeypatch)

    post()

    assert len(server.taken) == 1
    assert sorted(states()) == [Mailing.DROPPED, Mailing.SENT]
    assert Notice.objects.filter(person_id=ann.id).exists()


def refuse_first(server, monkeypatch):
    real, refused = EmailBackend.send_messages, []

    def send(self, messages):
        if not refused:
            refused.append(1)
            raise smtplib.SMTPRecipientsRefused({"x": (550, b"no")})
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)


def test_a_server_that_is_away_is_asked_again_and_nothing_is_lost(server, acme, task):
    answer(acme, task, count=3)
    port, _ = server.port, server.shutdown()
    server.server_close()

    assert post() == []
    assert states() == [Mailing.DUE] * 3
    assert port


def test_a_server_that_hangs_costs_a_round_its_patience_once(acme, task, settings):
    answer(acme, task, count=3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for name, value in addresses.mail(f"smtp://127.0.0.1:{silent.getsockname()[1]}", name="X").items():
            setattr(settings, name, value)
        settings.EMAIL_TIMEOUT = 0.5
        begun = time.monotonic()

        assert post() == []

    assert time.monotonic() - begun < 1.5
    assert states() == [Mailing.DUE] * 3


def test_a_server_that_is_away_holds_up_no_reader(server, acme, task, monkeypatch):
    """The inbox is filled; the mail about an account waits for the sweep, and asks the server once."""
    monkeypatch.setattr(letters.breaker, "closed_again_at", 0.0)
    asked = []
    monkeypatch.setattr(EmailBackend, "open", lambda self: asked.append(1) or _away())
    for name in ("bob@acme.test", "ann@acme.test"):
        cast.ann()
        accounts.ask_password_reset(name, client=acme, address="192.0.2.1", at=NOW)

    answer(acme, task)

    assert Notice.objects.filter(number=task.number).exists()
    assert len(asked) == 1


def _away():
    raise ConnectionRefusedError


def test_a_crash_between_the_server_and_the_commit_repeats_one_mail_under_its_name(
    server, acme, task, monkeypatch
):
    answer(acme, task)
    with monkeypatch.context() as broken:
        broken.setattr("motorblok.notify.sending._mark", _killed)
        with pytest.raises(KeyboardInterrupt):
            post()

    post()
    post()

    assert len(server.taken) == 2
    assert server.taken[0]["Message-ID"] == server.taken[1]["Message-ID"]


def _killed(*_args):
    raise KeyboardInterrupt
