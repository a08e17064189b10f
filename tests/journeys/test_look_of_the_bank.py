"""In a browser: the pages of the bank, of reminders and of a client's standing look well, and a transfer is matched there."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from billing.actions import hand_payments, holds
from billing.actions.statements import import_statement
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tests import cast, world
from tests.billing import paid
from tests.billing.statements import booking, file, statement, transfer
from tests.journeys.chromium import grave_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime.now(UTC)
SHOTS = os.environ.get("SHOTS")
PAGES = {
    "bank": "/billing/bank/",
    "reminders": "/billing/reminders/",
    "standing": "/clients/acme/billing/standing/",
}


@pytest.fixture
def late():
    """Two invoices of Acme's that are late, one with its reminders paused, and two transfers that nobody understood."""
    with schema.entered(schema.PUBLIC):
        fay, acme = cast.fay().actor, paid.debtor(world.client("acme"), life="grace")
        first, second = (paid.owed(acme, due_on=NOW.date() - timedelta(days=days)) for days in (33, 5))
        until = NOW.date() + timedelta(days=9)
        holds.pause_reminders(second.pk, until_on=until, reason="Their bookkeeper is away", actor=fay, at=NOW)
        said = {"amount": 100, "received_on": NOW.date(), "evidence": "Receipt 4711 in the safe"}
        hand_payments.propose_payment(second.pk, **said, actor=fay, at=NOW)
        came = booking(transfer(name="Acme Bakeries", text="Thanks for all"), bank="1")
        went = booking(transfer(name="Water B.V.", text="Rent", side="Cdtr"), bank="2", direction="DBIT")
        import_statement(file(statement(came, went)), actor=SYSTEM, at=NOW)
        return first


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_the_pages_look_well(visit, late, width, theme):
    for name, path in PAGES.items():
        page = visit(cast.olga(), path, width=width, theme=theme, bypass_csp=True)
        if name == "reminders":
            page.locator("details.drawer summary").first.click()
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        assert (grave_faults(page), overflow(page), page.said) == ([], 0, []), name


def test_a_transfer_is_matched_with_what_it_may_be_for(visit, late):
    page = visit(cast.olga(), PAGES["bank"])

    page.get_by_label(late.number).check()
    page.get_by_role("button", name="Match").first.click()

    page.get_by_text("The transfer is matched.").wait_for()
    with schema.entered(schema.PUBLIC):
        assert paid.settled(late) == [12_100]
