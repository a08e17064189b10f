"""GET /tasks/: pages that stay where they are, of what the key may see and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.callers import DRAFT, TASKS, Caller


def send(caller: Caller, *titles: str, **changes: str) -> list[str]:
    """Send in tasks; their numbers."""
    return [caller.post(TASKS, {**DRAFT, "title": title, **changes}).json()["number"] for title in titles]


def numbers(caller: Caller, path: str = TASKS) -> list[str]:
    answer = caller.get(path)
    assert answer.status_code == 200, answer.content
    return [task["number"] for task in answer.json()["tasks"]]


def test_the_newest_comes_first(erp: Caller) -> None:
    sent = send(erp, "one", "two", "three")

    assert numbers(erp) == sent[::-1]


def test_pages_hold_every_task_once_while_new_ones_come_in(erp: Caller) -> None:
    sent = send(erp, *"abcdefg")

    seen, path = [], f"{TASKS}?limit=3"
    while path:
        page = erp.get(path).json()
        seen += [task["number"] for task in page["tasks"]]
        send(erp, "comes in between")
        path = page["next"]

    assert seen == sent[::-1]


def test_the_next_page_keeps_the_filters(erp: Caller) -> None:
    wanted = send(erp, "tax a", "tax b", "tax c", service_line="hr")
    send(erp, "tax d", "other")

    first = erp.get(f"{TASKS}?limit=2&service_line=hr&text=tax").json()

    assert [task["number"] for task in first["tasks"]] == wanted[:0:-1]
    assert numbers(erp, first["next"]) == wanted[:1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=open", ["ACME-2"]),
        ("state=resolved", ["ACME-1"]),
        ("service_line=hr", ["ACME-2"]),
        ("service_line=legal", []),
        ("text=INVOICE", ["ACME-1"]),
        ("text=acme-2", ["ACME-2"]),
        ("text=%25", []),
        ("state=open&service_line=finance", []),
    ],
)
def test_filters_narrow_the_list(erp: Caller, ritas: Caller, query: str, expected: list[str]) -> None:
    send(erp, "An invoice")
    send(erp, "A new colleague", service_line="hr")
    ritas.post(f"{TASKS}ACME-1/resolution/", {"answer": "Booked back."})

    assert numbers(erp, f"{TASKS}?{query}") == expected


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("state=lost", "state"),
        ("text=%00", "text"),
        ("page=2", "page"),
        ("cursor=x", "cursor"),
        ("cursor=eyJhIjoxfQ", "cursor"),
        ("cursor=WyIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwgIlx1MDAwMCJd", "cursor"),
        ("cursor=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgIkEtMSJd", "cursor"),
        ("cursor=%C3%A9", "cursor"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused(erp: Caller, query: str, field: str) -> None:
    answer = erp.get(f"{TASKS}?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_internal_tasks_are_for_the_provider_alone(erp: Caller, ritas: Caller) -> None:
    ritas.post(TASKS, {**DRAFT, "audience": "internal"})
    send(erp, "visible")

    assert numbers(erp) == ["ACME-1"]
    assert numbers(ritas) == ["ACME-1", "ACME-I-1"]


def test_an_agents_machine_lists_its_service_lines_alone(ritas: Caller, sams: Caller) -> None:
    send(ritas, "pay", audience="internal")
    send(ritas, "hire", audience="client", service_line="hr")

    assert numbers(sams) == ["ACME-I-1"]


def test_nothing_of_another_client_is_listed(erp: Caller, globex_erp: Caller) -> None:
    send(erp, "of Acme")

    assert numbers(globex_erp) == []


def test_a_list_costs_the_same_however_long_it_is(erp: Caller) -> None:
    send(erp, "one")
    short = statements(erp)
    send(erp, *"abcdefghij")

    assert statements(erp) == short <= 4


def statements(caller: Caller) -> int:
    with CaptureQueriesContext(connection) as captured:
        numbers(caller)
    return len(captured)
