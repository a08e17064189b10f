"""Things of Acme's that addresses name by their id: written as rows, since no verb lets one choose an id."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from billing.actions.finalising import finalise
from billing.models import (
    Allocation,
    Claim,
    Credit,
    GatewayCall,
    HandPayment,
    InboundEvent,
    Invoice,
    InvoiceLine,
    ParkedUsage,
    Payment,
    Refund,
    StatementEntry,
)
from billing.periods import Period
from motorblok.accounts.models import ApiKey, Person, SavedView
from motorblok.sla.models import Agreement, AgreementVersion, Calendar, CalendarVersion
from tests.billing import agreed, billed
from tests.cast import ANN, MONDAY, OLGA
from tests.sla.promised import DESK, LONG_AGO

AGREEMENT = "01980000-0000-7000-8000-0000000000a1"
CALENDAR = "01980000-0000-7000-8000-0000000000a2"
KEY = "01980000-0000-7000-8000-0000000000a3"
COLLEAGUE = "01980000-0000-7000-8000-0000000000a4"
CONTACT = "01980000-0000-7000-8000-0000000000a5"
VIEW = "01980000-0000-7000-8000-0000000000a6"
COMPANY = "01980000-0000-7000-8000-0000000000a7"
INVOICE = "01980000-0000-7000-8000-0000000000a8"
CREDIT = "01980000-0000-7000-8000-0000000000a9"
NOTICE = "01980000-0000-7000-8000-0000000000b1"
CALL = "01980000-0000-7000-8000-0000000000b2"
ENTRY = "01980000-0000-7000-8000-0000000000b3"
HAND_PAYMENT = "01980000-0000-7000-8000-0000000000b4"
PAYMENT = "01980000-0000-7000-8000-0000000000b5"
ALLOCATION = "01980000-0000-7000-8000-0000000000b6"
REFUND = "01980000-0000-7000-8000-0000000000b7"
PARKED = "01980000-0000-7000-8000-0000000000b8"
GIVEN_CREDIT = "01980000-0000-7000-8000-0000000000c1"
CLAIM = "01980000-0000-7000-8000-0000000000d1"
PLAN = "office"


def name_things(client):
    """An agreement, its calendar, a key, a contact, a subscription, an invoice and a credit of this client, whose schema is in force.

    And a colleague with a view that all see.
    """
    calendar = Calendar.objects.create(id=CALENDAR, name="Office hours")
    CalendarVersion.objects.create(
        calendar=calendar,
        number=1,
        content={**DESK, "holidays": []},
        effective_on=MONDAY,
        confirmed_at=MONDAY,
    )
    line = {"calendar": CALENDAR, "targets": {"resolution": 3600}}
    agreement = Agreement.objects.create(id=AGREEMENT, name="Back office")
    AgreementVersion.objects.create(
        agreement=agreement, number=1, content={"lines": [line], "warn": [50]}, effective_at=LONG_AGO
    )
    times = {"made_at": MONDAY, "expires_at": MONDAY + timedelta(days=3650)}
    ApiKey.objects.create(id=KEY, client=client, side="client", name="ERP", scopes=["tasks:read"], **times)
    joined = {"joined_at": MONDAY, "password": "!"}
    Person.objects.create(
        id=COLLEAGUE, kind="staff", name="Tom Smit", email="tom@motorblok.test", role="agent", **joined
    )
    Person.objects.create(
        id=CONTACT,
        kind="contact",
        client=client,
        name="Dora Demo",
        email="dora@acme.test",
        role="requester",
        **joined,
    )
    shared = {"name": "Late", "query": "show=late", "is_shared": True, "position": 0}
    SavedView.objects.create(id=VIEW, owner_id=COLLEAGUE, **shared)
    agreed.legal_entity(id=COMPANY)
    of = agreed.subscription(agreed.debtor(client), agreed.plan(PLAN))
    invoice(of, Period(date(2026, 1, 1), date(2026, 2, 1)))
    Credit.objects.create(
        id=CREDIT, debtor=of.debtor, service_line="hr", period_key="2026-01", amount=500, currency="EUR",
        reason_en="Late", reason_nl="Laat", proposed_by="system:motorblok", proposed_at=MONDAY,
    )  # fmt: skip
    Credit.objects.create(
        id=GIVEN_CREDIT, debtor=of.debtor, service_line="hr", period_key="2026-01", amount=500, currency="EUR",
        reason_en="Late", reason_nl="Laat", proposed_by="system:motorblok", proposed_at=MONDAY, state="approved",
        decided_by=str(OLGA), decided_at=MONDAY,
    )  # fmt: skip
    Claim.objects.create(
        id=CLAIM, debtor=of.debtor, service_line="hr", period_key="2026-01", words="Late", claimed_by=str(ANN),
        claimed_at=MONDAY,
    )  # fmt: skip
    _gateway(of.debtor)
    _bank(of.debtor)


def _bank(debtor):
    """A transfer that nobody understood, and an invoice that somebody says was paid by another way."""
    StatementEntry.objects.create(
        id=ENTRY, legal_entity=debtor.legal_entity, iban="NL91ABNA0417164300", reference="1", digest="1", amount=-100,
        currency="EUR", booked_on=MONDAY.date(), payer="Somebody", imported_at=MONDAY,
    )  # fmt: skip
    Payment.objects.create(
        id=PAYMENT, debtor=debtor, gateway="bank", external_id="named", amount=500, currency=debtor.currency,
        received_on=MONDAY.date(), payer="Somebody", at=MONDAY,
    )  # fmt: skip
    Allocation.objects.create(id=ALLOCATION, invoice_id=INVOICE, payment_id=PAYMENT, amount=100, at=MONDAY)
    Invoice.objects.filter(id=INVOICE).update(settled=100)
    Refund.objects.create(
        id=REFUND, debtor=debtor, payment_id=PAYMENT, amount=10, reason="Asked", proposed_by="staff:1", proposed_at=MONDAY
    )  # fmt: skip
    HandPayment.objects.create(
        id=HAND_PAYMENT,
        invoice_id=INVOICE,
        amount=100,
        received_on=MONDAY.date(),
        evidence="Receipt 4711",
        proposed_by="staff:1",
        proposed_at=MONDAY,
    )


def _gateway(debtor):
    """Something that the pretended gateway told and nobody understood, and something that it could not be asked."""
    at = {"next_at": MONDAY}
    ParkedUsage.objects.create(
        id=PARKED, book="c_acme", event_id=PARKED, fact={}, fault="It counts nothing.", parked_at=MONDAY
    )
    InboundEvent.objects.create(
        id=NOTICE, gateway="fake", external_id="fevt_1", kind="invoice.paid", about="invoice", object_id="fin_1",
        body=b"{}", state="parked", received_at=MONDAY, **at,
    )  # fmt: skip
    GatewayCall.objects.create(
        id=CALL,
        gateway="fake",
        operation="issue",
        key="inv:1",
        debtor=debtor,
        state="stuck",
        made_at=MONDAY,
        **at,
    )


def invoice(of, period):
    """The final invoice of a period, under the id that addresses name: its lines move with it."""
    draft = billed.drafted(of, period, at=MONDAY)
    with transaction.atomic():
        Invoice.objects.filter(id=draft.id).update(id=INVOICE)
        InvoiceLine.objects.filter(invoice_id=draft.id).update(invoice_id=INVOICE)
    finalise(UUID(INVOICE), actor=OLGA, at=MONDAY)
