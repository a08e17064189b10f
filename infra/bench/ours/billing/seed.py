"""Makes clients that subscribe to fees and to meters with tiers, each with a month of usage, record by record."""

import sys
from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.management import call_command
from django.db import connection

from billing.models import (
    Conditions,
    Debtor,
    LegalEntity,
    Plan,
    PlanVersion,
    Price,
    SubscribedPrice,
    Subscription,
)
from infra.bench.ours.billing import RECORDS
from motorblok.kernel import schema
from tenants.models import Client

AT = datetime(2026, 9, 1, tzinfo=UTC)
FIRST = date(2026, 10, 1)
METERS = ("invoices", "payslips", "orders", "tickets")
TIERS = [
    {"up_to": "200", "unit_price": "0.45", "flat": "0"},
    {"up_to": None, "unit_price": "0.333333", "flat": "0"},
]
ADDRESS = {
    "street": "Herengracht 1", "postcode": "1015 BA", "city": "Amsterdam", "country": "NL", "email": "office@motorblok.test",
}  # fmt: skip
# A schema with nothing in it: what the clients' books would hold goes into the public one, which costs as much.
SCHEMAS = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT schema_name FROM tenants_client LOOP
        EXECUTE format('CREATE SCHEMA %I', name);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO PUBLIC', name);
    END LOOP;
END $$
"""
USE = """
INSERT INTO billing_usagerecord (id, client_id, book, event_id, part, meter, service_line, quantity, unit, subject, number,
    occurred_at, recorded_at, period_key, reason)
SELECT gen_random_uuid(), client.id, client.schema_name, gen_random_uuid(), 0, (%(meters)s::text[])[1 + n %% 4], 'finance',
    (n * 7 %% 997) / 1000.0, 'piece', '', client.code || '-' || n, at, at, '2026-10', ''
FROM tenants_client client, generate_series(1, %(records)s) n,
    LATERAL (SELECT timestamptz '2026-10-01 08:00+02' + n * interval '31 days' / (%(records)s + 10) AS at) instant
ORDER BY at, client.id
"""


def seed(size: int) -> None:
    """So many clients, each with RECORDS records in October."""
    call_command("migrate", public_only=True, verbosity=0)
    with schema.entered(schema.PUBLIC):
        debtors = _debtors(size)
        plan, prices = _plan()
        subscriptions = [_subscription(debtor, plan) for debtor in debtors]
        Subscription.objects.bulk_create(subscriptions)
        Conditions.objects.bulk_create(
            Conditions(subscription=each, from_on=FIRST, minimum=50_000, discount_percent=Decimal(n % 5))
            for n, each in enumerate(subscriptions)
        )
        SubscribedPrice.objects.bulk_create(
            SubscribedPrice(
                subscription=each, price=price, from_on=FIRST, made_at=AT, quantity=Decimal(n % 7 + 1)
            )
            for n, each in enumerate(subscriptions)
            for price in prices
        )
        with connection.cursor() as cursor:
            cursor.execute(SCHEMAS)
            cursor.execute(USE, {"meters": list(METERS), "records": RECORDS})


def _debtors(size: int) -> list[Debtor]:
    seller = LegalEntity.objects.create(
        legal_name="Motorblok B.V.", prefix="MB-", iban="NL91ABNA0417164300", vat_number="NL123456782B90",
        registration="12345678", is_default=True, **ADDRESS,
    )  # fmt: skip
    clients = [
        Client(schema_name=f"c_b{n}", slug=f"b{n}", code=f"B{n}", name=f"Bakery {n}", opened_at=AT)
        for n in range(10, size + 10)
    ]
    Client.objects.bulk_create(clients)
    return list(
        Debtor.objects.bulk_create(
            Debtor(
                client=client, legal_entity=seller, legal_name=client.name, currency="EUR", gateway="bank",
                time_zone="Europe/Amsterdam", language="nl", life_since_at=AT, **ADDRESS,
            )
            for client in clients
        )
    )  # fmt: skip


def _plan() -> tuple[Plan, list[Price]]:
    named = {"name_en": "Office", "name_nl": "Kantoor"}
    plan = Plan.objects.create(code="office", currency="EUR", interval_months=1, created_at=AT, **named)
    version = PlanVersion.objects.create(plan=plan, number=1, valid_from_on=FIRST, published_at=AT)
    usual = {"version": version, "service_line": "finance", "interval": "month", **named}
    fees = [
        Price(code=f"fee-{n}", position=n, model="flat", unit_price=Decimal(100), **usual) for n in range(3)
    ]
    counted = [
        Price(code=meter, position=n, model="piece", meter=meter, tiers=TIERS, included=Decimal(25), **usual)
        for n, meter in enumerate(METERS, start=3)
    ]
    return plan, list(Price.objects.bulk_create([*fees, *counted]))


def _subscription(debtor: Debtor, plan: Plan) -> Subscription:
    return Subscription(
        debtor=debtor, plan=plan, state="active", currency="EUR", time_zone=debtor.time_zone, months=1,
        anchor_on=FIRST, fees_in="arrears", created_at=AT,
    )  # fmt: skip


if __name__ == "__main__":
    seed(int(sys.argv[1]))
