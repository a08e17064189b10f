"""The demo is made by the same verbs as anybody's work, is the same each time, and may be interrupted."""

from datetime import UTC, datetime

import pytest

from motorblok.accounts.models import Person
from motorblok.board.models import Row
from motorblok.config.demo import making
from motorblok.config.demo.making import Demo
from motorblok.kernel import schema
from tenants.actions import provision
from tenants.models import Client

ANCHOR = datetime(2026, 11, 24, 11, tzinfo=UTC)
KEPT = ("number", "title", "state", "priority", "received_at", "closed_at", "urgent_at")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("owner")]


@pytest.fixture(autouse=True)
def _builds_at_once(monkeypatch):
    def build(client):
        provision(client.id, at=ANCHOR)
        with schema.entered(schema.PUBLIC):
            client.refresh_from_db()

    monkeypatch.setattr(making, "_wait_until_built", build)


def workboard():
    with schema.entered(schema.PUBLIC):
        return list(Row.objects.order_by("number").values_list(*KEPT))


def test_it_has_people_clients_and_a_day_of_tasks():
    list(Demo(1, ANCHOR, "a password").make())

    with schema.entered(schema.PUBLIC):
        assert Person.objects.staff().active().count() == 5
        assert Client.objects.filter(slug__in=["bakker", "noordzee", "delta", "harbour"]).open().count() == 4
        assert Row.objects.count() == 48
        assert {"received", "taken", "resolved"} <= set(Row.objects.values_list("state", flat=True))


def test_made_again_it_is_the_same_and_nothing_is_doubled():
    list(Demo(1, ANCHOR, "a password").make())
    before = workboard()

    list(Demo(1, ANCHOR, "a password").make())

    assert workboard() == before


def test_another_seed_gives_another_day():
    list(Demo(2, ANCHOR, "a password").make())
    second = workboard()

    assert len(second) == 48
    assert any(row[5] for row in second)
    assert any(row[6] for row in second)
