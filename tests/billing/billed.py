"""Usage, drafts and final invoices for the tests of billing: Acme subscribes to office work, counted by the piece."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from billing.actions.drafts import draft_invoice
from billing.actions.finalising import finalise
from billing.models import Invoice, Subscription, UsageRecord
from billing.periods import Period, on, starts_at
from motorblok.kernel.ids import new_id
from tenants.models import Client
from tests.billing import agreed
from tests.cast import OLGA

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))
JANUARY = Period(date(2027, 1, 1), date(2027, 2, 1))
PIECES = {"service_line": "finance", "model": "piece", "meter": "invoices", "unit_price": Decimal(2)}
OFFICE = {"payroll": {}, "invoices": PIECES}


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, 0, tzinfo=UTC)


def subscription(
    client: Client, *, prices: dict | None = None, debtor: dict | None = None, **said
) -> Subscription:
    """A subscription from October on: payroll for 100 a month, and 2 for each invoice that is booked."""
    of = agreed.debtor(client, **(debtor or {}))
    code = said.pop("code", f"office-{client.slug}")
    plan = {"currency": of.currency} | said.pop("plan", {})
    to = agreed.plan(code, prices=prices or OFFICE, **plan)
    return agreed.subscription(of, to, **({"anchor_on": OCTOBER.start} | said))


def used(
    of: Subscription, at: datetime, quantity: object = 1, *, recorded_at: datetime | None = None, **said
) -> UsageRecord:
    """A record of usage that happened at an instant; recorded at once where nothing is said."""
    day = at.astimezone(UTC).date()
    usual = {
        "client": of.debtor.client, "book": of.debtor.client.schema_name, "event_id": new_id(), "meter": "invoices",
        "service_line": "finance", "unit": "piece", "quantity": Decimal(str(quantity)), "occurred_at": at,
        "recorded_at": recorded_at or at, "number": "ACME-1",
        "period_key": on(day, anchor=of.anchor_on, months=of.months).key,
    }  # fmt: skip
    return UsageRecord.objects.create(**(usual | said))


def drafted(of: Subscription, period: Period, *, at: datetime | None = None, **said) -> Invoice:
    """The draft for a period, at its edge where no instant is given."""
    return draft_invoice(of, period, actor=OLGA, at=at or starts_at(period.start, zone=of.time_zone), **said)


def final(of: Subscription, period: Period, *, at: datetime | None = None, **said) -> Invoice:
    """The final invoice for a period, three days after its edge where no instant is given."""
    at = at or starts_at(period.start, zone=of.time_zone) + timedelta(days=3)
    return finalise(drafted(of, period, at=at, **said).id, actor=OLGA, at=at)


def lines(invoice: Invoice) -> list[tuple[str, int]]:
    """Kind and sum of each line, in order."""
    return list(invoice.lines.order_by("position").values_list("kind", "amount"))
