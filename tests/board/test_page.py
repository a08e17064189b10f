from datetime import timedelta
from uuid import UUID

import pytest

from motorblok.board.actions import place
from motorblok.board.placements import Placement
from motorblok.board.queries import Filters, Scope, Show, count, page
from motorblok.kernel.ids import new_id
from tests.cast import MONDAY

pytestmark = pytest.mark.usefixtures("public")

ACME, GLOBEX, SAM = new_id(), new_id(), new_id()
ALL = Scope(everything=True)


def placed(number, *, client_id=ACME, minutes=None, **changes) -> UUID:
    fields = {
        "client_id": client_id,
        "task_id": new_id(),
        "number": number,
        "title": "Month-end close",
        "service_line": "finance",
        "priority": "normal",
        "state": "received",
        "is_internal": False,
        "assignee_id": None,
        "received_at": MONDAY,
        "urgent_at": None if minutes is None else MONDAY + timedelta(minutes=minutes),
        "due_at": None if minutes is None else MONDAY + timedelta(minutes=minutes),
    }
    placement = Placement(**{**fields, **changes})
    place(placement)
    return placement.task_id


def numbers(scope=ALL, at=MONDAY, **asked):
    return [row.number for row in page(scope, Filters(**asked), at=at).rows]


def test_the_most_urgent_comes_first_and_what_nothing_is_promised_for_last():
    placed("A-1", minutes=90)
    placed("A-2")
    placed("A-3", minutes=5)

    assert numbers() == ["A-3", "A-1", "A-2"]


def test_placing_it_again_moves_the_same_row():
    task_id = placed("A-1", minutes=90)
    placed("A-2", minutes=60)

    placed("A-1", minutes=5, task_id=task_id)

    assert numbers() == ["A-1", "A-2"]


def test_a_viewer_sees_its_clients_and_of_others_only_its_service_lines():
    placed("A-1", client_id=ACME, service_line="finance")
    placed("A-2", client_id=ACME, service_line="legal")
    placed("G-1", client_id=GLOBEX, service_line="finance")

    assert numbers(Scope(whole=[ACME])) == ["A-1", "A-2"]
    assert numbers(Scope(lines={ACME: ["legal"]})) == ["A-2"]
    assert numbers(Scope(whole=[GLOBEX], lines={ACME: ["legal"]})) == ["A-2", "G-1"]
    assert numbers(Scope()) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"client_id": GLOBEX}, ["G-1"]),
        ({"service_line": "legal"}, ["A-2"]),
        ({"assignee_id": SAM}, ["A-2"]),
        ({"unassigned": True}, ["A-1", "G-1"]),
        ({"show": Show.LATE}, ["A-1"]),
        ({"show": Show.SOON}, ["A-2"]),
        ({"show": Show.CLOSED}, ["A-9"]),
        ({"text": "payr"}, ["G-1"]),
        ({"text": "run payroll"}, ["G-1"]),
        ({"text": "a-2"}, ["A-2"]),
        ({"text": "end month"}, ["A-1", "A-2"]),
        ({"text": "'; & | ! :* ("}, ["A-1", "A-2", "G-1"]),
        ({"text": "nowhere"}, []),
    ],
)
def test_a_filter_narrows_it(asked, found):
    placed("A-1", minutes=-1)
    placed("A-2", minutes=30, service_line="legal", assignee_id=SAM)
    placed("G-1", minutes=300, client_id=GLOBEX, title="Payroll run November")
    placed("A-9", closed_at=MONDAY, state="resolved", assignee_id=SAM, title="Old")

    assert numbers(**asked) == found


def test_a_page_ends_where_the_next_one_begins(django_assert_num_queries):
    for number in range(7):
        placed(f"A-{number}", minutes=number % 3 if number < 5 else None)

    seen, after = [], None
    with django_assert_num_queries(4):
        while True:
            shown = page(ALL, Filters(), at=MONDAY, after=after, size=2)
            seen += [row.number for row in shown.rows]
            if not (after := shown.next):
                break

    assert sorted(seen) == [f"A-{number}" for number in range(7)]
    assert len(seen) == 7


def test_what_is_due_at_the_closing_is_soon_though_it_is_late_only_after_the_opening():
    placed("A-1", minutes=16 * 60, due_at=MONDAY + timedelta(minutes=20))

    assert numbers(show=Show.SOON) == ["A-1"]
    assert numbers(show=Show.SOON, at=MONDAY + timedelta(minutes=40)) == ["A-1"]
    assert numbers(show=Show.LATE, at=MONDAY + timedelta(minutes=40)) == []


def test_closed_tasks_page_by_the_latest_first():
    for number in range(5):
        placed(f"A-{number}", closed_at=MONDAY + timedelta(minutes=number))

    first = page(ALL, Filters(show=Show.CLOSED), at=MONDAY, size=3)
    second = page(ALL, Filters(show=Show.CLOSED), at=MONDAY, after=first.next, size=3)

    assert [row.number for row in first.rows + second.rows] == ["A-4", "A-3", "A-2", "A-1", "A-0"]


def test_counting_stops_at_the_limit():
    for number in range(5):
        placed(f"A-{number}")

    assert count(ALL, Filters(), at=MONDAY) == 5
    assert count(ALL, Filters(), at=MONDAY, limit=3) == 3
