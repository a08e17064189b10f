"""A change is agreed to by what was seen of it, stands on the next invoice to the cent, and is done once."""

from datetime import date
from decimal import Decimal

import pytest

from billing.actions.cancelling import cancel
from billing.actions.changing import (
    PreviewChanged,
    agree_conditions,
    change_subscription,
    preview_change,
)
from billing.actions.pausing import pause
from billing.actions.plans import retire_plan
from billing.actions.standing import SubscriptionIsCancelled, SubscriptionIsPaused
from billing.actions.tax_rates import set_tax_rate
from billing.agreeing import ConditionsDraft
from billing.models import Subscription
from billing.money import OtherCurrency
from billing.periods import Period
from billing.queries.changes import NotOffered, OtherInterval
from billing.rating.rate import rate
from billing.terms import changes_in, tax_of, terms_of
from billing.wanting import Wanted
from tests.billing import agreed, deals

MARCH, APRIL = Period(date(2026, 3, 1), date(2026, 4, 1)), Period(date(2026, 4, 1), date(2026, 5, 1))
MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
ELEVENTH = date(2026, 3, 11)


def running(acme, *prices, billed: bool = True, **said) -> Subscription:
    made = deals.running(acme, deals.plan(*prices), start_on=MARCH.start, **said)
    if billed:
        agreed.final_invoice(made, MARCH, final_at=deals.at(date(2026, 3, 4)), number="MB-1")
    return made


def changed(made: Subscription, take: Wanted, *, when="now", day=ELEVENTH):
    asked = {"wanted": take, "when": when}
    seen = preview_change(made.pk, **asked, at=deals.at(day)).seen
    return change_subscription(made.pk, **asked, seen=seen, **deals.on(day))


def lines(made: Subscription, period: Period) -> list[tuple[str, str, int]]:
    made = Subscription.objects.get(pk=made.pk)
    terms, tax = terms_of(made, on=period.start), tax_of(made.debtor, on=period.start)
    result = rate(terms, period=period, changes=changes_in(made, period), tax=tax)
    return [(line.kind, line.code, line.amount) for line in result.lines]


def test_a_change_now_is_a_pair_by_day_on_the_next_invoice(acme):
    made = running(acme)

    changed(made, deals.wanted(made.plan, payroll=3))

    assert lines(made, APRIL) == [
        ("flat", "payroll", 30_000), ("proration", "payroll", -6_774), ("proration", "payroll", 20_323),
    ]  # fmt: skip


def test_the_preview_is_the_next_invoice_to_the_cent(acme):
    made = running(acme, deals.price(unit_price=Decimal("99.99")), deals.price("leave"))

    preview = changed(made, deals.wanted(made.plan, payroll=7, leave=0))

    assert preview.period == APRIL
    shown = [(line.kind, line.code, line.amount) for line in preview.after.lines]
    assert shown == lines(made, APRIL)
    assert (preview.before.net, preview.after.net > preview.before.net) == (19_999, True)


def test_a_change_before_the_invoice_is_final_stands_on_that_one(acme):
    made = running(acme, billed=False)

    preview = changed(made, deals.wanted(made.plan, payroll=3))

    assert preview.period == MARCH
    assert [amount for _, _, amount in lines(made, MARCH)] == [10_000, -6_774, 20_323]
    assert lines(made, APRIL) == [("flat", "payroll", 30_000)]


def test_a_change_at_the_end_of_the_period_is_charged_from_its_edge(acme):
    made = running(acme)

    preview = changed(made, deals.wanted(made.plan, payroll=3), when="period_end")

    assert preview.on == APRIL.start
    assert lines(made, APRIL) == [("flat", "payroll", 30_000)]


def test_fees_in_arrears_are_prorated_in_their_own_period(acme):
    made = running(acme, billed=False, fees_in="arrears")

    preview = changed(made, deals.wanted(made.plan, payroll=3))

    assert preview.period == MARCH
    assert sum(amount for _, _, amount in lines(made, MARCH)) == 10_000 - 6_774 + 20_323


def test_a_change_that_was_done_is_not_done_again(acme, book):
    made = running(acme, deals.price(), deals.pieces())
    take = Wanted(
        version_id=deals.version(made.plan, deals.price(), deals.pieces(unit_price=Decimal(3))).pk,
        quantities={"payroll": Decimal(3)},
    )

    first, second = changed(made, take), changed(made, take)

    assert (first.seen, first.after.total) == (second.seen, second.after.total)
    assert book.kinds().count("billing.subscription.changed") == 1


def test_a_later_change_takes_the_place_of_one_that_has_not_begun(acme):
    made = running(acme)

    changed(made, deals.wanted(made.plan, payroll=3), when="period_end")
    changed(made, deals.wanted(made.plan, payroll=1), when="period_end", day=date(2026, 3, 12))

    assert lines(made, APRIL) == [("flat", "payroll", 10_000)]
    assert len([row for row in made.prices.all() if row.from_on != row.until_on]) == 1


def test_what_is_counted_has_its_new_price_from_the_edge_and_what_costs_the_same_no_pair(acme):
    made = running(acme, deals.price(), deals.pieces(), deals.price("leave"))
    newer = deals.version(
        made.plan,
        deals.price(),
        deals.pieces(unit_price=Decimal(3)),
        deals.price("leave", unit_price=Decimal(80)),
    )

    changed(made, Wanted(version_id=newer.pk))

    begun = {row.price.code: row.from_on for row in made.prices.filter(until_on=None)}
    assert begun == {"payroll": APRIL.start, "invoices": APRIL.start, "leave": ELEVENTH}
    assert {row.price.version_id for row in made.prices.filter(until_on=None)} == {newer.pk}


def test_what_is_new_is_there_from_the_day(acme):
    made = running(acme)
    newer = deals.version(
        made.plan, deals.price(), deals.pieces(), deals.price("set-up", model="one_off", interval="once")
    )

    changed(made, Wanted(version_id=newer.pk, quantities={"set-up": Decimal(1)}))
    changed(made, Wanted(version_id=newer.pk), day=date(2026, 3, 20))

    assert made.prices.get(price__code="invoices").from_on == ELEVENTH
    assert lines(made, APRIL) == [("flat", "payroll", 10_000), ("one_off", "set-up", 10_000)]


def test_a_subscription_stays_at_its_version_when_another_is_published(acme):
    made = running(acme)
    before = terms_of(made, on=APRIL.start)

    deals.version(made.plan, deals.price(unit_price=Decimal(500)))

    assert terms_of(made, on=APRIL.start) == before


def test_quantities_that_are_not_named_stay_as_they_are(acme):
    made = running(acme, deals.price(), deals.price("leave"))
    changed(made, deals.wanted(made.plan, discounts={"payroll": 10}, payroll=3))

    changed(made, deals.wanted(made.plan, leave=2), when="period_end")

    assert lines(made, APRIL)[:3] == [
        ("flat", "leave", 20_000), ("flat", "payroll", 30_000), ("discount", "payroll", -3_000),
    ]  # fmt: skip


def test_a_change_to_another_plan_is_a_change_like_any_other(acme):
    made = running(acme)
    larger = deals.plan(deals.price("office-xl", unit_price=Decimal(250)), code="larger")

    changed(made, deals.wanted(larger))

    assert Subscription.objects.get().plan == larger
    assert lines(made, APRIL) == [
        ("flat", "office-xl", 25_000), ("proration", "payroll", -6_774), ("proration", "office-xl", 16_935),
    ]  # fmt: skip


def vat_rises(made):
    set_tax_rate("NL", category="standard", percent=Decimal(22), from_on=APRIL.start, **deals.on(ELEVENTH))


def conditions_change(made):
    agree_conditions(made.pk, conditions=ConditionsDraft(minimum=99), **deals.on(ELEVENTH))


def another_changes_it(made):
    changed(made, deals.wanted(made.plan, payroll=9), day=date(2026, 3, 10))


@pytest.mark.parametrize("meanwhile", [vat_rises, conditions_change, another_changes_it])
def test_what_costs_something_else_meanwhile_is_refused_with_the_new_figures(acme, meanwhile):
    made = running(acme)
    asked = {"wanted": deals.wanted(made.plan, payroll=3), "when": "now"}
    seen = preview_change(made.pk, **asked, at=deals.at(ELEVENTH)).seen

    meanwhile(made)
    with pytest.raises(PreviewChanged) as refused:
        change_subscription(made.pk, **asked, seen=seen, **deals.on(ELEVENTH))
    again = change_subscription(made.pk, **asked, seen=refused.value.preview.seen, **deals.on(ELEVENTH))

    assert (refused.value.status, again) == (409, refused.value.preview)


def test_a_preview_of_yesterday_is_not_agreed_to_today(acme):
    made = running(acme)
    asked = {"wanted": deals.wanted(made.plan, payroll=3), "when": "now"}
    seen = preview_change(made.pk, **asked, at=deals.at(ELEVENTH)).seen

    with pytest.raises(PreviewChanged):
        change_subscription(made.pk, **asked, seen=seen, **deals.on(date(2026, 3, 12)))


def test_a_preview_changes_nothing(acme, book):
    made = running(acme)
    before, told = terms_of(made, on=APRIL.start), book.kinds()

    preview_change(made.pk, wanted=deals.wanted(made.plan, payroll=3), when="now", at=deals.at(ELEVENTH))

    assert (terms_of(made, on=APRIL.start), book.kinds()) == (before, told)


def test_what_is_cancelled_or_paused_is_not_changed(acme):
    made = running(acme)
    asked = {"wanted": deals.wanted(made.plan, payroll=3), "when": "now", "at": deals.at(ELEVENTH)}

    pause(made.pk, **deals.on(ELEVENTH))
    with pytest.raises(SubscriptionIsPaused):
        preview_change(made.pk, **asked)
    Subscription.objects.update(paused_on=None)
    cancel(made.pk, **deals.on(ELEVENTH))
    with pytest.raises(SubscriptionIsCancelled):
        preview_change(made.pk, **asked)


@pytest.mark.parametrize(
    ("said", "error"),
    [({"currency": "GBP"}, OtherCurrency), ({"interval_months": 12}, OtherInterval)],
)
def test_a_plan_that_does_not_fit_is_not_changed_to(acme, said, error):
    made = running(acme)
    other = deals.plan(deals.price("other"), code="other", **said)

    with pytest.raises(error):
        changed(made, deals.wanted(other))


def test_a_retired_plan_is_kept_and_changed_by_who_has_it_and_by_nobody_else(acme):
    made = running(acme)
    other = deals.plan(deals.price("other"), code="other")
    for plan in (made.plan, other):
        retire_plan(plan.pk, **deals.BY)

    with pytest.raises(NotOffered):
        changed(made, deals.wanted(other))
    changed(made, deals.wanted(made.plan, payroll=2))

    assert lines(made, APRIL)[0] == ("flat", "payroll", 20_000)


def test_conditions_hold_from_the_next_edge_and_leave_the_running_period_alone(acme):
    made = running(acme, billed=False)

    for _ in range(2):
        agree_conditions(made.pk, conditions=ConditionsDraft(minimum=50_000), **deals.on(ELEVENTH))

    assert terms_of(made, on=MARCH.start).minimum is None
    assert terms_of(made, on=APRIL.start).minimum == 50_000
    assert made.conditions.count() == 1


def test_a_later_agreement_on_conditions_replaces_one_that_has_not_begun(acme):
    made = running(acme)

    agree_conditions(made.pk, conditions=ConditionsDraft(minimum=50_000), **deals.on(ELEVENTH))
    agree_conditions(made.pk, conditions=ConditionsDraft(minimum=60_000), **deals.on(date(2026, 3, 12)))

    assert made.conditions.get().minimum == 60_000


def test_the_index_raises_what_was_agreed_from_its_day(acme):
    made = running(acme)
    index = ConditionsDraft(index_percent=Decimal("3.2"), index_from_on=MAY.start)

    agree_conditions(made.pk, conditions=index, **deals.on(ELEVENTH))

    assert [lines(made, period)[0][2] for period in (APRIL, MAY)] == [10_000, 10_320]
