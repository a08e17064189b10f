"""What happened, told to either side: who spoke, what was written, and what only staff may know."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from motorblok.accounts.actions import create_key
from motorblok.accounts.viewers import ContactViewer, StaffViewer
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.ids import new_id
from motorblok.visibility import queries
from motorblok.visibility.explanations import explanation
from motorblok.visibility.kept import kept
from motorblok.visibility.questions import answers, questions
from motorblok.visibility.seen import Standing
from motorblok.visibility.urgency import count_late
from motorblok.work import actions
from tests import cast
from tests.cast import ANN, MONDAY, OLGA, RITA
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

KEPT = MONDAY + timedelta(minutes=5)


def contact(client):
    return ContactViewer(new_id(), "Ann", "director", client.id, None, "en")


def staff():
    return StaffViewer(new_id(), "Rita", "lead", "en", True, {})


def do(client, verb, task, *, by=RITA, at=KEPT, **how):
    return verb(task.id, client_id=client.id, actor=by, at=at, **how)


def told(viewer, task):
    return queries.task(viewer, task.number, at=KEPT).happenings


def test_what_was_written_is_told_with_its_side(acme):
    task = received(acme, actor=ANN)
    do(acme, actions.reply_to_client, task, text="We look.")
    do(acme, actions.wait_for_client, task, question="Which one?")
    do(acme, actions.reply_to_provider, task, by=ANN, text="The first.")
    do(acme, actions.resolve_task, task, answer="Done.")

    told_to_client = [(each.side, each.text, each.is_question) for each in told(contact(acme), task)]

    assert told_to_client == [
        ("client", "", False),
        ("provider", "We look.", False),
        ("provider", "Which one?", True),
        ("client", "The first.", False),
        ("provider", "Done.", False),
    ]


def test_notes_and_handovers_are_told_to_staff_alone(acme):
    task, sam = received(acme), cast.sam(acme)
    do(acme, actions.note_on_task, task, text="Their margin is thin")
    do(acme, actions.hand_over_task, task, to=sam.actor, note="You know them")

    for_staff = [(each.text, each.is_internal) for each in told(staff(), task)]

    assert for_staff[1:] == [("Their margin is thin", True), ("You know them", True)]
    assert [each.kind for each in told(contact(acme), task)] == ["work.task.received"]


@pytest.mark.parametrize(
    ("is_provider", "name", "side"), [(True, "Motorblok", "provider"), (False, "ERP", "client")]
)
def test_a_machine_speaks_for_whom_it_was_made(acme, is_provider, name, side):
    with schema.entered(schema.PUBLIC):
        made = create_key(
            acme,
            name="ERP",
            scopes=["tasks:read"],
            expires_at=MONDAY + timedelta(days=9),
            staff=cast.rita() if is_provider else None,
            actor=OLGA,
            at=MONDAY,
        )
    task = received(acme, actor=Actor("key", str(made.key.id), "ERP"))

    (happened,) = told(contact(acme), task)

    assert (happened.by, happened.side) == (name, side)
    assert told(staff(), task)[0].by == "ERP"


def test_the_reason_of_a_priority_is_the_providers(acme):
    task = received(acme)
    do(acme, actions.prioritise_task, task, priority="high", reason="Their director shouts")

    words = " ".join(f"{each.words} {each.text}" for each in told(contact(acme), task))

    assert "shouts" not in words


def test_the_version_is_for_staff_alone(acme):
    task = received(acme)
    do(acme, actions.note_on_task, task, text="x")

    assert queries.task(staff(), task.number, at=KEPT).version == 1
    assert not hasattr(queries.task(contact(acme), task.number, at=KEPT), "version")


def test_what_waits_stands_still_and_what_is_cancelled_has_no_verdict(acme):
    an_agreement({"targets": {"resolution": 4 * HOUR}})
    waiting, cancelled = received(acme), received(acme)
    do(acme, actions.wait_for_client, waiting, question="Which one?")
    do(acme, actions.cancel_task, cancelled, reason="Twice.")

    a_day_later = MONDAY + timedelta(days=1)
    seen = {
        each.number: each for each in queries.tasks(contact(acme), queries.Filters(), at=a_day_later).tasks
    }

    assert seen[waiting.number].standing == Standing.PAUSED
    assert seen[waiting.number].due_at is None
    assert seen[cancelled.number].standing == Standing.CANCELLED


def test_a_promise_that_was_broken_before_it_stood_still_is_late(acme):
    an_agreement({"targets": {"resolution": HOUR}})
    task = received(acme)
    do(acme, actions.wait_for_client, task, at=MONDAY + timedelta(hours=2), question="Which one?")

    (seen,) = queries.tasks(contact(acme), queries.Filters(), at=MONDAY + timedelta(hours=3)).tasks

    assert seen.standing == Standing.LATE


def test_a_promise_broken_before_a_longer_one_took_its_place_stays_late_while_it_stands_still(acme):
    viewer, later = contact(acme), MONDAY + timedelta(hours=3)
    an_agreement({"targets": {"resolution": 8 * HOUR}}, {"priority": "high", "targets": {"resolution": HOUR}})
    task = received(acme, priority="high")
    do(acme, actions.prioritise_task, task, at=MONDAY + timedelta(hours=2), priority="normal")
    do(acme, actions.wait_for_client, task, at=MONDAY + timedelta(hours=2), question="Which one?")

    (seen,), (explained,) = (
        queries.tasks(viewer, queries.Filters(), at=later).tasks,
        explanation(viewer, task.number, at=later),
    )

    assert (seen.standing, explained.standing) == (Standing.LATE, Standing.LATE)
    assert count_late(viewer, at=later) == 1
    assert kept(viewer, zone=ZoneInfo("Europe/Amsterdam"), at=later)[0].all.missed == 1


def test_the_oldest_question_comes_first_and_the_newest_answer(acme):
    for minute, title in enumerate(("One", "Two", "Three")):
        at = MONDAY + timedelta(minutes=minute)
        asked, done = received(acme, title=title), received(acme, title=f"{title} done")
        do(acme, actions.wait_for_client, asked, at=at, question=f"{title}?")
        do(acme, actions.resolve_task, done, at=at, answer=f"{title}.")
    do(acme, actions.wait_for_third_party, received(acme), whom="The supplier")

    viewer = contact(acme)

    assert [each.question for each in questions(viewer, at=KEPT, size=5)] == ["One?", "Two?", "Three?"]
    assert [each.answer for each in answers(viewer, at=KEPT, size=2)] == ["Three.", "Two."]
    assert queries.tallies(viewer, queries.Filters()) == {
        "": 7, "open": 4, "waiting": 3, "resolved": 3, "cancelled": 0,
    }  # fmt: skip
