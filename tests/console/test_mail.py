import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from tests import cast


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
