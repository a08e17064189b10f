"""The pretended gateway under the conformance suite: its own tables, its own clock, and calls that can go wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from billing.gateways.fake import subscribing, world
from billing.gateways.fake.adapter import FakeGateway
from billing.gateways.fake.clock import advance
from billing.gateways.fake.notices import letter
from billing.gateways.port import GatewayAway, GatewayLocked, Notice, Page
from billing.models.fake import FakeNotice

SECRET = "of the rig"
ASKS = frozenset(
    {
        "ensure_customer", "start_checkout", "subscribe", "change_subscription", "cancel_subscription",
        "issue", "collect", "credit", "refund",
    }
)  # fmt: skip


class Failing(FakeGateway):
    """The same with a line that fails when told to: before the order arrives, or after it was carried out."""

    fault = ""

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return self._failing(found) if name in ASKS and self.fault else found

    def _failing(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        fault, self.fault = self.fault, ""

        def failing(*given: Any, **named: Any) -> Any:
            if fault == "away":
                raise GatewayAway
            if fault == "locked":
                raise GatewayLocked
            ask(*given, **named)  # the answer is lost, and whoever asks does so again
            return ask(*given, **named)

        return failing


class FakeRig:
    """The pretended gateway, whose world the test can touch directly."""

    def __init__(self) -> None:
        self.gateway = Failing(secrets=[SECRET])

    def now(self) -> datetime:
        return world.now()

    def pass_time(self, *, until: datetime) -> None:
        advance(until=until)

    def keep(self, customer: str, means: str) -> None:
        with world.changing() as held:
            known = world.known("customer", customer)
            known.body["means"] = means
            held.keep(known)

    def pay(self, external_invoice: str) -> None:
        self.keep(self.gateway.fetch("invoice", external_invoice).customer, "pays")
        self.gateway.collect(external_invoice, key=f"pay:{external_invoice}")

    def fill_in(self, page: Page, means: str) -> None:
        with world.changing() as held:
            subscribing.fill_in(held, world.known("checkout", page.external_id), means)

    def notices(self) -> list[Notice]:
        at = datetime.now(UTC)
        untold = list(FakeNotice.objects.filter(taken_at__isnull=True).order_by("made_at", "id"))
        FakeNotice.objects.update(taken_at=at)
        letters = [letter(each, secret=SECRET, at=at) for each in untold]
        return [self.gateway.read_notice(body, headers, at=at) for body, headers in letters]

    def fail(self, fault: str) -> None:
        self.gateway.fault = fault


@contextmanager
def pretended() -> Iterator[FakeRig]:
    yield FakeRig()
