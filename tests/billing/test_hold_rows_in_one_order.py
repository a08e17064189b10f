"""Whatever two verbs meet on one client, each waits for the other in turn, and neither for somebody who waits for it."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from billing.actions.drafts import draft_invoice
from billing.actions.finalising import finalise
from billing.actions.life import review_client
from billing.actions.payments import take_payment
from billing.actions.standing import in_book_of
from billing.actions.subscriptions import start, subscribe
from billing.agreeing import Agreed
from billing.holding import hold
from billing.models import Debtor, Life
from billing.periods import Period
from motorblok.kernel import schema
from tenants.models import Client, State
from tests.billing import deals
from tests.billing.waiting import elsewhere, is_waiting
from tests.cast import OLGA

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
NOON = deals.at(date(2026, 3, 5))


def suspended(client, life):
    """Billing closed this client, and whoever settles what it owes opens it again."""
    Debtor.objects.filter(pk=client.pk).update(life=life, holds_client=True)
    Client.objects.filter(pk=client.pk).update(state=State.SUSPENDED)


def late(client):
    """A subscription in force of a client that billing suspended."""
    made = deals.running(client, deals.plan(), start_on=MARCH.start)
    suspended(client, Life.SUSPENDED)
    return made


def drawn_up(client):
    """A subscription that is to begin, of a client that has left before."""
    plan = deals.plan()
    made = subscribe(
        deals.debtor(client).pk,
        wanted=deals.wanted(plan),
        terms=Agreed(start_on=MARCH.start),
        **deals.on(MARCH.start),
    )
    suspended(client, Life.CANCELLED)
    return made


def met(made, first, second):
    """Let the first be half done, as every verb begins, when the second comes; what becomes of the second."""
    client = made.debtor.client
    with ThreadPoolExecutor(1) as pool:
        with schema.entered(client.schema_name), in_book_of(made.debtor, closed_too=True):
            hold(made.pk)
            waits = pool.submit(elsewhere, client, second)
            assert any(is_waiting() or time.sleep(0.02) for _ in range(500))
            first()
        return waits.result()


def pay(made):
    return take_payment(
        made.debtor, gateway="bank", external_id="t-1", amount=500, currency="EUR", received_on=NOON.date(),
        payer="Acme", reference="", invoice=None, at=NOON,
    )  # fmt: skip


def test_two_who_begin_the_same_subscription_of_a_client_that_had_left(acme_committed):
    made = drawn_up(acme_committed)

    other = met(
        made, lambda: start(made.pk, actor=OLGA, at=NOON), lambda: start(made.pk, actor=OLGA, at=NOON)
    )

    assert (other.state, Debtor.objects.get().life, Client.objects.get(pk=other.debtor_id).state) == (
        "active",
        "active",
        "open",
    )


@pytest.mark.parametrize("second", [pay, lambda made: review_client(made.debtor_id, at=NOON)])
def test_who_begins_and_whose_money_comes_in(acme_committed, second):
    made = drawn_up(acme_committed)

    met(made, lambda: start(made.pk, actor=OLGA, at=NOON), lambda: second(made))

    assert Debtor.objects.get().life == "active"


def test_an_invoice_and_a_verb_on_the_subscription_of_a_suspended_client(acme_committed):
    made = late(acme_committed)
    draft = draft_invoice(made, MARCH, actor=OLGA, at=NOON)

    met(made, lambda: finalise(draft.id, actor=OLGA, at=NOON), lambda: start(made.pk, actor=OLGA, at=NOON))

    draft.refresh_from_db()
    assert draft.state == "final"
