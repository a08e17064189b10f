"""The steps of a task's page: wait, go on, hand over, prioritise, resolve, cancel, reopen; and the way back of each."""

import pytest

from motorblok.kernel import schema
from motorblok.work.models import State
from tenants.actions import suspend_client
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import promise, receive, text
from tests.console.tasks import ESCAPED, SCRIPT, at, do, kinds, stored, undo_of
from tests.sla.promised import HOUR, a_calendar, an_agreement

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


@pytest.fixture
def ritas():
    return cast.browser(cast.rita())


def test_a_question_makes_the_task_wait_and_stands_on_top(acme, ritas):
    promise(acme)
    task = receive(acme)

    answer = ritas.post(at(task, "waiting/"), {"text": "Which cost centre?"}, follow=True)

    assert stored(task).state == State.WAITING
    assert "Waiting for Acme Bakeries since" in text(answer)
    assert "If it goes on now, due" in text(answer)
    assert "waits for the client; your question is sent." in text(answer)


def test_the_clients_answer_makes_the_task_go_on(acme, ritas):
    task = receive(acme)
    ritas.post(at(task, "waiting/"), {"text": "Which cost centre?"})

    do(acme, "reply_to_provider", task, cast.ann(), text="The bakery's.")
    words = text(ritas.get(at(task)))

    assert "Waiting for Acme" not in words
    assert "The bakery's." in words


def test_a_wait_for_somebody_else_says_for_whom(acme, ritas):
    task = receive(acme)

    page = text(ritas.get(at(task, "waiting/third-party/")))
    silent = ritas.post(at(task, "waiting/third-party/"), {"whom": ""})
    answer = ritas.post(at(task, "waiting/third-party/"), {"whom": "The bank's letter"}, follow=True)

    assert "The client sees that you wait, and for whom." in page
    assert (silent.status_code, "Say whom you wait for" in text(silent)) == (422, True)
    assert "Waiting for a third party" in text(answer)
    assert "The bank's letter" in text(answer)


def test_who_does_not_wait_cannot_go_on(acme, ritas):
    task = receive(acme)

    answer = ritas.post(at(task, "resumption/"))

    assert answer.status_code == 409
    assert "not waiting for anybody" in text(answer)


def test_a_task_is_handed_over_with_a_note_for_colleagues(acme, ritas):
    task, sam = receive(acme), cast.sam(acme)

    answer = ritas.post(
        at(task, "handover/"), {"to": str(sam.id), "note": "Only the mail is left."}, follow=True
    )

    assert stored(task).assignee_id == sam.id
    assert "Only the mail is left." in text(answer)
    assert "Only the mail is left." not in text(cast.browser(cast.ann()).get(f"/tasks/{task.number}/"))


@pytest.mark.parametrize("missing", ["to", "note"])
def test_a_handover_needs_a_colleague_and_a_note_and_keeps_what_was_given(acme, ritas, missing):
    task, sam = receive(acme), cast.sam(acme)
    sent = {"to": str(sam.id), "note": "Only the mail is left.", missing: ""}

    answer = ritas.post(at(task, "handover/"), sent)

    assert answer.status_code == 422
    assert ("Choose a colleague." if missing == "to" else "Write your colleague how far it is.") in text(
        answer
    )
    assert (
        "Only the mail is left." if missing == "to" else f'value="{sam.id}" selected'
    ) in answer.content.decode()
    assert stored(task).assignee_id is None


def test_a_task_is_not_handed_over_to_who_does_not_work_there(acme, ritas):
    task, nils = receive(acme), cast.staff("Nils Elsewhere", "nils@motorblok.test", "agent")

    answer = ritas.post(at(task, "handover/"), {"to": str(nils.id), "note": "Yours."})

    assert answer.status_code == 422
    assert "Nils" not in text(ritas.get(at(task, "handover/")))


def promise_by_priority(acme):
    """An agreement that promises more for what is urgent."""
    with schema.entered(acme.schema_name):
        calendar = str(a_calendar().calendar_id)
        an_agreement(
            {"calendar": calendar, "targets": {"resolution": 16 * HOUR}},
            {
                "calendar": calendar,
                "priority": "urgent",
                "targets": {"first_response": HOUR, "resolution": 4 * HOUR},
            },
        )


def test_a_look_at_another_priority_shows_which_promises_would_change(acme, ritas):
    promise_by_priority(acme)
    task = receive(acme)

    same = text(ritas.get(at(task, "priority/")))
    urgent = ritas.get(at(task, "priority/"), {"priority": "urgent"})

    assert "stays as it is" in same
    assert "First response new" in text(urgent)
    assert "<s><time" in urgent.content.decode()
    assert kinds(task) == ["work.task.received"]


def test_another_priority_needs_a_reason_and_is_undone(acme, ritas):
    promise_by_priority(acme)
    task = receive(acme)

    silent = ritas.post(at(task, "priority/"), {"priority": "urgent", "reason": " "})
    answer = ritas.post(at(task, "priority/"), {"priority": "urgent", "reason": "Payment run"}, follow=True)
    place, fields = undo_of(answer)
    ritas.post(place, fields)

    assert (silent.status_code, "Say why" in text(silent)) == (422, True)
    assert "ACME-1 has priority urgent now." in text(answer)
    assert "Payment run" in text(answer)
    assert stored(task).priority == "normal"


@pytest.mark.parametrize("wrong", ["", "sky-high"])
def test_a_priority_is_one_of_the_list(acme, ritas, wrong):
    task = receive(acme)

    answer = ritas.post(at(task, "priority/"), {"priority": wrong, "reason": "Payment run"})

    assert answer.status_code == 422
    assert stored(task).priority == "normal"


@pytest.mark.parametrize(
    ("verb", "sent", "state"),
    [
        ("waiting/third-party/", {"whom": "The bank"}, State.RECEIVED),
        ("waiting/", {"text": "Which one?"}, State.RECEIVED),
        ("resolution/", {"text": "Done."}, State.RECEIVED),
        ("cancellation/", {"reason": "Sent twice."}, State.RECEIVED),
    ],
)
def test_a_step_is_taken_back_with_one_button(acme, ritas, verb, sent, state):
    task = receive(acme)

    answer = ritas.post(at(task, verb), sent, follow=True)
    place, fields = undo_of(answer)
    back = ritas.post(place, fields, follow=True)

    assert stored(task).state == state
    assert back.status_code == 200


def test_the_way_back_is_closed_once_somebody_has_gone_on(acme, ritas):
    task, sam = receive(acme), cast.sam(acme)
    place, fields = undo_of(ritas.post(at(task, "cancellation/"), {"reason": "Twice."}, follow=True))
    do(acme, "reopen_task", task, sam, reason="No, it is needed.")
    do(acme, "resolve_task", task, sam, answer="Done.")

    answer = ritas.post(place, fields)

    assert answer.status_code == 409
    assert stored(task).state == State.RESOLVED


@pytest.mark.parametrize(
    ("verb", "ended"), [("resolve_task", {"answer": "Done."}), ("cancel_task", {"reason": "Twice."})]
)
def test_reopening_is_undone_by_ending_it_as_before(acme, ritas, verb, ended):
    task = receive(acme)
    do(acme, verb, task, cast.rita(), **ended)
    before = stored(task)

    answer = ritas.post(at(task, "reopening/"), {"reason": "It is not right."}, follow=True)
    assert stored(task).is_open
    place, fields = undo_of(answer)
    ritas.post(place, fields)

    assert (stored(task).state, stored(task).answer) == (before.state, before.answer)


@pytest.mark.parametrize("verb", ["cancellation/", "reopening/"])
def test_an_ending_and_its_reversal_need_a_reason(acme, ritas, verb):
    task = receive(acme)
    if verb == "reopening/":
        do(acme, "resolve_task", task, cast.rita(), answer="Done.")

    answer = ritas.post(at(task, verb), {"reason": " "})

    assert answer.status_code == 422
    assert "Say why it is" in text(answer)


def test_a_step_that_does_not_suit_is_not_offered(acme, ritas):
    task = receive(acme)

    assert "Say why" not in text(ritas.get(at(task, "reopening/")))
    assert 'id="step"' not in ritas.get(at(task, "reopening/")).content.decode()
    assert 'id="step"' in ritas.get(at(task, "cancellation/")).content.decode()


@pytest.mark.parametrize(
    ("verb", "sent"),
    [
        ("waiting/", {"text": SCRIPT}),
        ("waiting/third-party/", {"whom": SCRIPT}),
        ("priority/", {"priority": "high", "reason": SCRIPT}),
        ("resolution/", {"text": SCRIPT}),
        ("cancellation/", {"reason": SCRIPT}),
        ("handover/", {"to": "nobody", "note": SCRIPT}),
    ],
)
def test_markup_in_any_field_is_shown_as_it_was_typed(acme, ritas, verb, sent):
    task = receive(acme)

    page = ritas.post(at(task, verb), sent, follow=True).content.decode()

    assert ESCAPED in page
    assert '<script>alert("x")' not in page


@pytest.mark.parametrize(
    ("next", "place"),
    [
        ("/?show=late", "/?show=late"),
        *((each, "") for each in ("https://evil.test/", "//evil.test/", "no path", "/é")),
    ],
)
def test_a_step_returns_to_where_it_was_asked_on_this_host_alone(acme, ritas, next, place):
    task = receive(acme)

    answer = ritas.post(at(task, "taking/"), {"next": next})

    assert answer["Location"] == (place or at(task))


def test_at_a_suspended_client_nothing_is_offered_and_nothing_done(acme, ritas):
    task = receive(acme)
    suspend_client(acme, reason="Unpaid", actor=RITA, at=MONDAY)

    page = ritas.get(at(task)).content.decode()
    answer = ritas.post(at(task, "messages/"), {"text": "Hello"})

    assert "data-writes" not in page
    assert answer.status_code == 409


def test_a_task_that_nobody_had_is_laid_back_by_undoing_the_assignment(acme, ritas):
    task, sam = receive(acme), cast.sam(acme)

    answer = ritas.post(at(task, "assignment/"), {"assignee": str(sam.id)}, follow=True)
    address, fields = undo_of(answer)
    ritas.post(address, fields)

    assert stored(task).assignee_id is None
    assert kinds(task)[-2:] == ["work.task.assigned", "work.task.released"]


def test_what_is_laid_back_can_be_taken_by_anybody(acme, ritas):
    task = receive(acme)
    ritas.post(at(task, "taking/"))

    answer = ritas.post(at(task, "release/"), follow=True)

    assert "is laid back for anybody to take." in text(answer)
    assert f'action="{at(task, "taking/")}"' in answer.content.decode()
