"""A payment by hand came in on a day that has begun where the client is, whatever day it is in Greenwich."""

from datetime import UTC, date, datetime

import pytest

from billing.actions.hand_payments import WrongHandPayment, propose_payment
from billing.models import HandPayment, Invoice
from tests import cast
from tests.billing import paid

TENTH = datetime(2026, 12, 9, 23, 30, tzinfo=UTC)  # in Amsterdam


def proposed(invoice: Invoice, day: int) -> HandPayment:
    said = {"evidence": "Receipt 4711 in the safe", "actor": cast.olga().actor, "at": TENTH}
    return propose_payment(invoice.pk, amount=100, received_on=date(2026, 12, day), **said)


def test_todays_money_is_taken_though_it_is_yesterday_in_greenwich(acme):
    found = proposed(paid.owed(paid.debtor(acme)), 10)

    assert found.received_on == date(2026, 12, 10)


def test_tomorrows_money_is_not(acme):
    with pytest.raises(WrongHandPayment):
        proposed(paid.owed(paid.debtor(acme)), 11)
