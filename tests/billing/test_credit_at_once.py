"""A credit that is approved in the very moment in which its invoice is made final ends in one place, whoever is first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from billing.actions.credits import approve_credit, reverse_credit
from billing.actions.finalising import finalise
from billing.models import Credit, Invoice, InvoiceLine
from tests.billing import missed
from tests.billing.billed import OCTOBER, drafted, noon, subscription
from tests.billing.missed import BOOKS, OVER, clocks, proposed
from tests.cast import OLGA


def at_once(*calls):
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=30)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def with_a_proposal(client):
    of = subscription(client, prices={"books": BOOKS}, fees_in="arrears")
    missed.clause(of)
    clocks(client, missed=4)
    draft = drafted(of, OCTOBER, at=noon(2026, 11, 1))
    [credit] = proposed(of)
    return draft, credit


def taken_off():
    return [line.amount for line in InvoiceLine.objects.filter(kind="credit", invoice__state="final")]


@pytest.mark.parametrize("_again", range(3))
def test_a_credit_is_posted_once(acme_committed, _again):
    draft, credit = with_a_proposal(acme_committed)
    fay = missed.fay()
    at_once(
        lambda: approve_credit(credit.id, actor=fay, at=OVER),
        lambda: finalise(draft.id, actor=OLGA, at=OVER),
        lambda: approve_credit(credit.id, actor=fay, at=OVER),
    )

    assert taken_off() == [-2_500]
    assert Credit.objects.get().state == "posted"


def test_a_credit_that_is_taken_back_meanwhile_is_either_never_posted_or_charged_again(acme_committed):
    draft, credit = with_a_proposal(acme_committed)
    fay = missed.fay()
    approve_credit(credit.id, actor=fay, at=OVER)
    at_once(
        lambda: reverse_credit(credit.id, reason="A mistake", actor=fay, at=OVER),
        lambda: finalise(draft.id, actor=OLGA, at=OVER),
    )
    credit.refresh_from_db()

    assert credit.state == "reversed"
    assert bool(taken_off()) == bool(credit.posted_on)
    assert Invoice.objects.get(id=draft.id).state == "final"
