"""The inbox of contacts: what they hear of their tasks, in the provider's name, and nothing that is not theirs to see."""

from datetime import timedelta

import pytest

from motorblok.accounts import actions as accounts
from motorblok.notify.actions import forget_old
from motorblok.notify.models import Notice
from motorblok.work import actions
from tests import cast
from tests.console.pages import text
from tests.notify.heard import NOW, a_task, look


@pytest.fixture
def sam(acme):
    return cast.sam(acme)


def answered(client, sam, asker, words="It is on its way.", **changes):
    task = a_task(client, requester=asker, assignee=sam, **changes)
    how = {"client_id": client.id, "actor": sam.actor, "at": NOW}
    actions.note_on_task(task.id, text="CANARYnote", **how)
    actions.reply_to_client(task.id, text=words, **how)
    look()
    return task


def test_a_contact_hears_the_provider_and_no_name_of_its_staff(acme, sam):
    bob = cast.bob()
    answered(acme, sam, bob)

    page = text(cast.browser(bob).get("/inbox/"))

    assert "Motorblok schreef u It is on its way." in page
    assert (sam.name in page, "CANARY" in page) == (False, False)


def test_an_asker_hears_nothing_of_the_tasks_of_others(acme, sam):
    bob = cast.bob()
    answered(acme, sam, cast.ann())

    assert "Nog niets" in text(cast.browser(bob).get("/inbox/"))


def test_a_notice_of_a_task_that_is_not_its_own_any_more_does_not_exist(acme, sam):
    carla = cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "finance")
    answered(acme, sam, cast.bob())
    browser = cast.browser(carla)
    assert "It is on its way." in text(browser.get("/inbox/"))

    accounts.change_scope(carla.id, service_lines=["legal"], actor=cast.OLGA, at=NOW)

    assert "It is on its way." not in text(browser.get("/inbox/"))
    assert browser.get("/inbox/count/?seen=0").status_code == 204


def test_another_clients_contact_sees_nothing_even_under_its_own_name(acme, sam):
    """A row that named the wrong person would still not be shown: the task is not in that client's schema."""
    cleo = cast.cleo()
    answered(acme, sam, cast.bob())

    Notice.objects.update(person_id=cleo.id, client_id=cleo.client_id)

    assert "It is on its way." not in text(cast.browser(cleo).get("/inbox/"))


def test_opening_the_task_silences_the_bell(acme, sam):
    bob = cast.bob()
    task = answered(acme, sam, bob)
    browser = cast.browser(bob)
    assert "bell-count" in browser.get("/").content.decode()

    browser.get(f"/tasks/{task.number}/")

    assert "bell-count" not in browser.get("/").content.decode()


def test_marking_is_for_ones_own_notices_alone(acme, sam):
    bob, ann = cast.bob(), cast.ann()
    answered(acme, sam, bob)

    cast.browser(bob).post("/inbox/reading/", {})

    assert [each.person_id for each in Notice.objects.filter(read_at=None)] == [ann.id]


def test_what_somebody_else_marked_is_not_taken_back(acme, sam):
    bob, ann = cast.bob(), cast.ann()
    answered(acme, sam, bob)
    Notice.objects.update(read_at=NOW)

    cast.browser(ann).post("/inbox/unreading/", {"read_at": NOW.isoformat()})

    assert [each.person_id for each in Notice.objects.filter(read_at=None)] == [ann.id]


@pytest.mark.parametrize("read_at", ["", "soon", "2026-11-23T10:00:00", "\x00"])
def test_an_instant_that_is_none_takes_nothing_back(acme, sam, read_at):
    bob = cast.bob()
    answered(acme, sam, bob)
    Notice.objects.update(read_at=NOW)

    answer = cast.browser(bob).post("/inbox/unreading/", {"read_at": read_at})

    assert (answer.status_code, Notice.objects.filter(read_at=None).count()) == (302, 0)


def test_old_news_is_forgotten_after_half_a_year(acme, sam):
    answered(acme, sam, cast.bob())
    Notice.objects.update(told_at=NOW - timedelta(days=181))

    assert forget_old(at=NOW) == 1
