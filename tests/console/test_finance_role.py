"""Finance at the console: the work it is assigned to as an agent, and no page that is a lead's."""

import pytest

from motorblok.accounts.actions import assign_to_client
from motorblok.notify.circles import circle_of
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


def test_an_owner_gives_a_colleague_the_role():
    sam = cast.sam()

    cast.browser(cast.olga()).post(f"/people/{sam.id}/role/", {"role": "finance"})

    sam.refresh_from_db()
    assert sam.role == "finance"
    assert "Finance" in text(cast.browser(cast.olga()).get(f"/people/{sam.id}/"))


def test_finance_is_among_those_who_work_on_what_it_is_assigned_to():
    fay, acme = cast.fay(), world.client("acme")
    assign_to_client(fay.id, client=acme, service_line="finance", actor=OLGA, at=MONDAY)

    circle = circle_of(acme.id, named=[])

    assert [each.id for each in circle.working_on("finance")] == [fay.id]
    assert fay.id not in [each.id for each in circle.working_on("legal")]


def test_finance_is_shown_neither_the_team_nor_the_way_to_it():
    browser = cast.browser(cast.fay())

    assert "/team/" not in browser.get("/people/").content.decode()
    assert browser.get("/team/").status_code == 404


def test_finance_enters_no_clients_work_that_it_is_not_assigned_to():
    fay, acme = cast.fay(), world.client("acme")

    before = cast.browser(fay).get("/clients/acme/").status_code
    assign_to_client(fay.id, client=acme, actor=OLGA, at=MONDAY)

    assert (before, cast.browser(fay).get("/clients/acme/").status_code) == (404, 200)
