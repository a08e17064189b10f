"""The conversation in the portal: questions are answered, messages sent once, and nothing is opened again unasked."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.kernel import schema
from motorblok.work.actions import (
    cancel_task,
    note_on_task,
    reply_to_client,
    resolve_task,
    wait_for_client,
    wait_for_third_party,
)
from motorblok.work.models import Task
from tenants.actions import close_client, suspend_client
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import promise, receive, text

pytestmark = pytest.mark.usefixtures("public")
SCRIPT = "<script>alert('x')</script><b>bold</b>"


@pytest.fixture
def acme():
    return world.client("acme")


def rita(verb, task, **how):
    client = world.client("acme")
    with schema.entered(client.schema_name):
        return verb(task.id, client_id=client.id, actor=RITA, at=MONDAY, **how)


def message(text="Here it is.", **changes):
    return {"token": str(uuid4()), "written_on": "taken", "text": text, **changes}


def state(task):
    with schema.entered("c_acme"):
        return Task.objects.get(pk=task.pk).state


def send(task, person=None, **changes):
    return cast.browser(person or cast.ann()).post(f"/tasks/{task.number}/messages/", message(**changes))


def test_an_answer_lets_the_work_go_on(acme):
    task = receive(acme)
    rita(wait_for_client, task, question="Which cost centre is it?")
    browser = cast.browser(cast.ann())

    before = text(browser.get(f"/tasks/{task.number}/"))
    after = text(browser.post(f"/tasks/{task.number}/messages/", message("4711"), follow=True))

    assert "Wij hebben een antwoord van u nodig" in before
    assert "Which cost centre is it?" in before
    assert "Dank u: het werk aan ACME-1 gaat verder." in after
    assert "Wij hebben een antwoord van u nodig" not in after
    assert "4711" in after
    assert state(task) == "received"


def test_a_question_is_answered_on_the_first_page_and_the_reader_stays_there(acme):
    task = receive(acme)
    rita(wait_for_client, task, question="Which cost centre is it?")

    assert "Which cost centre is it?" in text(cast.browser(cast.ann()).get("/"))
    assert send(task, back="home", written_on="waiting")["Location"] == "/"
    assert state(task) == "received"


def test_pressing_twice_sends_once(acme):
    task, browser, sent = receive(acme), cast.browser(cast.ann()), message("Just once")

    for _ in range(2):
        page = browser.post(f"/tasks/{task.number}/messages/", sent, follow=True)

    assert text(page).count("Just once") == 1


def test_a_form_of_before_with_other_words_is_looked_at_once_more_and_then_sent(acme):
    task, browser, sent = receive(acme), cast.browser(cast.ann()), message("First")
    browser.post(f"/tasks/{task.number}/messages/", sent)

    refused = browser.post(f"/tasks/{task.number}/messages/", {**sent, "text": "Second"})
    again = message("Second", token=refused.context["message"]["token"].value())
    page = browser.post(f"/tasks/{task.number}/messages/", again, follow=True)

    assert (refused.status_code, again["token"] == sent["token"]) == (409, False)
    assert "al eerder verzonden" in text(refused)
    assert (text(page).count("First"), text(page).count("Second")) == (1, 1)


def test_both_sides_are_told_apart_and_staff_speaks_as_the_provider(acme):
    task = receive(acme)
    rita(reply_to_client, task, text="We look into it.")
    send(task, text="Thank you.")

    page = cast.browser(cast.ann()).get(f"/tasks/{task.number}/")

    sides = [(each.side, each.by, each.text) for each in page.context["flow"] if each.text]
    assert sides[-2:] == [
        ("provider", "Motorblok", "We look into it."),
        ("client", "Ann Director", "Thank you."),
    ]
    assert "Rita" not in text(page)


@pytest.mark.parametrize("words", ["", "   ", "x" * 20_001])
def test_a_refused_message_keeps_its_words(acme, words):
    task = receive(acme)

    answer = send(task, text=words)

    assert answer.status_code == 422
    assert words in text(answer) or not words.strip()
    assert len([each for each in answer.context["flow"] if each.text]) == 1


def test_what_was_resolved_meanwhile_is_not_opened_unasked(acme):
    task = receive(acme)
    rita(resolve_task, task, answer="Posted.")

    refused = send(task, text="Any news?", written_on="taken")

    assert refused.status_code == 409
    assert "terwijl u schreef" in text(refused)
    assert "Any news?" in text(refused)
    assert state(task) == "resolved"
    assert send(task, text="Any news?", written_on="resolved").status_code == 302
    assert state(task) == "received"


def test_a_cancelled_task_takes_no_message_and_says_what_to_do(acme):
    task = receive(acme)
    rita(cancel_task, task, reason="Asked for twice.")

    refused = send(task, text="Long and thoughtful words")
    page = cast.browser(cast.ann()).get(f"/tasks/{task.number}/")

    assert refused.status_code == 409
    assert "Long and thoughtful words" in text(refused)
    assert "doe dan een nieuw verzoek" in text(page)
    assert f"/tasks/new/?like={task.number}" in page.content.decode()
    assert "Asked for twice." in text(page)


def test_whom_the_work_waits_for_is_told_and_needs_no_answer(acme):
    promise(acme)
    task = receive(acme)
    rita(wait_for_third_party, task, whom="The tax office")

    words = text(cast.browser(cast.ann()).get(f"/tasks/{task.number}/"))

    assert "Wij wachten op een ander" in words
    assert "The tax office" in words


def test_a_paused_promise_says_so_in_plain_words(acme):
    promise(acme)
    task = receive(acme)
    rita(wait_for_client, task, question="Which one?")

    words = text(cast.browser(cast.ann()).get(f"/tasks/{task.number}/"))

    assert "staat stil, wacht op u" in words
    assert "de tijd waarin wij op u wachten, telt niet mee" in words
    assert "Als u nu antwoordt, is het uiterlijk" in words


def test_a_long_conversation_takes_no_more_statements_than_a_short_one(acme):
    promise(acme)
    task, browser, counts = receive(acme), cast.browser(cast.ann()), []
    browser.get(f"/tasks/{task.number}/")
    for rows in (1, 8):
        for n in range(rows):
            rita(reply_to_client, task, text=f"Message {n}")
            send(task, text=f"Answer {n}")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/tasks/{task.number}/")
        counts.append(len([query for query in asked if "search_path" not in query["sql"]]))

    assert counts[0] == counts[1] <= 14


def test_a_note_does_not_exist(acme):
    task = receive(acme)
    rita(note_on_task, task, text="Their margin is thin")

    page = cast.browser(cast.ann()).get(f"/tasks/{task.number}/")

    assert "margin" not in text(page)
    assert len(page.context["flow"]) == 1


@pytest.mark.parametrize("path", ["messages", "cancellation", "reopening"])
def test_what_is_not_to_be_seen_cannot_be_written_to(acme, path):
    internal, of_another = receive(acme, is_internal=True), receive(acme, title="Of Ann")

    for task in (internal, of_another):
        answer = cast.browser(cast.bob()).post(f"/tasks/{task.number}/{path}/", message(reason="x"))
        assert answer.status_code == 404
    assert state(of_another) == "received"


def test_markup_is_shown_as_it_was_written(acme):
    task = receive(acme, title=SCRIPT, description=SCRIPT)
    rita(reply_to_client, task, text=SCRIPT)
    send(task, text=SCRIPT)
    rita(wait_for_client, task, question=SCRIPT)
    browser = cast.browser(cast.ann())

    for path in ("/", "/tasks/", f"/tasks/{task.number}/", f"/tasks/new/?like={task.number}"):
        page = browser.get(path).content
        assert b"<script>alert" not in page
        assert b"<b>bold" not in page
        assert b"&lt;script&gt;alert" in page
    rita(resolve_task, task, answer=SCRIPT)
    assert b"<script>alert" not in browser.get("/").content + browser.get(f"/tasks/{task.number}/").content


def test_a_suspended_client_reads_all_and_is_told_why_it_cannot_write(acme):
    task, browser = receive(acme), cast.browser(cast.ann())
    suspend_client(acme, reason="Unpaid", actor=RITA, at=MONDAY)

    page = browser.get(f"/tasks/{task.number}/")
    answer = browser.post(f"/tasks/{task.number}/messages/", message("Still there?"))

    assert "Het werk voor uw bedrijf ligt stil" in text(page)
    assert "<textarea" not in page.content.decode()
    assert answer.status_code == 409
    assert "opgeschort" in text(answer)
    assert "Still there?" in text(answer)


def test_a_closed_client_is_answered_in_a_sentence(acme):
    task, browser = receive(acme), cast.browser(cast.ann())
    close_client(acme, reason="Left", actor=RITA, at=MONDAY)

    answer = browser.post(f"/tasks/{task.number}/messages/", message())

    assert answer.status_code == 410
    assert "Het werk voor Acme Bakeries is beëindigd." in text(answer)
