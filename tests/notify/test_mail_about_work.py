"""The mail about the work: in whose words, to whom, once, as one where there is much, and never to who may not see it."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from motorblok.accounts import actions as accounts
from motorblok.config.celery import app as celery
from motorblok.kernel import schema
from motorblok.notify import tasks
from motorblok.notify.models import Mailing, Notice
from motorblok.work import actions
from tenants.actions import close_client, set_accent
from tests import cast
from tests.cast import OLGA
from tests.notify.heard import NOW, a_task, look, post

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def bob(acme):
    return cast.bob()


@pytest.fixture
def sam(acme):
    return cast.sam(acme)


def answered(client, bob, sam, text="It is on its way.", *, count=1, at=NOW, **changes):
    """Answers to Bob, which he and nobody else is to be mailed about."""
    task = a_task(client, requester=bob, assignee=sam, at=at, **changes)
    for _ in range(count):
        actions.reply_to_client(task.id, text=text, client_id=client.id, actor=sam.actor, at=at)
    look()
    return task


def test_a_mail_says_what_happened_and_where_to_read_it(acme, bob, sam):
    task = answered(acme, bob, sam)

    (letter,) = post()

    assert (letter.to, letter.subject) == ([bob.email], f"[{task.number}] Post supplier invoice 4870")
    assert "Motorblok schreef u:\n\nIt is on its way." in letter.body
    assert f"http://acme.localhost:8000/tasks/{task.number}/" in letter.body
    assert sam.name not in letter.message().as_string()


def test_staff_is_mailed_in_its_own_language_with_links_to_the_console(acme, bob, sam):
    task = a_task(acme, requester=bob, assignee=sam)
    actions.reply_to_provider(task.id, text="Any news?", client_id=acme.id, actor=bob.actor, at=NOW)
    look()

    (letter,) = post()

    assert letter.to == [sam.email]
    assert "Bob Requester wrote\n" in letter.body
    assert "Any news?" not in letter.message().as_string()
    assert f"http://console.localhost:8000/clients/acme/tasks/{task.number}/" in letter.body
    assert "Acme Bakeries" in letter.body


def test_nobody_at_a_client_that_was_closed_meanwhile_is_mailed(acme, bob, sam):
    answered(acme, bob, sam)
    close_client(acme, reason="They left.", actor=OLGA, at=NOW)

    assert post() == []
    assert set(Notice.objects.of(bob.id).values_list("mailing", flat=True)) == {Mailing.DROPPED}


def test_the_mails_about_a_task_are_one_thread_and_from_a_machine(acme, bob, sam):
    answered(acme, bob, sam, count=2)

    first, second = (letter.message() for letter in post())

    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Subject"] == second["Subject"]
    assert (first["Auto-Submitted"], first["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert first["List-Unsubscribe"] == "<http://acme.localhost:8000/settings/>"
    assert first["From"] == "Motorblok <motorblok@localhost>"


def test_a_mail_goes_out_once_however_often_one_looks(acme, bob, sam):
    answered(acme, bob, sam)

    assert (len(post()), len(post())) == (1, 0)
    assert Notice.objects.get().mailing == Mailing.SENT
    assert Notice.objects.get().sent_at


@pytest.mark.parametrize(("mails", "count"), [("all", 1), ("mine", 1), ("none", 0)])
def test_the_asker_is_mailed_as_it_wishes(acme, bob, sam, mails, count):
    accounts.set_preferences(bob.id, mails=mails, actor=bob.actor, at=NOW)
    answered(acme, bob, sam)

    assert len(post()) == count


@pytest.mark.parametrize(("mails", "mailed"), [("all", True), ("mine", False), ("none", False)])
def test_a_director_is_mailed_about_the_tasks_of_others_as_it_wishes(acme, bob, sam, mails, mailed):
    ann = cast.ann()
    accounts.set_preferences(ann.id, mails=mails, actor=ann.actor, at=NOW)
    answered(acme, bob, sam)

    assert (ann.email in [letter.to[0] for letter in post()]) is mailed
    assert Notice.objects.filter(person_id=ann.id).count() == 1


def test_a_wish_is_heeded_that_was_made_before_the_mail_went_out(acme, bob, sam):
    answered(acme, bob, sam)
    accounts.set_preferences(bob.id, mails="none", actor=bob.actor, at=NOW)

    assert post() == []
    assert Notice.objects.get().mailing == Mailing.DROPPED


def test_what_was_read_meanwhile_is_not_mailed(acme, bob, sam):
    task = answered(acme, bob, sam)
    cast.browser(bob).get(f"/tasks/{task.number}/")

    assert post() == []


def test_who_may_not_see_it_any_more_is_not_mailed(acme, bob, sam):
    task = a_task(acme, requester=bob, assignee=sam)
    actions.reply_to_provider(task.id, text="Any news?", client_id=acme.id, actor=bob.actor, at=NOW)
    look()
    accounts.withdraw_from_client(sam.id, client=acme, actor=cast.OLGA, at=NOW)

    assert post() == []


def test_a_contact_who_sees_other_lines_now_is_not_mailed(acme, bob, sam):
    carla = cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "finance")
    answered(acme, bob, sam)
    accounts.change_scope(carla.id, service_lines=["legal"], actor=cast.OLGA, at=NOW)

    assert [letter.to for letter in post()] == [[bob.email]]


def test_who_was_deactivated_is_not_mailed(acme, bob, sam):
    answered(acme, bob, sam)
    accounts.deactivate(bob.id, actor=cast.OLGA, at=NOW)

    assert post() == []


def test_more_than_five_in_a_minute_come_as_one(acme, bob, sam):
    answered(acme, bob, sam, count=8)
    told_at = Notice.objects.first().told_at

    at_once, a_minute_later = post(told_at), post(told_at + timedelta(minutes=1))

    assert at_once == []
    (letter,) = a_minute_later
    assert letter.subject == "8 meldingen over uw werk"
    assert letter.body.count("Motorblok schreef u: It is on its way.") == 8
    assert Notice.objects.filter(mailing=Mailing.SENT).count() == 8


def test_what_follows_five_mails_waits_for_its_minute(acme, bob, sam):
    answered(acme, bob, sam, count=5)
    now = Notice.objects.first().told_at
    assert len(post(now)) == 5

    task = answered_again(acme, sam)
    Notice.objects.filter(mailing=Mailing.DUE).update(told_at=now, mail_at=now)

    assert (len(post(now)), len(post(now + timedelta(seconds=61)))) == (0, 1)
    assert task.number in mail.outbox[-1].subject


def answered_again(client, sam):
    number = Notice.objects.first().number
    task = actions.reply_to_client(
        Notice.objects.get(number=number, event_id=Notice.objects.first().event_id).task_id,
        text="And one more thing.",
        client_id=client.id,
        actor=sam.actor,
        at=NOW,
    )
    look()
    return task


def test_a_digest_over_clients_names_each(acme, globex, sam):
    accounts.assign_to_client(sam.id, client=globex, actor=cast.OLGA, at=NOW)
    cleo = cast.cleo()
    heard = [a_task(globex, requester=cleo, assignee=sam, title=f"Task {n}") for n in range(6)]
    for task in heard:
        actions.reply_to_provider(task.id, text="x", client_id=globex.id, actor=cleo.actor, at=NOW)
    look()

    (letter,) = post(datetime.now(NOW.tzinfo) + timedelta(minutes=2))

    assert letter.subject == "6 pieces of news about your work"
    assert letter.body.count("Globex Energy") == 6
    assert "http://console.localhost:8000/inbox/" in letter.body


def test_a_mail_server_that_was_away_for_a_day_gets_no_old_news(acme, bob, sam):
    answered(acme, bob, sam)

    assert post(NOW + timedelta(hours=25)) == []
    assert Notice.objects.get().mailing == Mailing.DROPPED
    assert Notice.objects.get().read_at is None


def test_a_link_is_all_that_a_private_provider_mails(acme, bob, sam, settings):
    settings.MOTORBLOK_MAIL_DETAIL = "link"
    task = answered(acme, bob, sam, "The salary is 4,000.", title="Dismissal of R. Roe")

    (letter,) = post()

    whole = letter.message().as_string() + letter.body
    assert letter.subject == f"[{task.number}] Nieuws over deze taak"
    assert f"/tasks/{task.number}/" in letter.body
    assert ("Roe" in whole, "salary" in whole) == (False, False)


def test_html_and_headers_hold_no_more_than_words(acme, bob, sam):
    answered(acme, bob, sam, SCRIPT, title=f"{SCRIPT}\r\nBcc: all@evil.test")

    (letter,) = post()

    ((html, _kind),) = letter.alternatives
    assert SCRIPT not in html
    assert "&lt;script&gt;" in html
    assert letter.recipients() == [bob.email]
    assert {"Bcc", "Cc"} & set(letter.message().keys()) == set()


def test_a_host_that_a_request_named_is_in_no_link(acme, bob, sam):
    task = a_task(acme, requester=bob, assignee=sam)
    browser = cast.browser(sam)
    browser.get(f"/clients/acme/tasks/{task.number}/", HTTP_X_FORWARDED_HOST="evil.test")
    actions.reply_to_client(task.id, text="x", client_id=acme.id, actor=sam.actor, at=NOW)
    look()

    (letter,) = post()

    assert "evil" not in letter.message().as_string()


def test_a_mail_to_a_contact_wears_the_colour_of_its_company(acme, bob, sam):
    set_accent(acme, accent="#c2410c", actor=sam.actor, at=NOW)
    answered(acme, bob, sam)

    (letter,) = post()

    assert "border-left: 4px solid #c2410c" in letter.alternatives[0][0]


def test_the_beat_sends_what_waits_wherever_the_worker_was(acme, bob, sam):
    answered(acme, bob, sam)
    schema.choose(None)

    assert tasks.send_mail() == 1


def test_the_beat_forgets_what_is_half_a_year_old(acme, bob, sam):
    answered(acme, bob, sam)
    Notice.objects.update(told_at=NOW - timedelta(days=200))

    assert (tasks.forget_notices(), Notice.objects.count()) == (1, 0)


def test_the_beat_knows_both():
    planned = {entry["task"] for entry in celery.conf.beat_schedule.values()}

    assert {tasks.send_mail.name, tasks.forget_notices.name} <= planned
