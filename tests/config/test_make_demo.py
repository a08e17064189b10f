"""The demo is made by the same verbs as anybody's work, is the same each time, and may be interrupted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F

from billing.models import Credit, Debtor, Invoice
from billing.queries.proofs import faults
from billing.queries.revenue import Wanted, revenue
from motorblok.accounts.models import Person
from motorblok.audit.models import Event
from motorblok.board import loads
from motorblok.board.models import Row
from motorblok.board.sweeper import sweep_all
from motorblok.config.demo import making
from motorblok.config.demo.companies import CLIENTS
from motorblok.config.demo.making import Demo
from motorblok.kernel import schema
from motorblok.sla.models import AgreementVersion, Clock
from motorblok.sla.tasks import sweep_fired
from tenants.actions import provision
from tenants.models import Client, Onboarding
from tests import world

ANCHOR = datetime(2026, 11, 24, 11, tzinfo=UTC)
KEPT = ("number", "title", "state", "priority", "received_at", "closed_at", "urgent_at", "waiting_for")
OURS = {company.slug for company in CLIENTS}
FEW = 6
LATELY = Wanted(start_on=date(2026, 8, 1), end_on=date(2026, 12, 1))

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("owner")]


@pytest.fixture(autouse=True)
def _builds_at_once(monkeypatch):
    def build(client):
        provision(client.id, at=ANCHOR)
        with schema.entered(schema.PUBLIC):
            client.refresh_from_db()

    monkeypatch.setattr(making, "_wait_until_built", build)


@pytest.fixture
def little_work(monkeypatch):
    """The same people and scenes, with a few tasks of history for each client."""
    monkeypatch.setattr(making, "CLIENTS", [replace(each, tasks=min(each.tasks, FEW)) for each in CLIENTS])


def make(seed):
    list(Demo(seed, ANCHOR, "a password").make())


def workboard():
    with schema.entered(schema.PUBLIC):
        return list(Row.objects.order_by("number").values_list(*KEPT))


def invoices():
    with schema.entered(schema.PUBLIC):
        return list(Invoice.objects.order_by("id").values_list("number", "total", "settled"))


def is_there(**those):
    with schema.entered(schema.PUBLIC):
        return Row.objects.filter(**those).exists()


@pytest.mark.slow
def test_live_tasks_stand_in_every_state(little_work):
    make(1)

    live, half, hour = {"closed_at": None}, ANCHOR + timedelta(minutes=30), ANCHOR + timedelta(hours=1)
    assert is_there(**live, urgent_at__gt=hour)
    assert is_there(**live, urgent_at__gt=half, urgent_at__lt=hour)
    assert is_there(**live, urgent_at__gt=ANCHOR, urgent_at__lt=half)
    assert is_there(**live, urgent_at__lt=ANCHOR)
    assert is_there(**live, waiting_for="client")
    assert is_there(**live, waiting_for="third_party")
    assert is_there(**live, client_wrote_at__isnull=False)
    assert is_there(**live, assignee_id=None)
    assert is_there(state="resolved", closed_at__gt=ANCHOR - timedelta(hours=24))
    assert is_there(state="cancelled", closed_at__gt=ANCHOR - timedelta(hours=24))


@pytest.mark.slow
def test_nobody_is_told_of_what_was_over_the_day_before_and_what_was_missed_is_counted(little_work):
    make(1)

    with schema.entered(schema.PUBLIC):
        sweep_all(at=ANCHOR)
    sweep_fired()

    with schema.entered(schema.PUBLIC):
        over = Row.objects.filter(closed_at__lt=ANCHOR - timedelta(hours=24))
        subjects = {f"task:{task_id}" for task_id in over.values_list("task_id", flat=True)}
        assert len(subjects) > 20
        assert loads.missed_by_day(since=ANCHOR - timedelta(days=90), until=ANCHOR - timedelta(days=1))
    for slug in OURS - {"lindenhof"}:
        with schema.entered(world.client(slug).schema_name):
            assert not Event.objects.filter(kind__startswith="sla.clock.", subject__in=subjects).exists()


@pytest.mark.slow
def test_one_client_is_suspended_one_is_being_taken_on_and_two_have_colours_of_their_own(little_work):
    make(1)

    with schema.entered(schema.PUBLIC):
        assert Person.objects.staff().active().count() == 10
        assert Client.objects.get(slug="kade").state == "suspended"
        assert Onboarding.objects.get(finished_at=None).client.slug == "lindenhof"
        coloured = Client.objects.exclude(accent="").exclude(logo_digest="")
        assert set(coloured.values_list("slug", flat=True)) == {"bakker", "harbour"}
    with schema.entered(world.client("bakker").schema_name):
        assert AgreementVersion.objects.count() == 3


@pytest.mark.slow
def test_each_client_has_its_invoices_one_is_late_and_a_credit_waits(little_work):
    make(1)

    with schema.entered(schema.PUBLIC):
        final = Invoice.objects.filter(state="final", kind="invoice")
        late = final.filter(due_on__lt=ANCHOR.date(), total__gt=F("settled"))
        assert Debtor.objects.count() == 8
        assert set(final.values_list("debtor__client__slug", flat=True)) == OURS - {"lindenhof"}
        assert final.filter(debtor__client__slug="bakker").count() == 4
        assert {"noordzee", "kade"} == set(late.values_list("debtor__client__slug", flat=True))
        assert Credit.objects.get().state == "proposed"
        assert [fault for each in final for fault in faults(each)] == []
        assert any(row.net and row.cost for row in revenue(LATELY))


@pytest.mark.slow
def test_made_again_it_is_the_same_and_nothing_is_doubled(little_work):
    make(1)
    before, owed = workboard(), invoices()

    make(1)

    assert (workboard(), invoices()) == (before, owed)


@pytest.mark.slow
def test_a_seed_gives_the_same_work_on_every_machine_and_another_gives_other_work(little_work):
    boards = []
    for seed in (1, 1, 2):
        world.restore()
        make(seed)
        boards.append(workboard())

    assert boards[0] == boards[1]
    assert boards[0] != boards[2]


@pytest.mark.slow
def test_it_holds_ninety_days_of_work_of_which_most_was_in_time():
    make(1)

    with schema.entered(schema.PUBLIC):
        received = list(Row.objects.order_by("received_at").values_list("received_at", flat=True))
        assert Row.objects.values("service_line").distinct().count() == 7
        assert set(Client.objects.filter(slug__in=OURS).values_list("slug", flat=True)) == OURS
    assert 380 < len(received) < 520
    assert ANCHOR - timedelta(days=94) < received[0] < ANCHOR - timedelta(days=80)
    for slug in ("bakker", "harbour", "delta"):
        with schema.entered(world.client(slug).schema_name):
            decided = Clock.objects.exclude(outcome="").count()
            kept = Clock.objects.filter(outcome="met").count()
        assert 0.8 < kept / decided < 1
