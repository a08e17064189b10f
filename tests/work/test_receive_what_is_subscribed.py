"""A subscription may say that only its own service lines are taken: other work is refused at intake, in words."""

import pytest

from motorblok.work.actions import receive_task
from motorblok.work.actions.receive import Draft
from tenants.actions import Allowed, LineIsNotSubscribed, set_allowance
from tests.cast import MONDAY, OLGA


def receive(client, service_line: str, **said: bool):
    draft = Draft(title="Pay run", service_line=service_line, **({"is_internal": False} | said))
    return receive_task(draft, client_id=client.id, actor=OLGA, at=MONDAY)


def allow(client, *service_lines: str) -> None:
    set_allowance(client, Allowed(service_lines=service_lines), actor=OLGA, at=MONDAY)


def test_work_of_a_subscribed_line_is_taken(acme):
    allow(acme, "finance")

    assert receive(acme, "finance").service_line == "finance"


def test_work_of_another_line_is_refused(acme):
    allow(acme, "finance")

    with pytest.raises(LineIsNotSubscribed) as refusal:
        receive(acme, "hr")

    assert refusal.value.field == "service_line"


def test_the_providers_own_work_is_taken_all_the_same(acme):
    allow(acme, "finance")

    assert receive(acme, "hr", is_internal=True).is_internal


def test_without_such_a_rule_all_work_is_taken(acme):
    set_allowance(acme, Allowed(seats=3), actor=OLGA, at=MONDAY)

    assert receive(acme, "hr").service_line == "hr"
