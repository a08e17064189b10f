"""What nobody told us is found by comparing, mended by the same way, and until then nothing is held against a client."""

from datetime import UTC, datetime, timedelta

import pytest

from billing.actions.inbound import work_off
from billing.actions.reconciling import reconcile, watch
from billing.gateways.fake import world
from billing.gateways.fake.adapter import FakeGateway
from billing.gateways.port import GatewayAway
from billing.models import (
    FakeObject,
    GatewayCall,
    GatewayLink,
    GatewayWatch,
    InboundEvent,
    Invoice,
    Payment,
    Reconciliation,
)
from billing.queries.gateways import is_clean, reconciled_at, standings
from billing.scrubbing import scrub
from billing.tasks import reconcile_all, watch_all
from motorblok.kernel import schema
from tests.billing import paid, told

EVER = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def gateway(acme):
    with told.pretending() as opened, schema.entered(schema.PUBLIC):
        yield opened


@pytest.fixture
def held(acme):
    return told.held(acme)


def compared(*, since=EVER, later=timedelta()):
    return reconcile("fake", since=since, at=told.now() + later)


def clean(held, *, later=timedelta()):
    return is_clean(held.debtor, at=told.now() + later)


def test_a_payment_of_which_we_were_never_told_is_found_and_taken(held):
    compared()
    told.pay(held)

    run = compared()

    assert Invoice.objects.get(id=held.invoice.id).settled == 12_100
    assert (run.open_differences, {each["is_mended"] for each in run.differences}) == (0, {True})


def test_nothing_differs_the_second_time(held):
    told.pay(held)
    compared()

    run = compared()

    assert (run.looked_at > 0, run.differences, Payment.objects.count()) == (True, [], 1)


def test_an_object_that_we_never_heard_of_is_adopted_by_its_marks(held):
    GatewayLink.objects.filter(external_id=held.external_id).delete()

    compared()

    assert GatewayLink.objects.get(external_id=held.external_id).ours_id == held.invoice.id


def test_a_total_that_is_not_ours_stays_open_for_a_person(held, book):
    there = FakeObject.objects.get(id=held.external_id)
    FakeObject.objects.filter(id=there.id).update(body=there.body | {"total": 12_101})

    run = compared()

    (open_one,) = [each for each in run.differences if not each["is_mended"]]
    assert (run.open_differences, open_one["field"], open_one["ours"], open_one["theirs"]) == (
        1, "total", "12100 EUR", "12101 EUR",
    )  # fmt: skip
    assert book.kinds()[-1] == "billing.gateway.reconciled"


def test_an_object_of_nobody_stays_open(held):
    with world.changing() as far:
        far.add("invoice", "open", customer="fcus_nobody", body={"total": 1, "currency": "EUR"})

    run = compared()

    assert (run.open_differences, run.differences[0]["field"]) == (1, "object")


def test_a_comparison_that_was_broken_off_has_no_end(held, monkeypatch):
    def away(*given, **named):
        raise GatewayAway

    monkeypatch.setattr(FakeGateway, "list_changed", away)

    with pytest.raises(GatewayAway):
        compared()
    assert (Reconciliation.objects.get().ended_at, reconciled_at("fake")) == (None, None)


def test_we_know_all_once_it_was_compared(held):
    before = clean(held)
    compared()

    assert (before, clean(held), clean(held, later=timedelta(hours=31))) == (False, True, False)


def test_a_difference_that_stays_open_is_not_held_against_a_client(held):
    there = FakeObject.objects.get(id=held.external_id)
    FakeObject.objects.filter(id=there.id).update(body=there.body | {"total": 12_101})
    compared()

    assert not clean(held)


def test_a_message_set_aside_holds_back_whom_it_may_concern_and_nobody_else(held, globex):
    other = told.held(globex)
    compared()
    told.told("invoice", held.external_id, state="parked")

    assert (clean(held), clean(other)) == (False, True)


def test_a_message_about_nobody_that_we_know_holds_back_all(held, globex):
    other = told.held(globex)
    compared()
    told.told("invoice", "fin_unknown", state="parked")

    assert (clean(held), clean(other)) == (False, False)


def test_a_call_that_is_stuck_holds_its_client_back(held):
    compared()
    GatewayCall.objects.update(state="stuck")

    assert not clean(held)


def test_what_is_set_aside_of_an_invoice_that_is_owed_counts_though_its_client_pays_by_bank_now(held):
    compared()
    told.told("invoice", held.external_id, state="parked")
    held.debtor.gateway = "bank"
    held.debtor.save()

    assert not clean(held)

    Invoice.objects.update(settled=12_100)
    assert clean(held)


def test_by_bank_there_is_nothing_to_compare(globex):
    debtor = paid.debtor(globex)

    assert is_clean(debtor, at=told.now())


def test_a_gateway_that_says_nothing_is_noticed_and_told_of_once_a_day(held, book):
    GatewayLink.objects.create(
        gateway="fake", kind="subscription", external_id="fsub_1", debtor=held.debtor, state="active"
    )
    told.told("invoice", held.external_id, received_at=told.now() - timedelta(hours=27))

    said = [watch("fake", at=told.now() + timedelta(hours=hours)) for hours in (0, 23, 25)]

    assert [len(each) for each in said] == [1, 1, 1]
    assert book.kinds().count("billing.gateway.troubled") == 2
    assert GatewayWatch.objects.get().troubles[0]["nl"].startswith("Er is al meer dan 26 uur")


def test_one_that_has_nothing_to_say_is_left_in_peace(held):
    assert (watch("fake", at=told.now()), GatewayWatch.objects.get().troubles) == ((), [])


def test_one_that_is_closed_here_is_a_trouble(held):
    assert len(watch("nobody", at=told.now())) == 1


def test_every_gateway_in_use_is_compared_and_looked_after(held):
    assert (reconcile_all(), watch_all()) == (1, 1)


def test_one_that_is_away_stops_no_other(held, monkeypatch):
    def away(*given, **named):
        raise GatewayAway

    monkeypatch.setattr(FakeGateway, "list_changed", away)

    assert reconcile_all() == 0


def test_how_things_stand_is_counted(held):
    compared()
    told.told("invoice", "fin_unknown", state="parked")

    (standing,) = standings()

    assert (standing.parked, standing.stuck, standing.links, standing.is_clean) == (1, 0, 2, False)


def test_bodies_are_forgotten_after_ninety_days_and_ids_are_not(held):
    old = told.told("invoice", held.external_id, received_at=told.now() - timedelta(days=91))
    young = told.told("invoice", held.external_id)
    for each in (old, young):
        work_off(each.id, at=told.now())

    scrub(at=told.now())

    kept = {each.id: bytes(each.body) for each in InboundEvent.objects.all()}
    assert (kept[old.id], kept[young.id]) == (b"", b"{}")
