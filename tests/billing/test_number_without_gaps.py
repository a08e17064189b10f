"""Two hundred invoices made final by eight at once: every number from 1 to 200, also where one in ten fails on the way."""

import random
from collections.abc import Callable

import pytest

from billing.actions import issuing
from billing.actions.finalising import finalise
from billing.filing import file_ubl
from billing.models import GatewayCall, Invoice, NumberSeries
from tests import world
from tests.billing import agreed
from tests.billing.billed import OCTOBER, drafted, noon
from tests.billing.sessions import at_once
from tests.cast import OLGA

INVOICES, WORKERS, FAIL = 200, 8, 0.1
AT = noon(2026, 10, 4)


class Torn(Exception):
    """What a worker that is killed leaves behind: nothing."""


def drafts() -> list[Invoice]:
    """As many drafts of two clients, each of a subscription of its own."""
    to = agreed.plan(prices={"payroll": {}})
    payers = [agreed.debtor(world.client(slug)) for slug in ("acme", "globex")]
    subscriptions = [
        agreed.subscription(payers[n % 2], to, anchor_on=OCTOBER.start, state="ended")
        for n in range(INVOICES)
    ]
    return [drafted(of, OCTOBER) for of in subscriptions]


def made_final(invoices: list[Invoice]) -> int:
    """Make each final, as often as it takes; returns how often one failed."""
    failed = 0
    for invoice in invoices:
        while True:
            try:
                finalise(invoice.id, actor=OLGA, at=AT)
            except Torn:
                failed += 1
            else:
                break
    return failed


def failing(share: float) -> Callable[..., bytes]:
    """Filing that fails as often as that, when the number is given out already."""
    chance = random.Random(7)

    def file(*given, **named):
        if chance.random() < share:
            raise Torn
        return file_ubl(*given, **named)

    return file


@pytest.mark.slow
@pytest.mark.parametrize("share", [0, FAIL])
def test_two_hundred_invoices_by_eight_workers_have_no_gap(acme_committed, monkeypatch, share):
    waiting = drafts()
    monkeypatch.setattr(issuing, "file_ubl", failing(share))
    failed = sum(at_once(made_final, [waiting[n::WORKERS] for n in range(WORKERS)]))

    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert numbers == [f"MB-2026-{n:06d}" for n in range(1, INVOICES + 1)]
    assert (NumberSeries.objects.get().last, GatewayCall.objects.count()) == (INVOICES, INVOICES)
    assert (failed > 5) == bool(share)


def test_the_same_invoice_by_eight_workers_is_one(acme_committed):
    of = agreed.subscription(agreed.debtor(acme_committed), agreed.plan(), anchor_on=OCTOBER.start)
    draft = drafted(of, OCTOBER)
    at_once(made_final, [[draft]] * WORKERS)

    assert NumberSeries.objects.get().last == 1
    assert GatewayCall.objects.count() == 1
