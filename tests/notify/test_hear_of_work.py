"""Who hears of what: each event reaches the people whom it concerns, and nobody else."""

from datetime import timedelta

import pytest

from motorblok.accounts import actions as accounts
from motorblok.audit import readers
from motorblok.audit.models import Unread
from motorblok.board.sweeper import sweep_all
from motorblok.notify.models import Notice
from motorblok.sla.actions import tell_fired
from motorblok.work import actions
from tests import cast
from tests.notify.heard import ALWAYS, NOW, a_task, in_public, kinds, look
from tests.sla.promised import HOUR, a_calendar, an_agreement


@pytest.fixture
def people(acme, globex_schema):
    sam, rita = cast.sam(acme), cast.rita()
    staff = {"sam": sam, "rita": rita, "olga": cast.olga()}
    nils = cast.staff("Nils Elsewhere", "nils@motorblok.test", "agent")
    lena = cast.staff("Lena Legal", "lena@motorblok.test", "agent")
    accounts.assign_to_client(lena.id, client=acme, service_line="legal", actor=rita.actor, at=NOW)
    carla = cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "finance")
    contacts = {"ann": cast.ann(), "bob": cast.bob(), "carla": carla, "cleo": cast.cleo()}
    return {**staff, "nils": nils, "lena": lena, **contacts}


def by(person, client):
    return {"client_id": client.id, "actor": person.actor, "at": NOW}


def told(people):
    """Who has heard of anything, and of what."""
    return {name: heard for name, person in people.items() if (heard := kinds(person))}


def test_who_gets_a_task_hears_of_it(acme, people):
    task = a_task(acme)

    actions.assign_task(task.id, assignee=people["sam"].actor, **by(people["rita"], acme))
    look()

    assert told(people) == {"sam": ["assigned"]}


def test_nobody_hears_of_what_it_did_itself(acme, people):
    task = a_task(acme)

    actions.assign_task(task.id, assignee=people["sam"].actor, **by(people["sam"], acme))
    look()

    assert told(people) == {}


def test_who_is_handed_a_task_hears_of_it(acme, people):
    task = a_task(acme, assignee=people["rita"])

    actions.hand_over_task(task.id, to=people["sam"].actor, note="Half done.", **by(people["rita"], acme))
    look()

    assert told(people) == {"sam": ["handed_over"]}


def test_a_client_that_writes_is_heard_by_who_has_the_task(acme, people):
    task = a_task(acme, requester=people["bob"], assignee=people["sam"])

    actions.reply_to_provider(task.id, text="Any news?", **by(people["bob"], acme))
    look()

    assert told(people) == {"sam": ["client_replied"]}


@pytest.mark.parametrize(("line", "hears"), [("legal", {"lena", "sam"}), ("finance", {"sam"})])
def test_what_nobody_has_is_heard_by_the_agents_of_the_line(acme, people, line, hears):
    task = a_task(acme, requester=people["bob"], service_line=line)

    actions.reply_to_provider(task.id, text="Any news?", **by(people["bob"], acme))
    look()

    assert set(told(people)) == hears


def test_without_agents_the_leads_hear_it(acme, people):
    accounts.withdraw_from_client(people["sam"].id, client=acme, actor=cast.RITA, at=NOW)
    task = a_task(acme, requester=people["bob"])

    actions.reply_to_provider(task.id, text="Any news?", **by(people["bob"], acme))
    look()

    assert told(people) == {"rita": ["client_replied"]}


@pytest.mark.parametrize("verb", ["reply", "question", "resolve", "cancel"])
def test_a_client_hears_what_is_said_to_it(acme, people, verb):
    """The asker, the director, and the lead of the line; no other client."""
    task = a_task(acme, requester=people["bob"], assignee=people["sam"])
    how = by(people["sam"], acme)

    match verb:
        case "reply":
            actions.reply_to_client(task.id, text="On its way.", **how)
        case "question":
            actions.wait_for_client(task.id, question="Which month?", **how)
        case "resolve":
            actions.resolve_task(task.id, answer="Posted.", **how)
        case "cancel":
            actions.cancel_task(task.id, reason="Asked twice.", **how)
    look()

    assert set(told(people)) == {"ann", "bob", "carla"}


def test_an_asker_hears_of_its_task_in_a_line_that_others_look_after(acme, people):
    task = a_task(acme, requester=people["bob"], assignee=people["sam"], service_line="legal")

    actions.reply_to_client(task.id, text="On its way.", **by(people["sam"], acme))
    look()

    assert set(told(people)) == {"ann", "bob"}


def test_what_is_internal_is_heard_by_no_contact(acme, people):
    task = a_task(acme, requester=people["bob"], assignee=people["sam"])
    secret = a_task(acme, assignee=people["sam"], is_internal=True)

    actions.note_on_task(task.id, text="Careful.", **by(people["rita"], acme))
    actions.resolve_task(secret.id, answer="Done.", **by(people["rita"], acme))
    actions.reopen_task(secret.id, reason="Not so.", **by(people["rita"], acme))
    look()

    assert told(people) == {"sam": ["noted", "reopened"]}


def test_a_request_written_down_for_a_client_is_news_to_it(acme, people):
    actions.receive_task(
        actions.Draft(
            title="Quotes", service_line="finance", is_internal=False, requester_id=people["bob"].id
        ),
        **by(people["sam"], acme),
    )
    look()

    assert set(told(people)) == {"ann", "bob", "carla"}


def test_a_request_that_the_client_made_is_news_to_nobody(acme, people):
    draft = actions.Draft(
        title="Quotes", service_line="finance", is_internal=False, requester_id=people["bob"].id
    )

    actions.receive_task(draft, **by(people["bob"], acme))
    look()

    assert told(people) == {}


def test_who_left_or_was_withdrawn_hears_nothing_and_a_lead_does_instead(acme, people):
    task = a_task(acme, requester=people["bob"], assignee=people["sam"])
    accounts.withdraw_from_client(people["sam"].id, client=acme, actor=cast.RITA, at=NOW)
    accounts.deactivate(people["ann"].id, actor=cast.OLGA, at=NOW)

    actions.reply_to_provider(task.id, text="Any news?", **by(people["bob"], acme))
    actions.reply_to_client(task.id, text="Yes.", **by(people["rita"], acme))
    look()

    assert told(people) == {"bob": ["replied"], "carla": ["replied"], "rita": ["client_replied"]}


def test_reading_an_event_again_tells_nobody_twice(acme, people):
    task = a_task(acme, requester=people["bob"], assignee=people["sam"])
    actions.reply_to_client(task.id, text="On its way.", **by(people["sam"], acme))
    event_id = Unread.objects.order_by("event_id").last().event_id

    look()
    Unread.objects.create(event_id=event_id)
    readers.drain()

    assert kinds(people["bob"]) == ["replied"]


def test_imported_history_is_told_to_nobody(acme, people):
    task = a_task(acme, requester=people["bob"], assignee=people["sam"])

    actions.resolve_task(task.id, answer="Done.", source="import", **by(people["rita"], acme))
    look()

    assert Notice.objects.count() == 0


def test_what_happened_long_ago_is_news_to_nobody(acme, people):
    then = NOW - timedelta(days=30)
    task = a_task(acme, requester=people["bob"], assignee=people["sam"], at=then)

    actions.reply_to_client(task.id, text="Long ago.", client_id=acme.id, actor=people["sam"].actor, at=then)
    look()

    assert Notice.objects.count() == 0


def test_a_batch_of_events_costs_no_more_questions_than_one(acme, people, django_assert_max_num_queries):
    tasks = [a_task(acme, requester=people["bob"], assignee=people["sam"]) for _ in range(12)]
    for task in tasks:
        actions.reply_to_client(task.id, text="On its way.", **by(people["sam"], acme))

    with django_assert_max_num_queries(26):
        look()

    assert Notice.objects.filter(person_id=people["bob"].id).count() == 12


@pytest.fixture
def promised(acme, people):
    """A task of Sam's under four hours for its resolution, on a desk that never closes."""
    calendar = a_calendar(content=ALWAYS)
    an_agreement({"calendar": str(calendar.calendar_id), "targets": {"resolution": 4 * HOUR}})
    return a_task(acme, requester=people["bob"], assignee=people["sam"])


def time_passes(client, hours):
    """The sweeper fires what is due, the book is told, the readers look."""
    at = NOW + timedelta(hours=hours)
    with in_public():
        sweep_all(at=at)
    tell_fired(client.id, at=at)
    look()


def test_half_of_the_time_is_told_to_nobody(acme, people, promised):
    time_passes(acme, 2.1)

    assert told(people) == {}


def test_a_warning_is_for_who_has_the_task(acme, people, promised):
    time_passes(acme, 3.7)

    assert told(people) == {"sam": ["sla.clock.warned"] * 2}


def test_a_warning_of_what_nobody_has_is_for_the_leads(acme, people, promised):
    a_task(acme, requester=people["bob"])

    time_passes(acme, 3.1)

    assert told(people) == {"rita": ["sla.clock.warned"], "sam": ["sla.clock.warned"]}


def test_a_missed_promise_is_for_all_who_answer_for_it_and_the_client(acme, people, promised):
    time_passes(acme, 3.9)
    Notice.objects.all().delete()

    time_passes(acme, 4.1)

    assert set(told(people)) == {"sam", "rita", "olga", "ann", "bob", "carla"}
    assert {tuple(heard) for heard in told(people).values()} == {("sla.clock.breached",)}


def test_a_missed_promise_on_internal_work_is_for_staff_alone(acme, people, promised):
    actions.resolve_task(promised.id, answer="Done.", **by(people["sam"], acme))
    a_task(acme, assignee=people["sam"], is_internal=True)

    time_passes(acme, 4.1)

    assert set(told(people)) == {"sam", "rita", "olga"}


def test_who_is_assigned_as_a_lead_answers_for_the_client_instead_of_all_leads(acme, people, promised):
    lead = cast.staff("Lea Lead", "lea@motorblok.test", "lead")
    accounts.assign_to_client(lead.id, client=acme, service_line="finance", actor=cast.OLGA, at=NOW)

    time_passes(acme, 4.1)

    assert kinds(lead) == ["sla.clock.breached"]
    assert kinds(people["rita"]) == []
