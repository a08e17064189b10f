"""Writing from a task's page: a reply that the client reads, and a note that it never sees."""

from uuid import uuid4

import pytest

from motorblok.work.models import State
from tests import cast, world
from tests.console.pages import receive, text
from tests.console.tasks import ESCAPED, SCRIPT, at, do, kinds, stored

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


def test_a_reply_stands_in_the_conversation_and_answers_the_client(acme):
    task, browser = receive(acme), cast.browser(cast.rita())
    do(acme, "reply_to_provider", task, cast.ann(), text="How far is it?")
    assert "Acme Bakeries wrote and has no answer yet" in text(browser.get(at(task)))

    answer = browser.post(at(task, "messages/"), {"text": "Half done."}, follow=True)

    assert "Your message about ACME-1 is with the client." in text(answer)
    assert "wrote and has no answer yet" not in text(answer)
    assert 'class="said said-bubble said-provider' in answer.content.decode()
    assert stored(task).client_wrote_at is None


def test_a_note_is_shown_as_internal_and_reaches_no_client(acme):
    task, browser = receive(acme), cast.browser(cast.rita())

    answer = browser.post(at(task, "notes/"), {"text": "They forgot it again."}, follow=True)

    assert 'class="said said-note' in answer.content.decode()
    assert "Internal note" in text(answer)
    assert "They forgot it again." not in text(cast.browser(cast.ann()).get(f"/tasks/{task.number}/"))


def test_the_two_ways_to_write_are_two_forms_that_say_who_reads(acme):
    task = receive(acme, requester_id=cast.bob().id)
    cast.ann(), cast.contact("acme", "Hank Lead", "hank@acme.test", "lead", "hr")

    page = cast.browser(cast.rita()).get(at(task)).content.decode()

    assert page.count("data-writes=") == 2
    assert 'action="/clients/acme/tasks/ACME-1/messages/" data-writes="reply"' in page
    assert 'action="/clients/acme/tasks/ACME-1/notes/" data-writes="note"' in page
    assert "Acme Bakeries reads this</strong>: Ann Director, Bob Requester</span>" in page
    assert "Acme Bakeries never sees it." in page


def test_on_an_internal_task_there_is_nobody_to_reply_to(acme):
    task, browser = receive(acme, is_internal=True), cast.browser(cast.rita())

    page = browser.get(at(task)).content.decode()
    answer = browser.post(at(task, "messages/"), {"text": "Hello"})

    assert 'data-writes="reply"' not in page
    assert "Resolve with this answer" in page
    assert answer.status_code == 409
    assert "work.task.replied" not in kinds(task)


def test_an_internal_task_is_resolved_from_its_note(acme):
    task, browser = receive(acme, is_internal=True), cast.browser(cast.rita())

    refused = browser.post(at(task, "resolution/"), {"text": " "})
    answer = browser.post(at(task, "resolution/"), {"text": "Margins are fine."}, follow=True)

    assert refused.status_code == 422
    assert 'data-writes="reply"' not in refused.content.decode()
    assert "Margins are fine." in text(answer)
    assert stored(task).state == State.RESOLVED


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("messages/", "Write your message; the client reads it."),
        ("notes/", "Write your note; only colleagues read it."),
        ("waiting/", "Write what the client must answer; the client reads it."),
    ],
)
def test_nothing_is_not_sent(acme, verb, words):
    task = receive(acme)

    answer = cast.browser(cast.rita()).post(at(task, verb), {"text": "  "})

    assert answer.status_code == 422
    assert words in text(answer)
    assert kinds(task) == ["work.task.received"]


@pytest.mark.parametrize("verb", ["messages/", "notes/", "waiting/", "resolution/"])
@pytest.mark.parametrize("wrong", ["x" * 20_001, "NUL \x00"])
def test_what_cannot_be_kept_is_refused_and_stays_where_it_was_typed(acme, verb, wrong):
    task = receive(acme)

    answer = cast.browser(cast.rita()).post(at(task, verb), {"text": wrong})

    assert answer.status_code == 422
    assert f"{wrong[:3]}" in answer.content.decode()
    assert kinds(task) == ["work.task.received"]


def test_a_refused_note_stays_a_note(acme):
    task = receive(acme)

    page = cast.browser(cast.rita()).post(at(task, "notes/"), {"text": "x" * 20_001}).content.decode()

    reply, note = page.split('data-writes="note"')
    assert "xxxx" in note
    assert "xxxx" not in reply
    assert 'class="composer composer-at-note"' in page


@pytest.mark.parametrize("verb", ["messages/", "notes/"])
def test_a_form_sent_twice_is_written_once(acme, verb):
    task, browser, sent = (
        receive(acme),
        cast.browser(cast.rita()),
        {"text": "Half done.", "token": str(uuid4())},
    )

    answers = [browser.post(at(task, verb), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(kinds(task)) == 2


@pytest.mark.parametrize("verb", ["reply_to_client", "note_on_task", "reply_to_provider"])
def test_markup_in_a_message_is_shown_as_it_was_typed(acme, verb):
    task, who = receive(acme), cast.ann() if verb == "reply_to_provider" else cast.rita()
    do(acme, verb, task, who, text=SCRIPT)

    page = cast.browser(cast.rita()).get(at(task)).content.decode()

    assert ESCAPED in page
    assert SCRIPT[:8] + 'alert("x")' not in page


def test_a_reply_also_goes_out_on_a_resolved_task_but_not_on_a_cancelled_one(acme):
    resolved, cancelled, browser = receive(acme), receive(acme), cast.browser(cast.rita())
    do(acme, "resolve_task", resolved, cast.rita(), answer="Done.")
    do(acme, "cancel_task", cancelled, cast.rita(), reason="Sent twice.")

    sent = browser.post(at(resolved, "messages/"), {"text": "And greetings."}, follow=True)
    refused = browser.post(at(cancelled, "messages/"), {"text": "And greetings."})

    assert "And greetings." in text(sent)
    assert stored(resolved).state == State.RESOLVED
    assert refused.status_code == 409
    assert 'data-writes="reply"' not in browser.get(at(cancelled)).content.decode()
