"""Doors: who gets in, who is sent to sign in, and for whom a page does not exist."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from motorblok.accounts import doors, viewers
from tests import cast

pytestmark = pytest.mark.usefixtures("public")


def ask(view, person=None, *, method="get", path="/tasks/?state=open", **headers):
    request = getattr(RequestFactory(), method)(path, headers=headers)
    request.user, request.client = person, person.client if person else None
    request.htmx = HtmxDetails(request)
    return view(request)


def page(request):
    return HttpResponse(request.viewer.name)


@pytest.mark.parametrize("door", [doors.staff_only(), doors.contact_only(), doors.signed_in])
def test_nobody_is_sent_to_sign_in_and_back(door):
    answer = ask(door(page))

    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=%2Ftasks%2F%3Fstate%3Dopen"


def test_what_nobody_posted_is_not_come_back_to():
    assert ask(doors.staff_only()(page), method="post")["Location"] == "/sign-in/?next=%2F"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in():
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tasks/7/"}

    answer = ask(doors.staff_only()(page), path="/tasks/7/clock/", **headers)

    assert answer["HX-Redirect"] == "/sign-in/?next=%2Ftasks%2F7%2F"


def test_a_door_for_staff_does_not_exist_for_contacts_and_the_other_way_round():
    with pytest.raises(Http404):
        ask(doors.staff_only()(page), cast.ann())
    with pytest.raises(Http404):
        ask(doors.contact_only()(page), cast.rita())


def test_a_door_may_name_its_roles():
    door = doors.staff_only("owner", "lead")(page)

    assert ask(door, cast.rita()).content == b"Rita Lead"
    with pytest.raises(Http404):
        ask(door, cast.sam())


def test_a_door_says_its_rule_for_whoever_walks_all_doors():
    assert doors.staff_only("owner")(page).door == "staff"
    assert doors.contact_only()(page).door == "contact"
    assert doors.signed_in(page).door == "signed in"
    assert doors.anyone(page).door == "anyone"


@pytest.mark.parametrize(("who", "queries"), [("sam", 1), ("rita", 0), ("ann", 0), ("bob", 0)])
def test_a_viewer_costs_at_most_one_query_and_is_asked_for_once(who, queries, django_assert_num_queries):
    person = getattr(cast, who)()
    request = RequestFactory().get("/")
    request.user = person
    person.refresh_from_db()

    with django_assert_num_queries(queries):
        assert viewers.of(request) is viewers.of(request)
