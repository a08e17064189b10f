"""Money for the tests of billing: final invoices of 121.00 that Acme owes, and payments that come in for them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from billing.actions.payments import take_payment
from billing.models import Debtor, Invoice, Payment
from billing.periods import Period, months_after
from tests.billing import agreed

AT = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
ON = date(2026, 12, 10)
NUMBERS: Iterator[int] = count(1)
OF_OUR_OWN = 900_000  # no run of the same test gives out such a number


def owed(of: Debtor, *, due_on: date = date(2026, 12, 1), total: int = 12_100, **said: object) -> Invoice:
    """A final invoice of which nothing but its sum and its days matters; `total` below 0 is a credit note."""
    n = next(NUMBERS)
    period = Period(months_after(date(2020, 1, 1), n), months_after(date(2020, 1, 1), n + 1))
    usual = {
        "kind": "invoice" if total > 0 else "credit_note", "purpose": "period" if total > 0 else "credit",
        "state": "final", "number": f"MB-2026-{OF_OUR_OWN + n:06}", "period_start_on": period.start, "period_end_on": period.end,
        "period_key": period.key, "issued_on": due_on - timedelta(days=14), "currency": of.currency, "net": total,
        "vat": 0, "total": total, "gateway": of.gateway, "inputs": b"", "rated": b"", "input_hash": "",
        "final_at": AT - timedelta(days=60), "made_at": AT - timedelta(days=60),
        "due_on": due_on if total > 0 else None,
    }  # fmt: skip
    return Invoice.objects.create(debtor=of, legal_entity=of.legal_entity, **(usual | said))


def paid(of: Debtor, amount: int = 12_100, *, by: str = "tr-1", at: datetime = AT, **said: object) -> Payment:
    """A payment that came in by bank."""
    usual = {
        "gateway": "bank", "external_id": by, "amount": amount, "currency": "EUR", "received_on": ON,
        "payer": "Acme Bakeries B.V.", "reference": "Our invoice of November", "invoice": None,
    }  # fmt: skip
    return take_payment(of, at=at, **(usual | said))


def settled(*invoices: Invoice) -> list[int]:
    """How much of each is settled now."""
    return [Invoice.objects.get(id=each.id).settled for each in invoices]


def debtor(client: object, **said: object) -> Debtor:
    """A client that pays."""
    return agreed.debtor(client, **({"life": "active"} | said))
