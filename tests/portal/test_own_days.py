"""Days and months of the portal are the client's own: half an hour before midnight in UTC it is tomorrow in Amsterdam."""

from datetime import UTC, date, datetime

import pytest

from tests import cast, world
from tests.billing import agreed, paid

LATE = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)


@pytest.fixture
def ann(public):
    return cast.browser(cast.ann())


@pytest.fixture(autouse=True)
def late(monkeypatch):
    for module in ("home", "billing", "invoices"):
        monkeypatch.setattr(f"motorblok.portal.{module}.now", lambda: LATE)


def test_promises_are_counted_in_the_months_of_the_client(ann):
    assert ann.get("/").context["months"].names[0].lower() == "november 2026"


def test_an_invoice_that_was_due_yesterday_is_overdue(ann):
    paid.owed(agreed.debtor(world.client("acme")), due_on=date(2026, 10, 31))

    assert [row.standing for row in ann.get("/billing/invoices/").context["rows"]] == ["overdue"]
    assert [each.many_overdue for each in ann.get("/billing/").context["outstanding"]] == [1]
