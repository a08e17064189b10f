"""What rating is given is what the tables say: prices with their days, conditions of the period, VAT of the day."""

from datetime import date
from decimal import Decimal

import pytest

from billing.models import Conditions, SubscribedPrice, Subscription, TaxRate
from billing.periods import Period
from billing.rating.rate import rate
from billing.rating.shapes import Index, Terms, Tier, Usage
from billing.terms import tax_of, terms_of
from tests.billing import agreed

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))


def only(terms: Terms):
    [sub] = terms.items
    return sub


def test_a_price_arrives_with_all_its_fields(acme):
    tiers = [
        {"up_to": "10", "unit_price": "2.5", "flat": "1"},
        {"up_to": None, "unit_price": "2", "flat": "0"},
    ]
    said = {"model": "piece", "meter": "invoices", "unit_price": None, "tiers": tiers, "included": Decimal(5)}
    made = agreed.subscription(agreed.debtor(acme), agreed.plan(prices={"invoices": said}))

    item = only(terms_of(made, on=JANUARY.start)).item

    assert item.tiers == (
        Tier(up_to=Decimal(10), unit_price=Decimal("2.5"), flat=Decimal(1)),
        Tier(up_to=None, unit_price=Decimal(2)),
    )
    assert (item.model, item.meter, item.included, item.currency) == ("piece", "invoices", 5, "EUR")


def test_what_was_agreed_for_a_later_period_leaves_the_terms_of_this_one_alone(acme):
    made = agreed.subscription(agreed.debtor(acme), agreed.plan())
    before = terms_of(made, on=JANUARY.start)

    made.prices.update(until_on=JANUARY.end, ended_at=agreed.AT)
    price = made.plan.versions.get().prices.get()
    SubscribedPrice.objects.create(subscription=made, price=price, from_on=JANUARY.end, made_at=agreed.AT)

    assert terms_of(made, on=JANUARY.start) == before
    assert {sub.from_on for sub in terms_of(made, on=JANUARY.end).items} == {JANUARY.start, JANUARY.end}


def test_a_price_that_never_held_is_left_out(acme):
    made = agreed.subscription(agreed.debtor(acme), agreed.plan(prices={"payroll": {}, "leave": {}}))

    made.prices.filter(price__code="leave").update(until_on=JANUARY.start, ended_at=agreed.AT)

    assert only(terms_of(made, on=JANUARY.start)).item.code == "payroll"


def test_the_newest_conditions_that_begin_before_the_period_hold_for_the_whole_of_it(acme):
    made = agreed.subscription(agreed.debtor(acme), agreed.plan())
    Conditions.objects.create(subscription=made, from_on=date(2026, 1, 1), minimum=5000)
    raised = {"index_percent": Decimal(3), "index_from_on": date(2026, 3, 1)}
    Conditions.objects.create(subscription=made, from_on=date(2026, 1, 15), minimum=9000, **raised)

    assert terms_of(made, on=date(2026, 1, 31)).minimum == 5000
    assert terms_of(made, on=date(2026, 2, 1)).minimum == 9000
    assert terms_of(made, on=date(2026, 2, 1)).index == Index(percent=Decimal(3), from_on=date(2026, 3, 1))


def test_a_trial_costs_nothing_and_shows_what_was_counted(acme):
    counted = {"model": "piece", "meter": "invoices", "service_line": "finance"}
    plan = agreed.plan(prices={"payroll": {}, "invoices": counted})
    made = agreed.subscription(
        agreed.debtor(acme),
        plan,
        anchor_on=date(2026, 1, 15),
        trial_ends_on=date(2026, 1, 15),
        from_on=date(2026, 1, 1),
    )
    first, tax = Period(date(2026, 1, 15), date(2026, 2, 15)), tax_of(made.debtor, on=date(2026, 1, 15))
    used = Usage(meter="invoices", service_line="finance", quantity=Decimal(40))

    terms = terms_of(made, on=first.start)
    trial = Period(date(2025, 12, 15), date(2026, 1, 15))
    result = rate(terms, period=first, usage=[used], usage_period=trial, tax=tax)
    after = rate(terms, period=first, usage=[used], usage_period=first, tax=tax)

    assert [(line.code, line.amount) for line in result.lines] == [("payroll", 10_000), ("invoices", 0)]
    assert [(line.code, line.amount) for line in after.lines] == [("payroll", 10_000), ("invoices", 400_000)]


def test_vat_is_that_of_the_sellers_country_on_the_day(acme):
    made = agreed.debtor(acme)
    TaxRate.objects.create(country="NL", category="odd", percent=Decimal(6), from_on=date(2018, 1, 1))
    TaxRate.objects.create(country="NL", category="odd", percent=Decimal(9), from_on=date(2019, 1, 1))
    TaxRate.objects.create(country="DE", category="odd", percent=Decimal(7), from_on=date(2018, 1, 1))

    assert tax_of(made, on=date(2018, 12, 31)).rates["odd"] == 6
    assert tax_of(made, on=date(2019, 1, 1)).rates["odd"] == 9
    assert "odd" not in tax_of(made, on=date(2017, 12, 31)).rates


@pytest.mark.parametrize("treatment", ["reverse_charge", "outside_eu", "exempt"])
def test_who_is_charged_no_vat_has_both_numbers_in_its_profile(acme, treatment):
    made = agreed.debtor(acme, treatment=treatment, vat_number="BE0123456749")

    profile = tax_of(made, on=JANUARY.start)

    assert (profile.treatment, profile.rates) == (treatment, {})
    assert (profile.seller_vat, profile.buyer_vat) == ("NL123456782B90", "BE0123456749")


def test_the_terms_of_many_cost_as_many_questions_as_of_one(acme, django_assert_num_queries):
    agreed.subscription(agreed.debtor(acme), agreed.plan(prices={"payroll": {}, "leave": {}, "desk": {}}))
    kept = Subscription.objects.select_related("debtor").prefetch_related("prices", "conditions")

    with django_assert_num_queries(3):
        [made] = kept
        assert len(terms_of(made, on=JANUARY.start).items) == 3
