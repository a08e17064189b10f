"""What waits for a person is counted by each kind, as the pages show it, with as many questions however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.actions import hand_payments, holds, refunds
from billing.models import Reconciliation
from billing.queries.dunning import late_debtors
from billing.queries.money_watch import watch
from tests import cast, world
from tests.billing import paid
from tests.billing.paid import AT, ON

pytestmark = pytest.mark.usefixtures("public")
LONG_AGO = ON - timedelta(days=31)


def by(person):
    return {"actor": person.actor, "at": AT}


def late(slug="acme"):
    return paid.owed(paid.debtor(world.client(slug), life="grace"), due_on=LONG_AGO)


def test_who_may_be_suspended_is_counted_as_the_page_shows_it():
    late()

    assert watch(at=AT).to_suspend == sum(each.may_be_suspended for each in late_debtors(at=AT)) == 1


def test_what_is_disputed_suspends_nobody():
    holds.dispute_invoice(late().pk, reason="The hours", **by(cast.olga()))

    assert watch(at=AT).to_suspend == 0


def test_who_is_late_for_a_shorter_time_waits_for_nobody():
    paid.owed(paid.debtor(world.client("acme"), life="grace"), due_on=ON - timedelta(days=29))

    assert watch(at=AT).to_suspend == 0


def test_what_needs_a_second_person_is_counted_until_it_is_decided():
    invoice = late()
    money = paid.paid(invoice.debtor, 13_000, invoice=invoice)
    made = refunds.propose_refund(money.pk, amount=900, reason="Twice", **by(cast.olga()))
    assert (watch(at=AT).refunds, watch(at=AT).to_transfer) == (1, 0)

    refunds.approve_refund(made.pk, **by(cast.fay()))

    assert (watch(at=AT).refunds, watch(at=AT).to_transfer) == (0, 1)


def test_payments_by_hand_are_counted():
    said = {"amount": 100, "received_on": ON, "evidence": "Receipt 4711 in the safe"}
    hand_payments.propose_payment(late().pk, **said, **by(cast.olga()))

    assert watch(at=AT).by_hand == 1


def test_differences_are_those_of_the_newest_comparison_with_each_gateway():
    for gateway, hours, many in (("fake", 9, 7), ("fake", 1, 2), ("stripe", 5, 1)):
        begun_at = AT - timedelta(hours=hours)
        Reconciliation.objects.create(
            gateway=gateway, begun_at=begun_at, ended_at=begun_at, looked_at=9, open_differences=many
        )

    assert watch(at=AT).differences == 3


def test_it_asks_as_often_however_much_there_is():
    asked = []
    for slug in ("acme", "globex"):
        late(slug)
        with CaptureQueriesContext(connection) as queries:
            watch(at=AT)
        asked.append(len(queries))

    assert asked[0] == asked[1]
