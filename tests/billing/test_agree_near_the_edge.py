"""What is agreed in the days between the edge of a period and its final invoice is on Stripe's draft too, to the cent."""

from decimal import Decimal

import pytest

from billing.actions.cancelling import cancel
from billing.actions.changing import change_subscription, preview_change
from billing.actions.pausing import pause, resume
from billing.models import GatewayCall, GatewayLink, Invoice, Payment, Reconciliation
from motorblok.kernel import schema
from tests.billing import charged, deals
from tests.billing.billed import used
from tests.billing.charged import day, office
from tests.cast import OLGA

pytestmark = pytest.mark.slow


@pytest.fixture
def world(acme):
    with charged.through_stripe() as opened, schema.entered(schema.PUBLIC):
        yield opened


def change(world, of, wanted):
    """Agree to a change from today on."""
    asked = {"wanted": wanted, "when": "now", "at": world.at}
    change_subscription(of.id, **asked, seen=preview_change(of.id, **asked).seen, actor=OLGA)


def dearer(of):
    """The same for 130 a month."""
    deals.version(of.plan, deals.price(unit_price=Decimal(130)), deals.pieces())
    return deals.wanted(of.plan)


def invoice(of, key, **said):
    return Invoice.objects.get(subscription=of, period_key=key, **({"purpose": "period"} | said))


def same(world, found):
    """Whether net, VAT and total at Stripe are ours, and it is paid."""
    held = world.there(found)
    vat = sum(each["amount"] for each in held["total_taxes"])
    there = (held["total"] - vat, vat, held["total"], held["status"])
    assert there == (found.net, found.vat, found.total, "paid")


def test_a_change_in_the_grace_days_is_on_the_draft_that_waits(world, acme):
    of = office(world, acme)
    world.go_on(until=day(12, 2))
    change(world, of, dearer(of))

    world.go_on(until=day(12, 6))

    december = invoice(of, "2026-12")
    assert 10_000 < december.net < 13_000
    same(world, december)
    assert (world.drafts(), charged.stuck()) == ([], [])


def test_the_month_after_a_change_in_the_grace_days_is_whole(world, acme):
    of = office(world, acme)
    world.go_on(until=day(12, 2))
    change(world, of, dearer(of))

    world.go_on(until=day(1, 6, year=2027))

    same(world, invoice(of, "2027-01"))
    assert (invoice(of, "2027-01").net, len(world.there(invoice(of, "2027-01"))["_lists"]["lines"])) == (
        13_000,
        1,
    )
    assert charged.stuck() == []


@pytest.mark.parametrize("hour", [1, 13])
def test_a_change_on_the_day_of_the_edge_is_on_its_invoice_at_any_hour(world, acme, hour):
    of = office(world, acme)
    world.go_on(until=day(12, 1, hour))
    change(world, of, dearer(of))

    world.go_on(until=day(12, 6))

    same(world, invoice(of, "2026-12"))
    assert (world.drafts(), charged.stuck()) == ([], [])


def test_another_plan_with_other_prices_takes_the_place_of_what_was_drawn_up(world, acme):
    of = office(world, acme)
    low = deals.price("books", unit_price=Decimal(49), vat_category="reduced", service_line="finance")
    other = deals.plan(low, deals.pieces(), code="light")
    world.go_on(until=day(12, 1, 15))
    change(world, of, deals.wanted(other))

    world.go_on(until=day(12, 6))

    same(world, invoice(of, "2026-12"))
    assert (invoice(of, "2026-12").net, charged.stuck()) == (4_900, [])


def test_a_discount_that_ends_in_the_grace_days_is_charged_from_its_day_on(world, acme):
    of = world.subscribe(acme, deals.price(), deals.pieces())
    of.prices.filter(price__code="payroll").update(discount_percent=20)
    world.check_out(of)
    world.go_on(until=day(12, 2))
    change(world, of, deals.wanted(of.plan, discounts={"payroll": 0}))

    world.go_on(until=day(12, 6))

    assert 8_000 < invoice(of, "2026-12").net < 10_000
    same(world, invoice(of, "2026-12"))
    assert charged.stuck() == []


@pytest.mark.parametrize(("on", "net"), [(1, 10_000), (2, 9_677)])
def test_who_goes_on_after_a_pause_in_the_grace_days_is_charged_on_the_empty_draft(world, acme, on, net):
    of = office(world, acme)
    world.go_on(until=day(11, 10))
    pause(of.id, actor=OLGA, at=world.at)
    world.go_on(until=day(12, on, 15))
    resume(of.id, actor=OLGA, at=world.at)

    world.go_on(until=day(12, 6))

    assert invoice(of, "2026-12").net == net
    same(world, invoice(of, "2026-12"))
    assert (world.drafts(), charged.stuck()) == ([], [])


@pytest.mark.parametrize("last", [1, 3])
def test_an_end_in_the_grace_days_leaves_no_draft_behind(world, acme, last):
    of = office(world, acme)
    used(of, day(11, 20), 4)
    world.go_on(until=day(12, 1))
    cancel(of.id, actor=OLGA, at=world.at, on=day(12, last).date())

    world.go_on(until=day(12, 12))

    made = Invoice.objects.filter(subscription=of, state="final", kind="invoice", total__gt=0)
    for each in made:
        same(world, each)
    assert not Invoice.objects.filter(state="draft").exists()
    assert GatewayLink.objects.get(kind="subscription").state == "ended"
    assert (world.drafts(), charged.stuck()) == ([], [])
    assert Reconciliation.objects.latest("begun_at").open_differences == 0


def test_fees_in_arrears_that_end_in_the_grace_days_are_on_their_draft(world, acme):
    of = office(world, acme, fees_in="arrears")
    world.go_on(until=day(12, 2))
    cancel(of.id, actor=OLGA, at=world.at, on=world.at.date())

    world.go_on(until=day(12, 12))

    for each in Invoice.objects.filter(subscription=of, state="final", total__gt=0):
        same(world, each)
    assert world.there(invoice(of, "2026-11"))["parent"]
    assert (world.drafts(), charged.stuck()) == ([], [])


def test_what_stripe_has_charged_at_once_is_final_before_it_is_changed(world, acme):
    of = office(world, acme)
    world.rig.pass_time(until=day(11, 2))
    change(world, of, dearer(of))

    world.go_on(until=day(12, 6))

    assert (invoice(of, "2026-11").net, Payment.objects.earliest("at").amount) == (10_000, 12_100)
    assert invoice(of, "2026-12").net > 13_000
    same(world, invoice(of, "2026-12"))
    assert charged.stuck() == []


def test_the_draft_of_an_invoice_that_is_stuck_is_not_taken_by_the_next(world, acme):
    office(world, acme)
    world.go_on(until=day(12, 2))
    world.account.objects[world.drafts()[0]["_lists"]["lines"][0]]["amount"] = 9_900

    world.go_on(until=day(1, 6, year=2027))

    calls = GatewayCall.objects.filter(operation="issue").order_by("id").values_list("state", flat=True)
    assert list(calls) == ["done", "stuck", "pending"]
    assert [each["metadata"].get("invoice_id") for each in world.drafts()] == [None, None]


def test_what_somebody_changed_at_stripe_is_told_all_the_same(world, acme):
    of = office(world, acme)
    world.go_on(until=day(12, 2))
    line = world.account.objects[world.drafts()[0]["_lists"]["lines"][0]]
    line["amount"] = 9_900
    change(world, of, dearer(of))

    world.go_on(until=day(12, 6))

    assert "flat payroll" in GatewayCall.objects.get(state="stuck").error
    assert world.drafts()[0]["status"] == "draft"
