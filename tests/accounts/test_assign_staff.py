"""Assignments: who of the staff may enter which client, and that the client's own book tells of it."""

from datetime import timedelta

import pytest

from motorblok.accounts import actions, queries, viewers
from motorblok.accounts.actions.assignments import AlreadyAssigned
from motorblok.audit.queries import history
from motorblok.kernel import schema
from motorblok.kernel.errors import Invalid, NotFound
from tests import cast
from tests.cast import MONDAY

BY = {"actor": cast.OLGA, "at": MONDAY}


def test_an_assignment_is_in_the_book_of_the_client(acme, globex, book):
    sam = cast.sam()

    actions.assign_to_client(sam.id, client=acme, service_line="finance", **BY)

    assert book.kinds() == []
    with schema.entered(acme.schema_name):
        assert history(sam.subject)[-1].facts == {"service_line": "finance"}


def test_an_agent_sees_the_lines_it_is_assigned_to_and_nothing_else(acme, globex):
    sam = cast.sam()
    for line in ("finance", "hr"):
        actions.assign_to_client(sam.id, client=acme, service_line=line, **BY)

    viewer = viewers.of_staff(sam)

    assert viewer.clients() == {acme.id}
    assert viewer.may_see(acme.id, "hr")
    assert not viewer.may_see(acme.id, "legal")
    assert not viewer.may_enter(globex.id)
    assert not viewer.may_see(globex.id, "hr")


@pytest.mark.parametrize("lines", [["hr", None], [None, "hr"]])
def test_all_lines_stay_all_lines_beside_a_single_one(lines, acme):
    sam = cast.sam()
    for line in lines:
        actions.assign_to_client(sam.id, client=acme, service_line=line, **BY)

    assert viewers.of_staff(sam).may_see(acme.id, "legal")


@pytest.mark.parametrize("who", ["olga", "rita"])
def test_owner_and_lead_see_all_clients(who, acme, globex):
    viewer = viewers.of_staff(getattr(cast, who)())

    assert viewer.clients() is None
    assert viewer.may_see(acme.id, "hr")
    assert viewer.may_see(globex.id, "legal")


def test_the_same_assignment_is_made_once(acme):
    sam = cast.sam(acme)

    with pytest.raises(AlreadyAssigned):
        actions.assign_to_client(sam.id, client=acme, **BY)


def test_withdrawing_ends_it_and_is_noted(acme):
    sam = cast.sam(acme)

    actions.withdraw_from_client(sam.id, client=acme, **BY)

    assert not viewers.of_staff(sam).may_enter(acme.id)
    assert history(sam.subject)[-1].kind.name == "accounts.staff.withdrawn"
    with pytest.raises(NotFound):
        actions.withdraw_from_client(sam.id, client=acme, **BY)


def test_only_staff_is_assigned_and_only_to_lines_that_exist(acme):
    with pytest.raises(NotFound):
        actions.assign_to_client(cast.ann().id, client=acme, **BY)
    with pytest.raises(Invalid):
        actions.assign_to_client(cast.sam().id, client=acme, service_line="alchemy", **BY)


def test_opening_a_clients_data_is_told_once_an_hour(acme):
    rita = cast.rita()

    for minutes in (0, 30, 59, 61):
        actions.enter_client(acme, actor=rita.actor, at=MONDAY + timedelta(minutes=minutes))

    told = [entry for entry in history(rita.subject) if entry.kind.name == "accounts.staff.entered"]
    assert [entry.occurred_at for entry in told] == [MONDAY, MONDAY + timedelta(minutes=61)]
    assert told[0].sentence == "Rita Lead opened this client's data"


def test_a_visit_under_way_costs_one_question(acme, django_assert_num_queries):
    rita = cast.rita()
    actions.enter_client(acme, actor=rita.actor, at=MONDAY)

    with django_assert_num_queries(1):
        actions.enter_client(acme, actor=rita.actor, at=MONDAY)


def test_who_may_be_given_work(acme, globex):
    sam, _rita, _olga = cast.sam(), cast.rita(), cast.olga()
    actions.assign_to_client(sam.id, client=acme, service_line="hr", **BY)

    assert [row.name for row in queries.colleagues_for(acme.id, "hr")] == [
        "Olga Owner",
        "Rita Lead",
        "Sam Agent",
    ]
    assert [row.name for row in queries.colleagues_for(acme.id, "legal")] == ["Olga Owner", "Rita Lead"]
    assert queries.may_work_on(sam.id, client_id=acme.id, service_line="hr")
    assert not queries.may_work_on(sam.id, client_id=globex.id, service_line="hr")


def test_who_left_is_given_no_work(acme):
    sam = cast.sam(acme)
    actions.deactivate(sam.id, **BY)

    assert not queries.may_work_on(sam.id, client_id=acme.id, service_line="hr")


def test_lists_of_people_cost_the_same_however_long_they_are(acme, django_assert_max_num_queries):
    cast.sam(acme), cast.rita(), cast.olga(), cast.ann(), cast.bob()
    queries.staff()

    with django_assert_max_num_queries(3):
        rows = queries.staff()
    with django_assert_max_num_queries(3):
        contacts = queries.contacts_of(acme.id)

    assert [post.client_slug for row in rows for post in row.posts] == ["acme"]
    assert [row.name for row in contacts] == ["Ann Director", "Bob Requester"]
    assert [row.name for row in queries.staff_assigned_to(acme.id)] == ["Sam Agent"]


def test_a_contact_sees_by_its_role(acme):
    lena = cast.contact("acme", "Lena Lead", "lena@acme.test", "lead", "hr")

    seen = {person.role: viewers.of_contact(person) for person in (cast.ann(), cast.bob(), lena)}

    assert seen["director"].may_see_line("legal")
    assert seen["lead"].may_see_line("hr")
    assert not seen["lead"].may_see_line("legal")
    assert [seen[role].sees_own_tasks_only for role in ("director", "lead", "requester")] == [
        False,
        False,
        True,
    ]
