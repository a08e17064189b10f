"""The gateways under the conformance suite, each with what a test needs to play the world around it.

A gateway joins by a row in RIGS: a context manager that opens a Rig, and what the rig can play. Scenarios name what
they need (`needs`), and run on each rig that can: nothing is skipped.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, get_args

import pytest

from billing.gateways.port import Gateway, Notice, Page
from tests.billing.gateways.bank_rig import papers
from tests.billing.gateways.fake_rig import pretended
from tests.billing.gateways.stripe_rig import stand_in, test_mode

Can = Literal[
    "alone",
    "balance",
    "checkout",
    "clock",
    "credits",
    "faults",
    "means",
    "notices",
    "portal",
    "refunds",
    "subscriptions",
]
"""What a rig can play; "alone": the gateway holds nothing but what the scenario made."""

Means = Literal["pays", "declines", "asks", "waits"]
Fault = Literal["away", "answer_lost", "locked"]


class Rig(Protocol):
    """A gateway and the world around it, for one scenario."""

    gateway: Gateway

    def now(self) -> datetime:
        """The instant by the gateway's clock."""

    def pass_time(self, *, until: datetime) -> None:
        """Let the gateway's clock run, with all that falls due on the way ("clock")."""

    def keep(self, customer: str, means: Means) -> None:
        """Give a customer a means of payment, and what comes of charging it ("means")."""

    def pay(self, external_invoice: str) -> None:
        """Somebody pays all of an invoice ("balance")."""

    def fill_in(self, page: Page, means: Means) -> None:
        """Somebody goes to a checkout's page and gives a means of payment ("checkout")."""

    def notices(self) -> list[Notice]:
        """What the gateway told since the last time, as its adapter read it ("notices")."""

    def fail(self, fault: Fault) -> None:
        """Let the next thing that is made go wrong: not done, done without an answer, or the key refused ("faults")."""


@dataclass(frozen=True)
class Entry:
    """How a rig is opened, what it can play, and which fixtures of pytest it stands on (such as "db")."""

    opened: Callable[[], AbstractContextManager[Any]]
    can: frozenset[str]
    fixtures: tuple[str, ...] = ()


ALL = frozenset(get_args(Can))

RIGS: dict[str, Entry] = {
    "stripe": Entry(stand_in, ALL),
    "fake": Entry(pretended, ALL, ("public",)),
    "bank": Entry(papers, frozenset({"alone", "balance"}), ("public",)),
}
if os.environ.get("STRIPE_TEST_KEY"):
    RIGS["stripe-test-mode"] = Entry(test_mode, ALL - {"alone", "checkout", "faults", "notices"})


def needs(*abilities: Can) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The scenario runs on each rig that can play all of this; it is handed the rig as `rig`."""
    assert set(abilities) <= ALL, "no rig could ever play this"
    return _on(lambda entry: entry.can >= set(abilities))


def lacks(*abilities: Can) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The scenario runs on each rig that has none of this, to see its gateway say so."""
    return _on(lambda entry: not entry.can & set(abilities))


def _on(suits: Callable[[Entry], bool]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    names = [name for name, entry in RIGS.items() if suits(entry)]

    def mark(scenario: Callable[..., None]) -> Callable[..., None]:
        scenario.__dict__["rigs"] = names
        return pytest.mark.parametrize("rig", names, indirect=True)(scenario)

    return mark
