"""A pause stops what is charged by time, a cancellation ends all; both can be taken back, and neither loses a cent."""

from datetime import date
from decimal import Decimal

import pytest

from billing.actions.cancelling import TooLate, cancel, withdraw_cancellation
from billing.actions.changing import agree_conditions, change_subscription, preview_change
from billing.actions.pausing import NotStarted, pause, resume
from billing.actions.scheduling import bill_what_is_due
from billing.actions.standing import SubscriptionIsCancelled
from billing.actions.subscriptions import subscribe
from billing.agreeing import Agreed, ConditionsDraft
from billing.attributing import Attribution
from billing.models import Subscription
from billing.periods import Period
from billing.rating.checking import WrongTerms
from billing.rating.rate import rate
from billing.rating.shapes import Usage
from billing.terms import changes_in, tax_of, terms_of
from tests.billing import agreed, deals

MARCH, APRIL = Period(date(2026, 3, 1), date(2026, 4, 1)), Period(date(2026, 4, 1), date(2026, 5, 1))
MAY, JUNE = Period(date(2026, 5, 1), date(2026, 6, 1)), Period(date(2026, 6, 1), date(2026, 7, 1))
ELEVENTH = date(2026, 3, 11)
USED = Usage(meter="invoices", service_line="finance", quantity=Decimal(5))


def running(acme, *prices, **said) -> Subscription:
    made = deals.running(
        acme, deals.plan(*(prices or (deals.price(), deals.pieces()))), start_on=MARCH.start, **said
    )
    billed(made, MARCH)
    return made


def billed(made: Subscription, period: Period) -> None:
    day = period.start.replace(day=4)
    agreed.final_invoice(made, period, final_at=deals.at(day), number=f"MB-{period.key}")


def lines(made: Subscription, period: Period, *usage: Usage) -> list[tuple[str, int]]:
    made = Subscription.objects.get(pk=made.pk)
    result = rate(
        terms_of(made, on=period.start), period=period, usage=usage, changes=changes_in(made, period),
        tax=tax_of(made.debtor, on=period.start),
    )  # fmt: skip
    return [(line.code, line.amount) for line in result.lines]


def test_a_pause_stops_fees_at_the_next_edge_and_charges_what_is_counted(acme):
    made = running(acme)

    paused = pause(made.pk, **deals.on(ELEVENTH))

    assert (paused.state, paused.paused_on) == ("paused", APRIL.start)
    assert lines(made, MARCH) == [("payroll", 10_000)]
    assert lines(made, APRIL, USED) == [("invoices", 1_000)]


def test_seats_that_a_meter_counts_cost_nothing_in_a_pause(acme):
    seats = deals.price("seats", model="seat", meter="seats", unit_price=Decimal(10))
    made = running(acme, seats)
    counted = Usage(meter="seats", service_line="hr", quantity=Decimal(4))

    pause(made.pk, **deals.on(ELEVENTH))

    assert sum(amount for _, amount in lines(made, MARCH, counted)) == 4_000
    assert sum(amount for _, amount in lines(made, APRIL, counted)) == 0


def test_the_minimum_is_not_charged_in_a_pause_and_is_again_afterwards(acme):
    made = running(acme)
    agree_conditions(made.pk, conditions=ConditionsDraft(minimum=50_000), **deals.on(MARCH.start))

    pause(made.pk, **deals.on(date(2026, 4, 2)))
    resume(made.pk, **deals.on(date(2026, 5, 11)))

    minimums = [terms_of(made, on=period.start).minimum for period in (APRIL, MAY, JUNE)]
    assert minimums == [50_000, None, 50_000]


def test_a_pause_that_is_taken_back_before_it_began_leaves_all_as_it_was(acme):
    made = running(acme)
    before = terms_of(made, on=APRIL.start)

    pause(made.pk, **deals.on(ELEVENTH))
    resumed = resume(made.pk, **deals.on(date(2026, 3, 12)))

    assert (resumed.state, resumed.paused_on) == ("active", None)
    assert terms_of(made, on=APRIL.start) == before


def test_fees_are_charged_by_day_from_the_day_it_is_resumed(acme):
    made = running(acme)
    pause(made.pk, **deals.on(ELEVENTH))
    billed(made, APRIL)

    resume(made.pk, **deals.on(date(2026, 4, 16)))

    assert lines(made, MAY) == [("payroll", 10_000), ("payroll", 5_000)]


def test_pausing_and_resuming_twice_is_once(acme, book):
    made = running(acme)

    for verb in (pause, pause, resume, resume):
        verb(made.pk, **deals.on(ELEVENTH))

    assert book.kinds()[-2:] == ["billing.subscription.paused", "billing.subscription.resumed"]


def test_a_change_that_has_not_begun_falls_away_in_a_pause(acme):
    made = running(acme)
    asked = {"wanted": deals.wanted(made.plan, payroll=3), "when": "period_end"}
    seen = preview_change(made.pk, **asked, at=deals.at(ELEVENTH)).seen
    change_subscription(made.pk, **asked, seen=seen, **deals.on(ELEVENTH))

    pause(made.pk, **deals.on(ELEVENTH))
    resume(made.pk, **deals.on(ELEVENTH))

    assert lines(made, APRIL) == [("payroll", 10_000)]


def test_what_is_not_started_or_ends_is_not_paused(acme):
    plan, to = deals.plan(), deals.debtor(acme)
    terms = Agreed(start_on=MARCH.start)
    made = subscribe(to.pk, wanted=deals.wanted(plan), terms=terms, **deals.on(MARCH.start))

    with pytest.raises(NotStarted):
        pause(made.pk, **deals.on(ELEVENTH))
    Subscription.objects.update(state="active", cancels_on=APRIL.start)
    with pytest.raises(SubscriptionIsCancelled):
        pause(made.pk, **deals.on(ELEVENTH))


def test_a_cancellation_ends_it_with_the_running_period(acme):
    made = running(acme)

    cancelled = cancel(made.pk, **deals.on(ELEVENTH))

    assert (cancelled.cancels_on, cancelled.state) == (APRIL.start, "active")
    assert lines(made, APRIL) == []


def test_a_cancellation_on_a_day_credits_the_rest_of_what_was_charged(acme):
    made = running(acme)

    cancel(made.pk, on=date(2026, 3, 21), **deals.on(ELEVENTH))

    assert lines(made, APRIL) == [("payroll", -3_548)]


def test_a_cancellation_is_never_moved_to_a_later_day(acme, book):
    made = running(acme)

    for day in (APRIL.start, None, MAY.start, date(2026, 3, 21), APRIL.start):
        cancelled = cancel(made.pk, on=day, **deals.on(ELEVENTH))

    assert cancelled.cancels_on == date(2026, 3, 21)
    assert book.kinds().count("billing.subscription.cancelled") == 2


def test_nobody_cancels_for_a_day_that_has_passed(acme):
    made = running(acme)

    with pytest.raises(WrongTerms):
        cancel(made.pk, on=date(2026, 3, 10), **deals.on(ELEVENTH))


def test_what_was_to_begin_on_a_day_that_has_passed_and_was_never_started_is_not_billed(acme):
    to = deals.debtor(acme)
    wanted = deals.wanted(deals.plan(deals.price(), deals.pieces()))
    made = subscribe(to.pk, wanted=wanted, terms=Agreed(start_on=MARCH.start), **deals.on(ELEVENTH))

    cancel(made.pk, **deals.on(ELEVENTH))

    done = bill_what_is_due(at=deals.at(MAY.start))
    assert (done.drafted, done.finalised, done.failures) == (0, 0, ())
    assert Attribution(acme).key(deals.at(MARCH.start)) == ""


def test_what_was_not_started_ends_at_once_and_costs_nothing(acme):
    plan, to = deals.plan(), deals.debtor(acme)
    terms = Agreed(start_on=APRIL.start)
    made = subscribe(to.pk, wanted=deals.wanted(plan), terms=terms, **deals.on(ELEVENTH))

    cancelled = cancel(made.pk, **deals.on(ELEVENTH))

    assert cancelled.state == "ended"
    assert not terms_of(cancelled, on=APRIL.start).items


def test_a_trial_that_is_cancelled_costs_nothing(acme):
    plan = deals.plan(deals.price(), trial_days=14)
    made = deals.running(acme, plan, start_on=MARCH.start)

    cancelled = cancel(made.pk, **deals.on(ELEVENTH))

    assert cancelled.cancels_on == date(2026, 3, 15)
    assert not terms_of(cancelled, on=cancelled.anchor_on).items


def test_a_cancellation_that_is_withdrawn_leaves_all_as_it_was(acme):
    made = running(acme, deals.price(), deals.price("set-up", model="one_off", interval="once"))
    before = terms_of(made, on=APRIL.start)

    cancel(made.pk, on=date(2026, 3, 21), **deals.on(ELEVENTH))
    withdraw_cancellation(made.pk, **deals.on(date(2026, 3, 12)))
    withdrawn = withdraw_cancellation(made.pk, **deals.on(date(2026, 3, 12)))

    assert (withdrawn.cancels_on, terms_of(made, on=APRIL.start)) == (None, before)
    assert lines(made, APRIL) == [("payroll", 10_000)]


def test_what_an_invoice_has_credited_is_charged_again_when_the_cancellation_is_withdrawn(acme):
    made = running(acme)
    cancel(made.pk, on=date(2026, 4, 21), **deals.on(ELEVENTH))
    assert lines(made, APRIL) == [("payroll", 10_000), ("payroll", -3_333)]
    billed(made, APRIL)

    withdraw_cancellation(made.pk, **deals.on(date(2026, 4, 11)))

    assert lines(made, MAY) == [("payroll", 10_000), ("payroll", 3_333)]


def test_what_has_ended_is_not_brought_back(acme):
    made = running(acme)
    cancel(made.pk, **deals.on(ELEVENTH))

    with pytest.raises(TooLate):
        withdraw_cancellation(made.pk, **deals.on(APRIL.start))


def test_a_day_is_that_of_the_subscriptions_zone(acme):
    made = running(acme)
    Subscription.objects.update(time_zone="Pacific/Auckland")

    cancelled = cancel(made.pk, actor=deals.OLGA, at=deals.at(date(2026, 3, 31), hour=13))

    assert cancelled.cancels_on == MAY.start
