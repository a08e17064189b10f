"""A client's months through Stripe, from the page on which it subscribes to its last invoice: every cent there is ours."""

from decimal import Decimal

import pytest

from billing.actions.cancelling import cancel
from billing.actions.changing import change_subscription, preview_change
from billing.actions.credit_notes import credit_invoice
from billing.actions.pausing import pause, resume
from billing.actions.refunds import approve_refund, propose_refund
from billing.agreeing import ConditionsDraft
from billing.models import Credit, Debtor, GatewayLink, Invoice, Payment, Reconciliation
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tests import cast
from tests.billing import charged, deals
from tests.billing.billed import used
from tests.billing.charged import day, office
from tests.billing.missed import fay
from tests.cast import OLGA


@pytest.fixture
def world(acme):
    with charged.through_stripe() as opened, schema.entered(schema.PUBLIC):
        yield opened


def invoice(of, key, **said):
    return Invoice.objects.get(subscription=of, period_key=key, **({"purpose": "period"} | said))


def same(world, found):
    """Whether net, VAT, total and number at Stripe are ours."""
    held = world.there(found)
    vat = sum(each["amount"] for each in held["total_taxes"])
    there = (held["total"] - vat, vat, held["total"], held["currency"].upper())
    assert there == (found.net, found.vat, found.total, found.currency)
    return held


def test_a_month_goes_from_the_page_to_a_settled_invoice(world, acme):
    of = office(world, acme)
    first = GatewayLink.objects.get(kind="subscription")

    world.go_on(until=day(11, 5))

    november = invoice(of, "2026-11")
    assert (first.ours_id, first.from_on.isoformat(), first.mirror["held"]) == (of.id, "2026-11-01", True)
    assert same(world, november)["status"] == "paid"
    assert (november.settled, Payment.objects.get().amount) == (12_100, 12_100)
    assert charged.stuck() == []


def test_usage_and_a_credit_are_on_the_next_draft_to_the_cent(world, acme):
    of = office(world, acme)
    used(of, day(11, 10), 7)
    used(of, day(11, 20), Decimal("0.5"))
    Credit.objects.create(
        debtor=of.debtor, service_line="finance", period_key="2026-12", currency="EUR", amount=333,
        reason_en="Missed", reason_nl="Gemist", state="approved", proposed_by=str(SYSTEM), proposed_at=day(12, 1),
        vat_category="standard",
    )  # fmt: skip

    world.go_on(until=day(12, 5))

    december = invoice(of, "2026-12")
    held = same(world, december)
    assert (december.net, held["number"], held["status"]) == (10_000 + 1_500 - 333, december.number, "paid")
    assert (december.settled, world.drafts(), charged.stuck()) == (december.total, [], [])


def test_who_fills_in_the_page_late_is_charged_once_for_the_month(world, acme):
    of = world.subscribe(acme, deals.price())
    world.go_on(until=day(11, 20))
    world.check_out(of)
    world.go_on(until=day(12, 5))

    assert GatewayLink.objects.get(kind="subscription").from_on.isoformat() == "2026-12-01"
    assert same(world, invoice(of, "2026-11"))["parent"] is None
    assert same(world, invoice(of, "2026-12"))["status"] == "paid"
    assert charged.stuck() == []


def test_seats_and_fees_of_one_time_are_paid_on_the_page(world, acme):
    seats = deals.price("seats", model="seat", unit_price=Decimal("12.50"))
    setup = deals.price("setup", model="one_off", interval="once", unit_price=Decimal(75))
    of = office(world, acme, deals.price(), seats, setup, quantities={"seats": 3, "setup": 1})

    world.go_on(until=day(12, 5))

    assert Payment.objects.earliest("at").amount == invoice(of, "2026-11").total
    assert (invoice(of, "2026-11").net, invoice(of, "2026-12").net) == (10_000 + 3_750 + 7_500, 13_750)
    assert same(world, invoice(of, "2026-12"))["status"] == "paid"
    assert charged.stuck() == []


def test_what_is_not_only_fees_is_not_charged_on_the_page(world, acme):
    of = office(world, acme, conditions=ConditionsDraft(discount_percent=Decimal(10)))

    world.go_on(until=day(11, 5))

    assert GatewayLink.objects.get(kind="subscription").from_on.isoformat() == "2026-12-01"
    assert (same(world, invoice(of, "2026-11"))["status"], invoice(of, "2026-11").net) == ("paid", 9_000)


def test_fees_in_arrears_are_charged_when_the_period_is_over(world, acme):
    of = office(world, acme, fees_in="arrears")
    used(of, day(11, 10), 3)

    world.go_on(until=day(12, 5))

    assert GatewayLink.objects.get(kind="subscription").from_on.isoformat() == "2026-12-01"
    assert (same(world, invoice(of, "2026-11"))["status"], invoice(of, "2026-11").net) == ("paid", 10_600)
    assert charged.stuck() == []


def test_a_trial_costs_nothing_until_it_ends(world, acme):
    of = office(world, acme, trial_days=14)

    world.go_on(until=day(11, 20))

    assert [each.total for each in of.invoices.all()] == [12_100]
    assert same(world, of.invoices.get())["status"] == "paid"
    assert (Payment.objects.get().amount, charged.stuck()) == (12_100, [])


def test_a_month_of_nothing_leaves_no_draft_for_the_next(world, acme):
    prices = (deals.price(),)
    of = world.subscribe(acme, *prices, start_on=day(11, 1).date())
    row = of.prices.get()
    row.discount_percent = 100
    row.save()
    world.check_out(of)

    world.go_on(until=day(12, 5))

    assert [each.total for each in of.invoices.all()] == [0, 0]
    assert (world.drafts(), charged.stuck()) == ([], [])


@pytest.mark.slow
def test_months_without_a_fee_have_drafts_for_what_is_counted(world, acme):
    of = office(world, acme, deals.pieces())
    used(of, day(12, 10), 3)

    world.go_on(until=day(1, 5, year=2027))

    assert invoice(of, "2026-12").state == "dropped"
    assert same(world, invoice(of, "2027-01"))["status"] == "paid"
    assert (world.drafts(), charged.stuck()) == ([], [])


def test_a_change_for_the_next_period_is_on_its_draft(world, acme):
    of = office(world, acme)
    dearer = deals.version(of.plan, deals.price(unit_price=Decimal(130)), deals.pieces())
    wanted = {"wanted": deals.wanted(of.plan), "when": "period_end"}
    seen = preview_change(of.id, **wanted, at=day(11, 10)).seen
    change_subscription(of.id, **wanted, seen=seen, actor=OLGA, at=day(11, 10))

    world.go_on(until=day(12, 5))

    assert dearer.number == 2
    assert (invoice(of, "2026-12").net, same(world, invoice(of, "2026-12"))["status"]) == (13_000, "paid")
    assert charged.stuck() == []


@pytest.mark.slow
def test_a_pause_charges_what_is_counted_alone_and_ends_as_it_began(world, acme):
    of = office(world, acme)
    world.go_on(until=day(11, 10))
    pause(of.id, actor=OLGA, at=world.at)
    used(of, day(12, 10), 3)
    world.go_on(until=day(1, 10, year=2027))
    resume(of.id, actor=OLGA, at=world.at)

    world.go_on(until=day(2, 5, year=2027))

    february = invoice(of, "2027-02")
    assert (invoice(of, "2027-01").net, same(world, invoice(of, "2027-01"))["status"]) == (600, "paid")
    assert same(world, february)["status"] == "paid"
    assert february.net > 10_000
    assert (world.drafts(), charged.stuck()) == ([], [])


@pytest.mark.slow
def test_who_is_declined_is_late_and_active_again_when_another_card_pays(world, acme):
    of = office(world, acme)
    world.change_card(of, "declines")
    world.go_on(until=day(12, 20))
    late = Debtor.objects.get().life, invoice(of, "2026-12").owed
    world.change_card(of, "pays")
    world.settle_down()

    assert late == ("past_due", 12_100)
    assert (Debtor.objects.get().life, invoice(of, "2026-12").owed) == ("active", 0)
    assert charged.stuck() == []


@pytest.mark.slow
def test_a_credit_note_lowers_an_open_invoice_there_and_lifts_at_once(world, acme):
    of = office(world, acme)
    world.change_card(of, "declines")
    world.go_on(until=day(12, 20))
    reason = {"reason_en": "Agreed", "reason_nl": "Afgesproken"}

    credit_invoice(invoice(of, "2026-12").id, amounts={1: 10_000}, **reason, actor=fay(), at=world.at)

    assert Debtor.objects.get().life == "active"
    world.settle_down()
    assert world.there(invoice(of, "2026-12"))["status"] == "paid"
    assert charged.stuck() == []


@pytest.mark.slow
def test_a_credit_of_what_was_paid_comes_off_the_next_invoice(world, acme):
    of = office(world, acme)
    world.go_on(until=day(11, 10))
    reason = {"reason_en": "Agreed", "reason_nl": "Afgesproken"}
    note = credit_invoice(invoice(of, "2026-11").id, amounts={1: 2_000}, **reason, actor=fay(), at=world.at)

    world.go_on(until=day(12, 5))

    december = invoice(of, "2026-12")
    assert (Payment.objects.latest("at").amount, december.owed) == (12_100 - 2_420, 0)
    assert (Invoice.objects.get(id=note.id).owed, charged.stuck()) == (0, [])


@pytest.mark.slow
def test_money_is_paid_back_by_the_way_it_came(world, acme):
    of = office(world, acme)
    world.go_on(until=day(11, 10))
    reason = {"reason_en": "Agreed", "reason_nl": "Afgesproken"}
    note = credit_invoice(invoice(of, "2026-11").id, amounts={1: 2_000}, **reason, actor=fay(), at=world.at)
    asked = {"amount": 2_420, "reason": "Asked for", "actor": cast.olga().actor, "at": world.at}
    approve_refund(propose_refund(Payment.objects.get().id, **asked).id, actor=fay(), at=world.at)
    world.settle_down()

    world.go_on(until=day(12, 5))

    assert sorted(Payment.objects.values_list("amount", flat=True)) == [-2_420, 12_100, 12_100]
    assert (Invoice.objects.get(id=note.id).owed, invoice(of, "2026-12").owed) == (0, 0)


@pytest.mark.slow
def test_a_month_that_comes_to_less_than_nothing_leaves_no_draft_for_the_next(world, acme):
    seats = deals.price("seats", model="seat", unit_price=Decimal(100))
    of = office(world, acme, seats, quantities={"seats": 10})
    world.go_on(until=day(11, 6))
    wanted = {"wanted": deals.wanted(of.plan, seats=1), "when": "now"}
    seen = preview_change(of.id, **wanted, at=world.at).seen
    change_subscription(of.id, **wanted, seen=seen, actor=OLGA, at=world.at)

    world.go_on(until=day(1, 5, year=2027))

    note, january = invoice(of, "2026-12"), invoice(of, "2027-01")
    assert (note.kind, note.total < 0, note.corrects) == ("credit_note", True, invoice(of, "2026-11"))
    assert (same(world, january)["status"], january.net, january.owed) == ("paid", 10_000, 0)
    assert (Payment.objects.count(), Invoice.objects.get(id=note.id).settled) == (1, -january.total)
    assert (world.drafts(), charged.stuck()) == ([], [])


@pytest.mark.slow
def test_the_last_invoice_follows_the_end(world, acme):
    of = office(world, acme)
    world.go_on(until=day(12, 10))
    used(of, day(12, 12), 4)
    cancel(of.id, actor=OLGA, at=world.at, on=day(12, 16).date())

    world.go_on(until=day(1, 10, year=2027))

    last = Invoice.objects.filter(subscription=of).latest("final_at")
    assert last.purpose == "final"
    assert GatewayLink.objects.get(kind="subscription").state == "ended"
    assert (world.drafts(), charged.stuck()) == ([], [])
    assert Reconciliation.objects.latest("begun_at").open_differences == 0
