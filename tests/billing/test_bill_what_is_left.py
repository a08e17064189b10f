"""A run looks at what may still be billed, and takes a change beside it for no failure."""

import logging
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.actions.cancelling import cancel
from billing.actions.changing import change_subscription, preview_change
from billing.actions.scheduling import bill_what_is_due
from billing.models import Invoice, SlaClause, Subscription
from motorblok.kernel import schema
from tests.billing import agreed, billed, deals
from tests.cast import OLGA

MARCH = date(2026, 3, 1)
JUNE = deals.at(date(2026, 6, 10))


def ended(made, *, state="final", at=JUNE):
    """A subscription that ended in May, with its last invoice."""
    Subscription.objects.filter(pk=made.pk).update(state="ended", cancels_on=date(2026, 5, 1))
    said = {"final_at": at, "number": f"MB-{made.pk.hex[-9:]}"}
    invoice = agreed.final_invoice(made, billed.Period(date(2026, 4, 1), date(2026, 5, 1)), **said)
    Invoice.objects.filter(pk=invoice.pk).update(purpose="final", state=state)
    return made


def asked_for(*, at=JUNE):
    """How many questions a run asks."""
    with CaptureQueriesContext(connection) as asked:
        bill_what_is_due(at=at)
    return len(asked)


@pytest.mark.parametrize("state", ["final", "dropped"])
def test_those_that_ended_and_are_billed_cost_a_run_nothing(acme, state):
    with schema.entered(schema.PUBLIC):
        plan, payer = agreed.plan(), agreed.debtor(acme)
    before = asked_for()

    for _ in range(3):
        ended(agreed.subscription(payer, plan, anchor_on=MARCH), state=state)

    assert asked_for() == before


def test_one_that_ended_before_it_began_costs_a_run_nothing(acme):
    before = asked_for()
    made = agreed.subscription(agreed.debtor(acme), agreed.plan(), anchor_on=MARCH)
    Subscription.objects.filter(pk=made.pk).update(state="ended", cancels_on=MARCH)

    assert asked_for() == before


def test_one_that_ended_is_billed_to_the_last(acme):
    made = deals.running(acme, deals.plan(), start_on=MARCH)
    cancel(made.pk, on=date(2026, 4, 1), actor=OLGA, at=deals.at(date(2026, 3, 9)))

    for day in (10, 20):
        bill_what_is_due(at=deals.at(date(2026, 4, day)))

    states = dict(Invoice.objects.values_list("purpose", "state"))
    assert (states, Subscription.objects.get().state) == ({"period": "final", "final": "dropped"}, "ended")


@pytest.mark.parametrize(("days", "is_looked_at"), [(39, True), (80, False)])
def test_its_last_months_are_looked_at_for_promises_that_were_missed(acme, days, is_looked_at):
    before = asked_for(at=deals.at(date(2026, 5, 1)) + timedelta(days=days))
    made = ended(agreed.subscription(agreed.debtor(acme), agreed.plan(), anchor_on=MARCH))
    SlaClause.objects.create(subscription=made, service_line="hr", target=95, from_on=MARCH)

    after = asked_for(at=deals.at(date(2026, 5, 1)) + timedelta(days=days))

    assert (after > before) == is_looked_at


def test_what_is_changed_beside_a_run_is_billed_by_the_next_and_is_no_failure(acme, caplog):
    made = deals.running(acme, deals.plan(), start_on=MARCH)
    wanted = {"wanted": deals.wanted(made.plan, payroll=2), "when": "now", "at": deals.at(date(2026, 3, 9))}
    change_subscription(made.pk, **wanted, seen=preview_change(made.pk, **wanted).seen, actor=OLGA)

    with caplog.at_level(logging.INFO, "billing"):
        first = bill_what_is_due(at=wanted["at"] - timedelta(seconds=1))
    second = bill_what_is_due(at=wanted["at"])

    assert (first.failures, first.postponed, first.finalised) == ((), 1, 0)
    assert {record.levelname for record in caplog.records if "changed just now" in record.message} == {"INFO"}
    assert (second.failures, second.postponed, second.finalised) == ((), 0, 1)
