"""The team's page: who has too much and who has room."""

from datetime import UTC, datetime, timedelta

import pytest

from motorblok.accounts.actions import deactivate
from motorblok.board.actions import place
from motorblok.board.placements import Placement
from motorblok.console.team import Standing, judged
from motorblok.kernel.ids import new_id
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
NOW = datetime.now(UTC)


def a_row(person=None, *, client="acme", hours=48, **changes):
    due = NOW + timedelta(hours=hours)
    fields = {"number": "ACME-1", "title": "Post it", "service_line": "finance", "priority": "normal"}
    place(
        Placement(
            client_id=world.client(client).id,
            task_id=new_id(),
            **fields,
            **{"state": "taken", "is_internal": False, "urgent_at": due, "due_at": due, **changes},
            assignee_id=person.id if person else None,
            received_at=changes.get("received_at", NOW - timedelta(days=1)),
        )
    )


@pytest.mark.parametrize(
    ("open_tasks", "late", "middle", "standing"),
    [
        (10, 0, 5, Standing.TOO_MUCH),
        (7, 0, 5, Standing.BALANCED),
        (2, 0, 5, Standing.ROOM),
        (0, 0, 0, Standing.ROOM),
        (6, 4, 8, Standing.TOO_MUCH),
        (4, 3, 5, Standing.BALANCED),
        (2, 2, 1, Standing.BALANCED),
    ],
)
def test_a_load_is_judged_against_the_middle(open_tasks, late, middle, standing):
    assert judged(open_tasks, late=late, middle=middle) == standing


def test_each_colleague_stands_with_what_lies_there():
    sam, lena = cast.sam(), cast.staff("Lena Legal", "lena@motorblok.test", "agent")
    for hours in (-5, -4, 30, 300):
        a_row(sam, hours=hours)
    a_row(sam, state="waiting", waiting_for="client", urgent_at=None, due_at=None)
    a_row(sam, state="resolved", closed_at=NOW - timedelta(hours=1))
    a_row(lena)
    a_row()

    answer = cast.browser(cast.rita()).get("/team/")

    found = {each.name: each for each in answer.context["members"]}
    load = found["Sam Agent"].load
    assert (load.open_tasks, load.late, load.waiting, load.received, load.resolved) == (5, 2, 1, 6, 1)
    assert answer.context["members"][0].name == "Sam Agent"
    assert found["Sam Agent"].standing == Standing.TOO_MUCH
    assert answer.context["nobody"].open_tasks == 1
    assert f"assignee={sam.id}" in found["Sam Agent"].late_url


def test_the_middle_that_is_shown_is_the_one_against_which_all_are_judged():
    sam, lena = cast.sam(), cast.staff("Lena Legal", "lena@motorblok.test", "agent")
    cast.staff("Nick New", "nick@motorblok.test", "agent")
    for colleague in (sam, sam, lena, lena, lena, lena):
        a_row(colleague)

    answer = cast.browser(cast.rita()).get("/team/")

    assert answer.context["middle"] == 2  # of 4, 2 and 0: who has nothing is one of us too


def test_who_left_is_shown_as_long_as_tasks_carry_the_name():
    sam = cast.sam()
    a_row(sam)
    deactivate(sam.id, actor=OLGA, at=MONDAY)

    page = cast.browser(cast.rita()).get("/team/")

    assert [(each.name, each.standing) for each in page.context["groups"]["too_much"]] == [
        ("Sam Agent", Standing.AWAY)
    ]
    assert "Left" in text(page)


def test_an_agent_finds_neither_the_page_nor_a_way_to_it():
    browser = cast.browser(cast.sam())

    assert browser.get("/team/").status_code == 404
    assert "/team/" not in browser.get("/people/").content.decode()


def test_a_name_is_shown_as_it_was_typed():
    cast.staff("<b>Bold</b>", "bold@motorblok.test", "agent")

    assert "<b>Bold" not in cast.browser(cast.rita()).get("/team/").content.decode()


def test_more_colleagues_and_tasks_cost_no_more_statements(django_assert_max_num_queries):
    browser = cast.browser(cast.rita())
    browser.get("/team/")
    for n in range(8):
        colleague = cast.staff(f"Agent {n}", f"agent{n}@motorblok.test", "agent")
        for _ in range(5):
            a_row(colleague)

    with django_assert_max_num_queries(8):
        browser.get("/team/")
