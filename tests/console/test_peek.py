"""The preview of a task: what it shows, to whom, and that opening it is told to the client."""

import pytest

from motorblok.audit.models import Event
from motorblok.kernel import schema
from motorblok.work.actions import note_on_task, reply_to_provider, take_task, wait_for_client
from tests import cast, world
from tests.cast import ANN, MONDAY
from tests.console.pages import promise, receive, text

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


def do(verb, task, client, *, actor=None, **given):
    with schema.entered(client.schema_name):
        verb(task.id, **given, client_id=client.id, actor=actor or cast.rita().actor, at=MONDAY)


def peek(person, task):
    return cast.browser(person).get(f"/clients/acme/tasks/{task.number}/peek/")


def test_it_shows_promises_the_question_and_the_last_messages(acme):
    promise(acme)
    task = receive(acme, title="Close the month", description="For November.")
    do(take_task, task, acme)
    do(reply_to_provider, task, acme, actor=ANN, text="Is it done?")
    do(note_on_task, task, acme, text="They are in a hurry.")
    do(wait_for_client, task, acme, question="Which ledger?")

    words = text(peek(cast.rita(), task))

    told = ["Close the month", "waits for the client", "Which ledger?", "First response", "Resolution"]
    told += ["For November.", "Ann Director", "Is it done?", "They are in a hurry.", "internal", "Resume"]
    assert [each for each in told if each not in words] == []
    assert words.index("Is it done?") < words.index("They are in a hurry.")


def test_only_the_last_messages_are_shown(acme):
    task = receive(acme)
    for number in range(6):
        do(note_on_task, task, acme, text=f"Note {number}")

    words = text(peek(cast.rita(), task))

    assert [number for number in range(6) if f"Note {number}" in words] == [2, 3, 4, 5]


def test_nothing_comes_while_nothing_was_done_or_written(acme):
    task = receive(acme)
    seen = peek(cast.rita(), task).context["digest"]
    address = f"/clients/acme/tasks/{task.number}/peek/?seen={seen}"

    assert cast.browser(cast.rita()).get(address).status_code == 204
    do(note_on_task, task, acme, text="They called.")

    assert "They called." in text(cast.browser(cast.rita()).get(address))


def test_it_is_told_to_the_client_like_any_opening(acme):
    task = receive(acme)
    peek(cast.rita(), task)
    peek(cast.rita(), task)

    with schema.entered(acme.schema_name):
        assert Event.objects.filter(kind="accounts.staff.entered").count() == 1


def test_for_who_may_not_see_the_task_there_is_none(acme):
    globex = world.client("globex")
    task = receive(acme)

    assert peek(cast.sam(globex), task).status_code == 404
    assert cast.browser(cast.rita()).get("/clients/acme/tasks/ACME-99/peek/").status_code == 404


def test_markup_is_shown_as_text(acme):
    task = receive(acme, title="<script>1</script>", description="<script>2</script>")
    do(note_on_task, task, acme, text="<script>3</script>")
    do(wait_for_client, task, acme, question="<script>4</script>")

    page = peek(cast.rita(), task)

    assert b"<script>" not in page.content
    assert [number for number in b"1234" if b"&lt;script&gt;%c" % number not in page.content] == []
