"""What is agreed is told to the gateway once, within the period before it takes effect; and what ends here ends there."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.actions.cancelling import cancel, withdraw_cancellation
from billing.actions.changing import agree_conditions
from billing.actions.ending import end_what_is_over
from billing.actions.pausing import pause
from billing.agreeing import ConditionsDraft
from billing.following import follow_all
from billing.models import Debtor, GatewayCall, GatewayLink, Subscription
from billing.queries.beginnings import beginning, change_order, flat_prices
from motorblok.kernel import schema
from tests.billing import agreed, billed, deals
from tests.cast import OLGA

SIXTH = datetime(2026, 11, 6, 12, 0, tzinfo=UTC)


@pytest.fixture
def held(acme):
    """A subscription of 100 a month that is at a gateway since October."""
    with schema.entered(schema.PUBLIC):
        of = billed.subscription(acme, debtor={"gateway": "stripe"})
        GatewayLink.objects.create(
            gateway="stripe", kind="subscription", external_id="sub_1", debtor=of.debtor, ours_id=of.id, state="active",
            from_on=date(2026, 10, 1),
        )  # fmt: skip
        follow_all(at=SIXTH)
        yield of


def asked():
    return list(GatewayCall.objects.order_by("id").values_list("operation", flat=True))


def wanted(of, at):
    return change_order(Subscription.objects.get(id=of.id), external_id="sub_1", at=at)


def test_what_is_the_same_is_told_once(held):
    for _ in range(3):
        follow_all(at=SIXTH)

    assert asked() == ["change_subscription"]


def test_an_index_is_told_in_the_period_before_it_holds_and_no_sooner(held):
    index = ConditionsDraft(index_percent=Decimal(3), index_from_on=date(2027, 1, 1))
    agree_conditions(held.id, conditions=index, actor=OLGA, at=SIXTH)
    before = asked()
    follow_all(at=datetime(2026, 12, 6, 12, 0, tzinfo=UTC))

    assert (before, asked()) == (["change_subscription"], ["change_subscription"] * 2)
    assert [each.amount for each in wanted(held, datetime(2026, 12, 6, tzinfo=UTC)).prices] == [10_300]


def test_on_the_day_of_an_edge_the_gateway_may_still_be_before_it(held):
    pause(held.id, actor=OLGA, at=SIXTH)

    morning = wanted(held, datetime(2026, 11, 30, 23, 30, tzinfo=UTC))
    next_month = wanted(held, datetime(2026, 12, 2, 12, 0, tzinfo=UTC))

    assert (morning.prices, next_month.prices) == ((), ())
    assert (flat_prices(held, edge_on=date(2026, 11, 1))[0].amount, morning.running) == (10_000, "running")


def test_an_end_is_told_in_its_last_period_and_taken_back(held):
    cancel(held.id, actor=OLGA, at=SIXTH)
    ends = wanted(held, SIXTH).ends
    withdraw_cancellation(held.id, actor=OLGA, at=SIXTH)

    assert (ends, wanted(held, SIXTH).ends, asked()) == (
        "at_period_end",
        "never",
        ["change_subscription"] * 3,
    )


def test_an_end_that_is_far_is_not_told_yet(held):
    cancel(held.id, on=date(2027, 3, 1), actor=OLGA, at=SIXTH)

    assert (wanted(held, SIXTH).ends, asked()) == ("never", ["change_subscription"])


def test_what_has_ended_ends_with_its_period_there_while_a_draft_waits_for_its_invoice(held):
    cancel(held.id, on=date(2026, 11, 10), actor=OLGA, at=SIXTH)
    end_what_is_over(held.id, actor=OLGA, at=datetime(2026, 11, 12, tzinfo=UTC))

    assert (asked()[-1], wanted(held, SIXTH).ends) == ("change_subscription", "at_period_end")


def test_what_has_ended_is_ended_there_once_its_last_draft_is_done(held):
    for period, number in ((billed.OCTOBER, "MB-1"), (billed.NOVEMBER, "MB-2")):
        agreed.final_invoice(held, period, final_at=SIXTH, number=number)
    cancel(held.id, on=date(2026, 11, 10), actor=OLGA, at=SIXTH)
    end_what_is_over(held.id, actor=OLGA, at=datetime(2026, 11, 12, tzinfo=UTC))

    assert asked()[-1] == "cancel_subscription"


def test_who_pays_another_way_by_now_is_not_charged_there_any_more(held):
    Debtor.objects.update(gateway="bank")

    follow_all(at=SIXTH)

    assert asked()[-1] == "cancel_subscription"


@pytest.mark.parametrize(
    ("said", "at", "edges"),
    [
        ({}, (2026, 10, 9), ("period_ends_at", "2026-10-01")),
        ({}, (2026, 9, 9), ("anchor_at", "2026-10-01")),
        ({"trial_ends_on": billed.OCTOBER.start}, (2026, 9, 9), ("trial_ends_at", "2026-10-01")),
        ({"trial_ends_on": billed.OCTOBER.start}, (2026, 9, 29), ("anchor_at", "2026-10-01")),
        ({"fees_in": "arrears"}, (2026, 10, 9), ("trial_ends_at", "2026-11-01")),
        ({"fees_in": "arrears"}, (2026, 11, 9), ("anchor_at", "2026-12-01")),
    ],
)
def test_a_subscription_begins_there_on_one_of_our_edges(acme, said, at, edges):
    with schema.entered(schema.PUBLIC):
        of = billed.subscription(acme, debtor={"gateway": "stripe"}, **said)
        begins = beginning(of, customer="cus_1", at=datetime(*at, 12, tzinfo=UTC))

    given = {name: getattr(begins.order, name) for name in ("period_ends_at", "anchor_at", "trial_ends_at")}
    assert ([name for name, instant in given.items() if instant], str(begins.from_on)) == (
        [edges[0]],
        edges[1],
    )


def test_a_month_that_is_invoiced_already_is_not_charged_there_again(acme):
    with schema.entered(schema.PUBLIC):
        of = billed.subscription(acme, debtor={"gateway": "stripe"})
        billed.final(of, billed.OCTOBER)
        begins = beginning(of, customer="cus_1", at=deals.at(date(2026, 10, 9)))

    assert (str(begins.from_on), begins.order.period_ends_at) == ("2026-11-01", None)
