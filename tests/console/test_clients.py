"""Clients in the console: the list, opening one, its page and its life."""

import pytest

from motorblok.accounts.actions import assign_to_client
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants.actions import close_client
from tenants.models import Client, State
from tests import cast, world
from tests.cast import MONDAY
from tests.console.pages import promise, receive, text

pytestmark = pytest.mark.usefixtures("public")
NEW = {"name": "Delta Foods", "slug": "delta", "code": "", "language": "nl", "time_zone": "Europe/Amsterdam"}


def test_the_list_counts_what_is_open_and_late():
    promise(world.client("acme"))
    receive(world.client("acme"), at=cast.MONDAY.replace(year=2025))
    receive(world.client("acme"), at=cast.MONDAY.replace(year=2025), service_line="legal")

    page = cast.browser(cast.rita()).get("/clients/")

    tallies = {row.slug: (row.load.open_tasks, row.load.late) for row in page.context["clients"]}
    assert tallies == {"acme": (2, 2), "globex": (0, 0)}


def test_an_agent_lists_its_own_clients_alone():
    page = cast.browser(cast.sam(world.client("acme"))).get("/clients/")

    assert [row.slug for row in page.context["clients"]] == ["acme"]


@pytest.mark.parametrize(("path", "status"), [("/clients/?text=%00", 200), ("/clients/acme/tasks/%00/", 404)])
def test_an_address_that_nobody_wrote_is_no_failure_of_ours(path, status):
    assert cast.browser(cast.olga()).get(path).status_code == status


def test_an_owner_opens_a_client_and_sees_it_being_built():
    browser = cast.browser(cast.olga())

    answer = browser.post("/clients/new/", NEW, follow=True)

    assert Client.objects.get(slug="delta").state == State.OPENING
    assert "Building its space" in text(answer)
    assert "every 1s" in answer.content.decode()


def test_a_short_name_that_is_taken_is_told_at_its_field():
    answer = cast.browser(cast.olga()).post("/clients/new/", {**NEW, "slug": "acme"})

    assert answer.status_code == 409
    assert "Another client has this short name" in text(answer)
    assert 'value="Delta Foods"' in answer.content.decode()


def test_a_failed_building_is_told_and_tried_again():
    browser = cast.browser(cast.olga())
    browser.post("/clients/new/", NEW)
    Client.objects.filter(slug="delta").update(failure="OperationalError: disk full")

    told = text(browser.get("/clients/delta/"))
    browser.post("/clients/delta/provisioning/")

    assert "disk full" in told
    assert "Try again" in told
    assert Client.objects.get(slug="delta").failure == ""


def test_the_part_that_waits_leaves_for_the_page_once_the_client_is_built():
    answer = cast.browser(cast.olga()).get("/clients/acme/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == "/clients/acme/"


def test_its_page_shows_agreement_hours_and_people():
    acme = world.client("acme")
    promise(acme)
    cast.ann()
    cast.sam(acme)

    words = text(cast.browser(cast.rita()).get("/clients/acme/"))

    for each in ("Back office", "Office hours", "Ann Director", "Sam Agent", "all service lines", "8 h"):
        assert each in words


def test_suspending_wants_a_reason_and_reopening_takes_it_back():
    browser = cast.browser(cast.olga())

    without = browser.post("/clients/acme/suspension/", {"reason": ""})
    browser.post("/clients/acme/suspension/", {"reason": "Unpaid since May"})
    suspended = world.client("acme").state
    answer = browser.post("/clients/acme/reopening/", follow=True)

    assert without.status_code == 422
    assert (suspended, world.client("acme").state) == (State.SUSPENDED, State.OPEN)
    assert "open again" in text(answer)


def test_closing_ends_it_for_good():
    browser = cast.browser(cast.olga())

    browser.post("/clients/acme/closing/", {"reason": "Moved away"})
    answer = browser.post("/clients/acme/reopening/")

    assert answer.status_code == 409
    assert world.client("acme").state == State.CLOSED


def test_a_colleague_is_assigned_and_withdrawn_with_a_way_back():
    sam, browser = cast.sam(), cast.browser(cast.rita())

    browser.post("/clients/acme/staff/", {"staff": str(sam.id), "service_line": "legal"})
    twice = browser.post("/clients/acme/staff/", {"staff": str(sam.id), "service_line": "legal"}, follow=True)
    sent = {"staff": str(sam.id), "service_line": "legal"}
    gone = browser.post("/clients/acme/staff/withdrawal/", sent, follow=True)

    assert "already assigned" in text(twice)
    assert "no longer works for Acme Bakeries" in text(gone)
    assert "Undo" in text(gone)


def test_a_contact_is_invited():
    sent = {"name": "Eva Prins", "email": "eva@acme.test", "role": "lead", "service_lines": ["hr"]}

    answer = cast.browser(cast.rita()).post("/clients/acme/contacts/new/", sent, follow=True)

    assert "Eva Prins gets the invitation by mail." in text(answer)
    assert schema.chosen() == schema.PUBLIC


def test_a_contact_that_has_an_account_is_told_at_the_field():
    cast.ann()
    sent = {"name": "Ann Again", "email": "ann@acme.test", "role": "director"}

    answer = cast.browser(cast.rita()).post("/clients/acme/contacts/new/", sent)

    assert answer.status_code == 409
    assert "already has an account here" in text(answer)


def test_nobody_is_assigned_to_a_client_that_is_still_being_built():
    browser, sam = cast.browser(cast.olga()), cast.sam()
    browser.post("/clients/new/", NEW)

    answer = browser.post("/clients/delta/staff/", {"staff": str(sam.id)}, follow=True)

    assert answer.status_code == 200
    assert not sam.assignments.exists()


def test_nobody_is_assigned_to_a_closed_client_but_access_is_still_taken_away():
    acme, sam = world.client("acme"), cast.sam()
    assign_to_client(sam.id, client=acme, service_line="hr", actor=SYSTEM, at=MONDAY)
    close_client(acme, reason="Left", actor=SYSTEM, at=MONDAY)
    browser = cast.browser(cast.rita())

    page = browser.get("/clients/acme/").content.decode()
    refused = browser.post("/clients/acme/staff/", {"staff": str(sam.id), "service_line": "finance"})
    sent = {"staff": str(sam.id), "service_line": "hr"}
    gone = browser.post("/clients/acme/staff/withdrawal/", sent, follow=True)

    assert ("/staff/withdrawal/" in page, 'action="/clients/acme/staff/"' in page) == (True, False)
    assert "Undo" not in text(gone)
    assert refused.status_code == 409
    assert "This client is closed." in text(refused)
    assert not sam.assignments.exists()
