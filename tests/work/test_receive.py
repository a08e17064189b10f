from datetime import timedelta

import pytest

from motorblok.audit.models import Audience
from motorblok.audit.queries import history
from motorblok.board.models import Alarm, Row
from motorblok.kernel.errors import Invalid
from motorblok.sla.models import Clock
from motorblok.work.models import State, Task
from tests.cast import MONDAY, RITA
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received


def test_it_gets_the_next_number_of_its_client(acme):
    first, second = received(acme), received(acme)

    assert (first.number, second.number) == ("ACME-1", "ACME-2")


def test_an_internal_task_leaves_no_gap_in_the_numbers_the_client_sees(acme):
    received(acme)
    internal = received(acme, is_internal=True)

    assert internal.number == "ACME-I-1"
    assert received(acme).number == "ACME-2"


def test_it_leaves_exactly_one_event_with_all_that_the_clocks_need(acme, book):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})

    task = received(acme, priority="high", level="")

    assert book.kinds()[-1:] == ["work.task.received"]
    (entry,) = history(task.subject)
    assert entry.signals == ("started",)
    assert [promise["kind"] for promise in entry.facts["promises"]] == ["first_response", "resolution"]
    assert entry.private["title"] == "Post supplier invoice 4870"


def test_its_clocks_run_and_their_alarms_are_armed(acme):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})

    task = received(acme, at=MONDAY)

    due = dict(Clock.objects.filter(subject=task.subject).values_list("kind", "due_at"))
    assert due == {"first_response": MONDAY + timedelta(hours=1), "resolution": MONDAY + timedelta(hours=4)}
    assert Alarm.objects.filter(subject=task.subject, kind="breached").count() == 2


def test_it_stands_on_the_workboard_by_its_most_urgent_clock(acme):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})

    task = received(acme)

    row = Row.objects.get(task_id=task.id)
    assert (row.client_id, row.number, row.state) == (acme.id, task.number, State.RECEIVED)
    assert row.target_kind == "first_response"
    assert row.urgent_at == Clock.objects.get(subject=task.subject, kind="first_response").breach_at


def test_without_an_agreement_nothing_is_promised_and_the_task_is_still_there(acme):
    task = received(acme)

    assert not Clock.objects.filter(subject=task.subject).exists()
    assert Row.objects.get(task_id=task.id).urgent_at is None


def test_what_happens_to_an_internal_task_is_for_no_client(acme):
    task = received(acme, is_internal=True)

    assert history(task.subject, audience=Audience.CLIENT) == []
    assert len(history(task.subject)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\x00b"}, "description"),
        ({"description": "x" * 20_001}, "description"),
        ({"service_line": "astrology"}, "service_line"),
        ({"priority": "whenever"}, "priority"),
    ],
)
def test_a_draft_that_cannot_be_worked_on_is_refused_and_leaves_nothing(acme, book, changes, field):
    with pytest.raises(Invalid) as refusal:
        received(acme, **changes)

    assert refusal.value.field == field
    assert not Task.objects.exists()
    assert book.kinds() == []


def test_scripts_are_kept_as_the_text_they_are(acme):
    task = received(acme, title="<script>alert(1)</script>", description="{{ 7*7 }}")

    assert Task.objects.get(id=task.id).title == "<script>alert(1)</script>"
    assert history(task.subject)[0].private["description"] == "{{ 7*7 }}"


def test_the_actor_is_in_the_book(acme):
    task = received(acme, actor=RITA)

    assert history(task.subject)[0].sentence.startswith("Rita Lead asked for “Post supplier invoice 4870”")
