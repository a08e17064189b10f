"""Invoices that are made final while a subscription is changed: each waits for the other, and nothing is lost between them."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from billing.actions.cancelling import cancel
from billing.actions.changing import PreviewChanged, change_subscription, preview_change
from billing.actions.drafts import draft_invoice
from billing.actions.finalising import finalise
from billing.actions.pausing import pause, resume
from billing.actions.scheduling import bill_what_is_due
from billing.drafting import ChangedSince
from billing.models import Invoice, Plan, Subscription
from billing.periods import Period
from tests.billing import deals
from tests.billing.waiting import elsewhere, is_waiting
from tests.cast import OLGA

MARCH, APRIL = Period(date(2026, 3, 1), date(2026, 4, 1)), Period(date(2026, 4, 1), date(2026, 5, 1))
MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
ASKED = deals.at(date(2026, 3, 16))
BILLED = ASKED + timedelta(seconds=5)


def running(client, *prices, **said) -> Subscription:
    return deals.running(client, deals.plan(*prices), start_on=MARCH.start, **said)


def drafted(made: Subscription, period: Period, *, at=None, **said) -> Invoice:
    at = at or deals.at(period.start)
    return draft_invoice(Subscription.objects.get(pk=made.pk), period, actor=OLGA, at=at, **said)


def billed(made: Subscription, period: Period, at, **said) -> Invoice:
    return finalise(drafted(made, period, at=at, **said).id, actor=OLGA, at=at)


def changed(made: Subscription, *, to: Plan | None = None, at=ASKED, **quantities: int) -> Subscription:
    asked = {"wanted": deals.wanted(to or made.plan, **quantities), "when": "now"}
    seen = preview_change(made.pk, **asked, at=at).seen
    change_subscription(made.pk, **asked, seen=seen, actor=OLGA, at=at)
    return made


def sums(invoice: Invoice) -> list[tuple[str, int]]:
    return list(invoice.lines.order_by("position").values_list("code", "amount"))


def beside(client, first, second) -> Future:
    """Let the second be asked while the first is done and not committed yet, and wait for it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waits = pool.submit(elsewhere, client, second)
            assert any(is_waiting() or time.sleep(0.02) for _ in range(500))
        waits.exception()
    return waits


def test_a_cancellation_that_waits_for_an_invoice_is_credited_on_the_next(acme_committed):
    made = running(acme_committed)

    asked = beside(
        acme_committed,
        lambda: billed(made, MARCH, BILLED),
        lambda: cancel(made.pk, on=date(2026, 3, 21), actor=OLGA, at=ASKED),
    )
    last = billed(made, MARCH, deals.at(date(2026, 3, 24)), purpose="final")

    assert (asked.result().cancels_on, made.prices.get().ended_at > BILLED) == (date(2026, 3, 21), True)
    assert (last.kind, sums(last)) == ("credit_note", [("payroll", -3_548)])


def test_who_resumes_while_an_invoice_without_fees_is_made_is_charged_on_the_next(acme_committed):
    made = running(acme_committed, deals.price(), deals.pieces())
    billed(made, MARCH, deals.at(date(2026, 3, 4)))
    pause(made.pk, **deals.on(date(2026, 3, 11)))
    at = deals.at(date(2026, 4, 16))

    asked = beside(
        acme_committed,
        lambda: billed(made, APRIL, at + timedelta(seconds=5)),
        lambda: resume(made.pk, actor=OLGA, at=at),
    )

    assert asked.result().state == "active"
    assert sums(drafted(made, MAY)) == [("payroll", 10_000), ("payroll", 5_000)]


def test_a_change_that_waits_for_an_invoice_is_looked_at_again(acme_committed):
    made = running(acme_committed)

    asked = beside(acme_committed, lambda: billed(made, MARCH, BILLED), lambda: changed(made, payroll=3))

    with pytest.raises(PreviewChanged):
        asked.result()
    changed(made, payroll=3, at=BILLED + timedelta(minutes=1))
    assert sums(drafted(made, APRIL)) == [("payroll", 30_000), ("payroll", -5_161), ("payroll", 15_484)]


def test_an_invoice_that_waits_for_a_change_is_counted_with_it(acme_committed):
    made = running(acme_committed)
    draft = drafted(made, MARCH)

    final = beside(
        acme_committed,
        lambda: changed(made, payroll=3),
        lambda: finalise(draft.id, actor=OLGA, at=BILLED),
    )

    assert (draft.net, final.result().net) == (10_000, 20_323)
    assert (final.result().state, sums(drafted(made, APRIL))) == ("final", [("payroll", 30_000)])


def test_an_invoice_of_an_earlier_instant_than_the_change_it_waited_for_is_left_for_the_next_run(
    acme_committed,
):
    made = running(acme_committed)
    draft = drafted(made, MARCH)

    final = beside(
        acme_committed,
        lambda: changed(made, payroll=3),
        lambda: finalise(draft.id, actor=OLGA, at=ASKED - timedelta(seconds=5)),
    )

    with pytest.raises(ChangedSince):
        final.result()
    assert bill_what_is_due(at=BILLED).failures == ()
    assert Invoice.objects.get(period_key=MARCH.key).net == 20_323


def test_a_change_in_the_days_of_grace_is_on_the_invoice_itself(acme):
    made = running(acme)
    bill_what_is_due(at=deals.at(MARCH.start))
    changed(made, payroll=3, at=deals.at(date(2026, 3, 3)))
    bill_what_is_due(at=deals.at(date(2026, 3, 4)))
    march = Invoice.objects.get()

    assert (march.state, sums(march)) == (
        "final",
        [("payroll", 10_000), ("payroll", -9_355), ("payroll", 28_065)],
    )
    assert sums(drafted(made, APRIL)) == [("payroll", 30_000)]


def test_a_change_that_waits_for_one_to_another_plan_takes_its_place(acme_committed):
    made = running(acme_committed)
    other = deals.plan(deals.price(unit_price=Decimal(200)), code="more")

    second = beside(acme_committed, lambda: changed(made, to=other), lambda: changed(made, payroll=3))

    assert second.result().plan == made.plan
    assert sums(drafted(made, MARCH, at=BILLED))[-1] == ("payroll", 15_484)
    assert Subscription.objects.get().plan == made.plan
