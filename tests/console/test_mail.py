from datetime import UTC, datetime

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from motorblok.notify import sending
from motorblok.work import actions
from tests import cast
from tests.notify.heard import NOW, a_task, look


@pytest.fixture
def kept(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return EmailBackend(file_path=tmp_path)


def test_the_owner_reads_what_would_have_been_sent(kept, public):
    kept.send_messages(
        [EmailMessage("Bent u er?", "Klik https://x.example/y\n<script>", to=["ann@acme.test"])]
    )

    page = cast.browser(cast.olga()).get("/mail/").content.decode()

    assert "Bent u er?" in page
    assert 'href="https://x.example/y"' in page
    assert "&lt;script&gt;" in page


def test_signs_beyond_ascii_are_shown_as_they_were_written(kept, public):
    kept.send_messages([EmailMessage("Café", "BAKKER-76 · één €", to=["ann@acme.test"])])

    page = cast.browser(cast.olga()).get("/mail/").content.decode()

    assert "Café" in page
    assert "BAKKER-76 · één €" in page


def test_an_empty_folder_says_what_to_do(kept, public):
    assert "No mail yet" in cast.browser(cast.olga()).get("/mail/").content.decode()


def test_where_mail_is_sent_there_is_no_such_page(kept, public, settings):
    settings.DEVELOPMENT = False

    assert cast.browser(cast.olga()).get("/mail/").status_code == 404


def test_a_line_of_dashes_in_a_message_is_no_end(kept, public):
    kept.send_messages([EmailMessage("One", f"before\n{'-' * 79}\nafter", to=["ann@acme.test"])])
    kept.send_messages([EmailMessage("Two", "whole", to=["ann@acme.test"])])

    page = cast.browser(cast.olga()).get("/mail/")

    assert page.status_code == 200
    assert "whole" in page.content.decode()


def test_mail_about_the_work_is_kept_and_shown_like_any_other(kept, acme):
    bob, sam = cast.bob(), cast.sam(acme)
    task = a_task(acme, requester=bob, assignee=sam)
    actions.reply_to_client(task.id, text="<b>Posted</b>", client_id=acme.id, actor=sam.actor, at=NOW)
    look()

    sending.send_due(at=datetime.now(UTC))

    page = cast.browser(cast.olga()).get("/mail/").content.decode()
    assert f"[{task.number}] Post supplier invoice 4870" in page
    assert "&lt;b&gt;Posted&lt;/b&gt;" in page
