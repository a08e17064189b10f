"""Stripe under the conformance suite: the real library and the real adapter, on the stand-in or in Stripe's test mode.

In test mode every customer lives on a test clock of its own scenario, which is removed with all that it holds; who sets
STRIPE_TEST_KEY needs a key that may write test clocks and payment methods too. Nobody can fill in Stripe's page there,
and no notice reaches a machine without an address.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import stripe

from billing.gateways.port import Notice, Page
from billing.gateways.stripe.adapter import StripeGateway
from billing.gateways.stripe.asking import client_for
from tests.billing.gateways.stripe_stand_in import checkouts
from tests.billing.gateways.stripe_stand_in.account import KEY, Account
from tests.billing.gateways.stripe_stand_in.clock import advance
from tests.billing.gateways.stripe_stand_in.customers import keep_card
from tests.billing.gateways.stripe_stand_in.deliveries import SECRET, undelivered
from tests.billing.gateways.stripe_stand_in.wire import Wire

CARDS = {
    "pays": "pm_card_visa",
    "declines": "pm_card_chargeCustomerFail",
    "asks": "pm_card_authenticationRequired",
    "waits": "pm_sepa_debit",
}
FAULTS = {"away": ("error_before", 3), "answer_lost": ("lost_after", 1)}
PATIENCE = 120


class StandInRig:
    """The stand-in, whose world the test can touch directly."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.gateway = StripeGateway(client_for(KEY, http=Wire(account)), secrets=[SECRET], livemode=False)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.account.now, UTC)

    def pass_time(self, *, until: datetime) -> None:
        advance(self.account, int(until.timestamp()))

    def keep(self, customer: str, means: str) -> None:
        held = keep_card(self.account, customer, CARDS[means])
        self.account.get("customer", customer)["invoice_settings"]["default_payment_method"] = held["id"]

    def pay(self, external_invoice: str) -> None:
        self.keep(self.gateway.fetch("invoice", external_invoice).customer, "pays")
        self.gateway.collect(external_invoice, key=f"pay:{external_invoice}")

    def fill_in(self, page: Page, means: str) -> None:
        checkouts.filled_in(self.account, page.external_id, card=CARDS[means])

    def notices(self) -> list[Notice]:
        sent = undelivered(self.account)
        return [self.gateway.read_notice(each.body, each.headers, at=self.now()) for each in sent]

    def fail(self, fault: str) -> None:
        if fault == "locked":
            self.account.key = "rk_test_another"
        else:
            kind, times = FAULTS[fault]
            self.account.fail(kind, times=times)


class TestModeRig:
    """Stripe itself, in test mode, on a test clock."""

    __test__ = False

    def __init__(self, client: stripe.StripeClient) -> None:
        self.client = client
        self.gateway = StripeGateway(client, secrets=["whsec_none"], livemode=False)
        self.clock = client.v1.test_helpers.test_clocks.create({"frozen_time": int(time.time())})

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._clock().frozen_time, UTC)

    def pass_time(self, *, until: datetime) -> None:
        """In steps of a month, for Stripe goes no further at once."""
        while self.now() < until:
            to = min(until, self.now() + timedelta(days=28))
            self.client.v1.test_helpers.test_clocks.advance(
                self.clock.id, {"frozen_time": int(to.timestamp())}
            )
            self._await_ready()

    def customer_on_the_clock(self) -> str:
        """A customer that the scenario's clock moves; the adapter then brings it up to date."""
        return self.client.v1.customers.create({"test_clock": self.clock.id}).id

    def keep(self, customer: str, means: str) -> None:
        held = self.client.v1.payment_methods.attach(CARDS[means], {"customer": customer})
        self.client.v1.customers.update(customer, {"invoice_settings": {"default_payment_method": held.id}})

    def pay(self, external_invoice: str) -> None:
        self.keep(self.gateway.fetch("invoice", external_invoice).customer, "pays")
        self.gateway.collect(external_invoice, key=f"pay:{external_invoice}")

    def fill_in(self, page: Page, means: str) -> None:
        raise AssertionError("nobody can fill in Stripe's own page in a test")

    def notices(self) -> list[Notice]:
        raise AssertionError("no notice reaches a test")

    def fail(self, fault: str) -> None:
        raise AssertionError("Stripe does not fail on demand")

    def _clock(self) -> stripe.test_helpers.TestClock:
        return self.client.v1.test_helpers.test_clocks.retrieve(self.clock.id)

    def _await_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while self._clock().status != "ready":
            assert time.monotonic() < until, "the test clock does not arrive"
            time.sleep(1)


@contextmanager
def stand_in() -> Iterator[StandInRig]:
    yield StandInRig(Account())


@contextmanager
def test_mode() -> Iterator[TestModeRig]:
    rig = TestModeRig(client_for(os.environ["STRIPE_TEST_KEY"]))
    yield rig
    rig.client.v1.test_helpers.test_clocks.delete(rig.clock.id)


test_mode.__test__ = False
