"""A subscription is drawn up and started once; its periods, trial and first invoice follow from its day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billing.actions.cancelling import cancel
from billing.actions.changing import agree_conditions
from billing.actions.plans import retire_plan
from billing.actions.standing import SubscriptionEnded
from billing.actions.subscriptions import SubscriptionExists, start, subscribe
from billing.agreeing import Agreed, ConditionsDraft
from billing.models import Subscription
from billing.money import OtherCurrency
from billing.periods import on as period_on
from billing.queries.changes import NotOffered
from billing.rating.checking import WrongTerms
from billing.rating.metered import NegativeQuantity
from billing.rating.rate import rate
from billing.rating.tiers import NoPrice
from billing.terms import tax_of, terms_of
from billing.wanting import Wanted
from motorblok.kernel.errors import NotFound
from tests.billing import deals

TENTH = date(2026, 3, 10)


def drawn_up(acme, *, take: Wanted, debtor=None, start_on=TENTH, **said) -> Subscription:
    to = debtor or deals.debtor(acme)
    return subscribe(to.pk, wanted=take, terms=Agreed(start_on=start_on, **said), **deals.on(TENTH))


def first_invoice(made: Subscription) -> list[tuple[str, int]]:
    made.refresh_from_db()
    period = period_on(made.anchor_on, anchor=made.anchor_on, months=made.months)
    tax = tax_of(made.debtor, on=period.start)
    return [
        (line.code, line.amount)
        for line in rate(terms_of(made, on=period.start), period=period, tax=tax).lines
    ]


def test_what_is_agreed_about_the_whole_before_it_starts_holds_from_its_beginning(acme):
    to, start_on = deals.debtor(acme), date(2026, 3, 1)
    said = {"wanted": deals.wanted(deals.plan()), "terms": Agreed(start_on=start_on)}
    made = subscribe(to.pk, **said, conditions=ConditionsDraft(minimum=100), **deals.on(date(2026, 3, 20)))

    agree_conditions(made.pk, conditions=ConditionsDraft(minimum=5_000), **deals.on(date(2026, 3, 20)))
    start(made.pk, **deals.on(date(2026, 3, 21)))

    assert list(made.conditions.values_list("from_on", "minimum")) == [(start_on, 5_000)]


def test_prices_of_several_service_lines_stand_in_one_subscription(acme):
    plan = deals.plan(
        deals.price(), deals.price("desk", service_line="it-support", unit_price=Decimal(30)), deals.pieces()
    )

    made = drawn_up(acme, take=deals.wanted(plan, desk=2))

    assert first_invoice(made) == [("payroll", 10_000), ("desk", 6_000)]
    assert made.prices.count() == 3


def test_what_is_taken_none_of_is_left_out_but_what_is_counted_is_always_taken(acme):
    setup = deals.price("set-up", model="one_off", interval="once")
    plan = deals.plan(deals.price(), deals.price("leave"), deals.pieces(), setup)

    made = drawn_up(acme, take=deals.wanted(plan, leave=0, invoices=0))

    assert {row.price.code for row in made.prices.all()} == {"payroll", "invoices"}


def test_a_one_off_is_taken_when_it_is_named(acme):
    plan = deals.plan(deals.price(), deals.price("set-up", model="one_off", interval="once"))

    made = drawn_up(acme, take=deals.wanted(plan, set_up=1))

    assert first_invoice(made) == [("payroll", 10_000), ("set-up", 10_000)]


def test_discounts_and_conditions_hold_from_the_first_period_on(acme):
    conditions = ConditionsDraft(minimum=20_000, discount_percent=Decimal(10))
    take = deals.wanted(deals.plan(), discounts={"payroll": 50})

    made = subscribe(
        deals.debtor(acme).pk,
        wanted=take,
        terms=Agreed(start_on=TENTH),
        conditions=conditions,
        **deals.on(TENTH),
    )

    assert [amount for _, amount in first_invoice(made)] == [10_000, -5_000, -500, 15_500]


def test_a_trial_moves_the_periods_to_its_end(acme):
    made = start(drawn_up(acme, take=deals.wanted(deals.plan(trial_days=14))).pk, **deals.on(TENTH))

    assert (made.anchor_on, made.trial_ends_on) == (date(2026, 3, 24), date(2026, 3, 24))
    assert made.debtor.__class__.objects.get().life == "trialing"
    assert first_invoice(made) == [("payroll", 10_000)]


def test_an_agreed_trial_takes_the_place_of_the_plans(acme):
    made = drawn_up(acme, take=deals.wanted(deals.plan(trial_days=14)), trial_days=0)

    assert (made.anchor_on, made.trial_ends_on) == (TENTH, None)


def test_it_can_be_started_on_another_day_than_was_agreed(acme):
    made = drawn_up(acme, take=deals.wanted(deals.plan(trial_days=14)))

    start(made.pk, on=date(2026, 3, 31), **deals.on(TENTH))

    made.refresh_from_db()
    assert (made.anchor_on, made.trial_ends_on) == (date(2026, 4, 14), date(2026, 4, 14))
    assert made.prices.get().from_on == date(2026, 3, 31)


def test_it_is_started_once(acme, book):
    made = drawn_up(acme, take=deals.wanted(deals.plan()))

    start(made.pk, **deals.on(TENTH))
    start(made.pk, on=date(2026, 4, 1), **deals.on(TENTH))

    made.refresh_from_db()
    assert (made.state, made.anchor_on, made.debtor.life) == ("active", TENTH, "active")
    assert book.kinds().count("billing.subscription.started") == 1


def test_a_client_has_one_subscription_at_a_time(acme):
    plan = deals.plan()
    made = drawn_up(acme, take=deals.wanted(plan))

    with pytest.raises(SubscriptionExists):
        drawn_up(acme, take=deals.wanted(plan), debtor=made.debtor)
    cancel(made.pk, **deals.on(TENTH))
    again = drawn_up(acme, take=deals.wanted(plan), debtor=made.debtor)

    assert again.pk != made.pk
    with pytest.raises(SubscriptionEnded):
        start(made.pk, **deals.on(TENTH))


def test_the_client_and_the_plan_have_one_currency(acme):
    pounds = deals.plan(currency="GBP")

    with pytest.raises(OtherCurrency):
        drawn_up(acme, take=deals.wanted(pounds))


def test_a_retired_plan_is_not_subscribed_to(acme):
    plan = deals.plan()
    retire_plan(plan.pk, **deals.BY)

    with pytest.raises(NotOffered):
        drawn_up(acme, take=deals.wanted(plan))


def test_prices_of_a_later_day_are_not_taken_before_it(acme):
    plan = deals.plan()
    deals.version(plan, deals.price(unit_price=Decimal(120)), valid_from_on=date(2026, 3, 11))

    with pytest.raises(NotOffered):
        drawn_up(acme, take=deals.wanted(plan))
    assert drawn_up(acme, take=deals.wanted(plan), debtor=deals.debtor(acme), start_on=date(2026, 3, 11))


@pytest.mark.parametrize(
    ("quantities", "discounts", "error"),
    [
        ({"payroll": Decimal(-1)}, {}, NegativeQuantity),
        ({"payroll": Decimal(0)}, {}, NoPrice),
        ({"unknown": Decimal(1)}, {}, WrongTerms),
        ({"payroll": Decimal("0.0000001")}, {}, WrongTerms),
        ({"payroll": Decimal(10) ** 12}, {}, WrongTerms),
        ({"payroll": Decimal("Infinity")}, {}, WrongTerms),
        ({}, {"payroll": Decimal(101)}, WrongTerms),
        ({}, {"payroll": Decimal(-1)}, WrongTerms),
    ],
)
def test_what_cannot_be_wanted_is_refused(acme, quantities, discounts, error):
    take = Wanted(version_id=deals.newest(deals.plan()).pk, quantities=quantities, discounts=discounts)

    with pytest.raises(error) as refused:
        drawn_up(acme, take=take)

    assert refused.value.field
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"fees_in": "never"},
        {"grace_days": 31},
        {"trial_days": -1},
        {"trial_days": 367},
        {"po_number": "7" * 61},
        {"start_on": date(2027, 3, 12)},
        {"start_on": date(2025, 3, 8)},
    ],
)
def test_terms_that_cannot_be_meant_are_refused(acme, said):
    with pytest.raises(WrongTerms):
        drawn_up(acme, take=deals.wanted(deals.plan()), **said)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"minimum": -1}, NegativeQuantity),
        ({"discount_percent": Decimal(101)}, WrongTerms),
        ({"index_percent": Decimal(3)}, WrongTerms),
        ({"index_from_on": TENTH}, WrongTerms),
        ({"index_percent": Decimal(-100), "index_from_on": TENTH}, WrongTerms),
    ],
)
def test_conditions_that_cannot_be_meant_are_refused(acme, said, error):
    wanted, terms = deals.wanted(deals.plan()), Agreed(start_on=TENTH)

    with pytest.raises(error):
        subscribe(
            deals.debtor(acme).pk,
            wanted=wanted,
            terms=terms,
            conditions=ConditionsDraft(**said),
            **deals.on(TENTH),
        )


def test_nobody_is_subscribed_who_is_no_debtor(acme):
    with pytest.raises(NotFound):
        subscribe(acme.pk, wanted=deals.wanted(deals.plan()), terms=Agreed(start_on=TENTH), **deals.on(TENTH))


def test_the_days_are_those_of_the_clients_zone(acme):
    auckland = deals.debtor(acme, replace(deals.BAKERIES, time_zone="Pacific/Auckland"))

    made = drawn_up(acme, take=deals.wanted(deals.plan()), debtor=auckland)

    assert made.time_zone == "Pacific/Auckland"
