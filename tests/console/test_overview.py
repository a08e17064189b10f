"""The owner's page: clients at risk, what was missed this week and before, what waits too long."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motorblok.board.actions import place
from motorblok.board.models import Fired
from motorblok.board.placements import Placement
from motorblok.kernel.ids import new_id
from tenants.models import Client
from tests import cast, world
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def a_row(client, *, hours=48, **changes):
    due = NOW + timedelta(hours=hours)
    fields = {"number": "X-1", "title": "Post it", "service_line": "finance", "priority": "normal"}
    usual = {"state": "received", "is_internal": False, "assignee_id": None, "received_at": NOW - DAY}
    dates = {"urgent_at": due, "due_at": due}
    place(Placement(client_id=client.id, task_id=new_id(), **{**fields, **usual, **dates, **changes}))


def missed(client, *, days, many=1):
    for _ in range(many):
        Fired.objects.create(
            clock_id=new_id(),
            cycle=1,
            kind="breached",
            client_id=client.id,
            subject="task:x",
            fire_at=NOW - days * DAY,
        )


def many_clients(many):
    return Client.objects.bulk_create(
        Client(
            schema_name=f"c_none{n}",
            slug=f"none-{n}",
            code=f"N{n}",
            name=f"Client {n}",
            state="open",
            opened_at=NOW,
        )
        for n in range(many)
    )


def test_clients_at_risk_are_listed_the_worst_first():
    acme, globex = world.client("acme"), world.client("globex")
    a_row(acme, hours=-1)
    for _ in range(2):
        a_row(globex, hours=-3)

    page = cast.browser(cast.olga()).get("/overview/")

    assert [(each.client.slug, each.load.late) for each in page.context["risks"]] == [
        ("globex", 2),
        ("acme", 1),
    ]
    assert (page.context["whole"].late, page.context["whole"].unassigned) == (3, 3)


def test_what_was_missed_is_compared_with_the_week_before():
    acme, globex = world.client("acme"), world.client("globex")
    missed(acme, days=2, many=3)
    missed(globex, days=9, many=2)
    Fired.objects.create(
        clock_id=new_id(), cycle=1, kind="warned_75", client_id=acme.id, subject="task:x", fire_at=NOW - DAY
    )

    page = cast.browser(cast.olga()).get("/overview/")

    week = page.context["missed"]
    assert (week.now, week.before) == (3, 2)
    assert "1 more than in the 7 days before" in text(page)
    assert [(each.client.slug, each.missed.now) for each in page.context["risks"]] == [("acme", 3)]


def test_the_days_stand_in_a_chart_and_in_a_table():
    missed(world.client("acme"), days=1, many=2)

    page = cast.browser(cast.olga()).get("/overview/")

    assert sum(point.value for point in page.context["missed_days"]) == 2
    assert len(page.context["missed_days"]) == len(page.context["table"]) == 28
    assert "2 missed</title>" in page.content.decode()


def test_what_waits_longest_comes_first():
    acme = world.client("acme")
    a_row(acme, title="Young", state="taken", client_wrote_at=NOW - DAY)
    a_row(acme, title="Old", state="taken", client_wrote_at=NOW - 5 * DAY)
    a_row(acme, title="Untouched <script>", received_at=NOW - 9 * DAY)

    page = cast.browser(cast.olga()).get("/overview/")

    assert [each.title for each in page.context["unanswered"]] == ["Old", "Young"]
    assert page.context["untouched"][0].title == "Untouched <script>"
    assert "Untouched <script>" not in page.content.decode()


def test_without_work_everything_is_said_to_be_well():
    words = text(cast.browser(cast.olga()).get("/overview/"))

    assert "Nothing is late, nothing is due today" in words
    assert "Everything has somebody." in words


def test_sixty_clients_more_cost_no_statement_more():
    browser = cast.browser(cast.olga())
    a_row(world.client("acme"), hours=-2)
    browser.get("/overview/")
    with CaptureQueriesContext(connection) as before:
        browser.get("/overview/")
    for client in many_clients(60):
        a_row(client, hours=-2)
        missed(client, days=1)

    with CaptureQueriesContext(connection) as after:
        page = browser.get("/overview/")

    assert len(after) == len(before)
    assert page.context["whole"].late == 61
    assert len(page.context["risks"]) == 10


def test_a_lead_finds_no_such_page():
    assert cast.browser(cast.rita()).get("/overview/").status_code == 404


def test_what_was_missed_is_told_by_target():
    acme = world.client("acme")
    for target, days in (("resolution", 1), ("resolution", 2), ("first_response", 9)):
        missed(acme, days=days)
        Fired.objects.filter(target="").update(target=target)

    words = text(cast.browser(cast.olga()).get("/overview/"))

    assert "Resolution 2 0 in the 7 days before" in words
    assert "First response 0 1 in the 7 days before" in words
