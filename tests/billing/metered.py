"""Events with billable facts for the tests of usage, recorded and read as the product does."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from billing.models import Subscription, UsageRecord
from motorblok.audit import readers
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from tenants.models import Client
from tests.billing import billed
from tests.cast import MONDAY, SAM

COUNTED = Kind("test.counted", "%(actor)s did %(number)s", Audience.CLIENT, facts=("number", "billable"))
register(COUNTED)
HOURS = {"service_line": "finance", "model": "hours", "meter": "time", "unit_price": Decimal(90)}
TASKS = {"service_line": "finance", "model": "piece", "meter": "tasks_resolved", "unit_price": Decimal(2)}
DAYS = {"payroll": {}, "tasks": TASKS, "time": HOURS}


def fact(meter="tasks_resolved", quantity="1", **said):
    return {"meter": meter, "quantity": quantity, "unit": "piece", "service_line": "finance", **said}


def told(*facts, at: datetime = MONDAY, source: str = "app", number: str = "ACME-1", subject: str = ""):
    """The id of an event with these facts, in the book of the schema in force."""
    said = {"number": number, "billable": list(facts)}
    with transaction.atomic():
        return record(
            COUNTED, subject=subject or f"task:{new_id()}", actor=SAM, at=at, facts=said, source=source
        )


def read() -> None:
    """Let the readers of the schema in force look."""
    readers.drain()


def records(client: Client) -> list[UsageRecord]:
    """What was counted of a client, in the order in which it came into the ledger."""
    with schema.entered(schema.PUBLIC):
        return list(UsageRecord.objects.filter(client=client).order_by("recorded_at", "id"))


def sums(client: Client) -> dict[str, Decimal]:
    """What each meter comes to."""
    found: dict[str, Decimal] = {}
    for row in records(client):
        found[row.meter] = found.get(row.meter, Decimal(0)) + row.quantity
    return found


def subscription(client: Client, **said) -> Subscription:
    """A subscription from October on with prices for tasks and hours of finance."""
    return billed.subscription(client, **({"prices": DAYS} | said))


DAY = date(2026, 11, 23)
