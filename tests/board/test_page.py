from datetime import timedelta
from uuid import UUID

import pytest

from motorblok.board.actions import place
from motorblok.board.placements import Placement
from motorblok.board.queries import Filters, Scope, Show, count, counts, page
from motorblok.board.sorting import ORDERS
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


def test_what_waits_comes_after_what_was_promised_nothing():
    placed("A-1", waiting_for="client", state="waiting")
    placed("A-2")
    placed("A-3", minutes=600, waiting_for="third_party", state="waiting")

    assert numbers() == ["A-3", "A-2", "A-1"]
    assert numbers(show=Show.WAITING) == ["A-1"]
    assert numbers(show=Show.BLOCKED) == ["A-3"]


def test_what_the_client_wrote_is_found_until_it_is_closed():
    placed("A-1", client_wrote_at=MONDAY)
    placed("A-2")
    placed("A-3", client_wrote_at=MONDAY, closed_at=MONDAY, state="resolved")

    assert numbers(show=Show.WROTE) == ["A-1"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("urgent", ["G-2", "A-1", "A-10", "G-1"]),
        ("received", ["G-1", "A-10", "A-1", "G-2"]),
        ("priority", ["G-1", "G-2", "A-1", "A-10"]),
        ("client", ["A-1", "A-10", "G-2", "G-1"]),
    ],
)
def test_it_can_be_sorted_otherwise(sort, order):
    placed("A-1", minutes=20, received_at=MONDAY + timedelta(minutes=1))
    placed("A-10", minutes=30, received_at=MONDAY + timedelta(minutes=2), priority="low")
    placed("G-1", received_at=MONDAY + timedelta(minutes=3), priority="urgent", client_id=GLOBEX)
    placed("G-2", minutes=10, client_id=GLOBEX)

    assert numbers(sort=sort, clients=[ACME, GLOBEX]) == order


def test_client_by_client_goes_in_the_order_given_and_leaves_others_out():
    placed("A-1", minutes=5)
    placed("G-1", client_id=GLOBEX)
    placed("X-1", client_id=new_id())

    assert numbers(sort="client", clients=[GLOBEX, ACME]) == ["G-1", "A-1"]
    assert numbers(sort="client", clients=[ACME]) == ["A-1"]
    assert numbers(sort="client") == []


def test_a_page_by_client_costs_two_statements_and_knows_where_a_client_ended(django_assert_num_queries):
    clients = [new_id() for _ in range(9)]
    for number, client in enumerate(clients):
        placed(f"C{number}-1", client_id=client, minutes=9 - number)
        placed(f"C{number}-2", client_id=client)
    asked, seen, after = Filters(sort="client", clients=clients), [], None

    for _ in range(6):
        with django_assert_num_queries(2):
            shown = page(ALL, asked, at=MONDAY, after=after, size=3)
        seen += [row.number for row in shown.rows]
        after = shown.next

    assert seen == [f"C{number}-{task}" for number in range(9) for task in (1, 2)]
    assert after is None


def test_after_a_client_that_may_no_longer_be_entered_nothing_is_shown_twice():
    placed("A-1")
    after = (GLOBEX, None, new_id())

    assert page(ALL, Filters(sort="client", clients=[ACME]), at=MONDAY, after=after).rows == ()


@pytest.mark.parametrize("sort", ORDERS)
def test_a_page_in_any_order_ends_where_the_next_one_begins(sort):
    for number in range(12):
        promised = {"minutes": number % 3} if number % 2 else {}
        client, letter = ((ACME, "A"), (GLOBEX, "G"))[number % 2]
        priority = ("low", "high")[number % 2]
        placed(f"{letter}-{number}", client_id=client, priority=priority, **promised)
    asked, order = Filters(sort=sort, clients=[ACME, GLOBEX]), ORDERS[sort]

    seen, after = [], None
    while not seen or after:
        shown = page(ALL, asked, at=MONDAY, after=after, size=5)
        seen += [row.number for row in shown.rows]
        after = order.read(order.written(shown.next)) if shown.next else None

    assert len(seen) == len(set(seen)) == 12


def test_many_questions_are_counted_in_one_statement(django_assert_num_queries):
    placed("A-1", minutes=-5)
    placed("A-2", priority="urgent")

    with django_assert_num_queries(1):
        found = counts(ALL, [Filters(), Filters(show=Show.LATE), Filters(priority="urgent")], at=MONDAY)

    assert found == [2, 1, 1]
    assert counts(Scope(), [Filters(), Filters(text="a")], at=MONDAY) == [0, 0]
    assert counts(ALL, [], at=MONDAY) == []


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
