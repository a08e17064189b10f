"""Everything that lists show, one more of each at a time: people, tasks in each state, clients, keys, promises, notices."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from billing.actions.tax_rates import set_tax_rate
from billing.models import (
    Allocation,
    BilledUsage,
    Claim,
    CostRate,
    Credit,
    Debtor,
    ExchangeRate,
    GatewayCall,
    InboundEvent,
    InvoiceLine,
    ParkedUsage,
    Payment,
    Reconciliation,
    Refund,
    StatementEntry,
    UsageRecord,
)
from motorblok.accounts.actions import assign_to_client, create_key, invite_contact, invite_staff, save_view
from motorblok.accounts.models import Assignment, Person
from motorblok.audit.readers import drain
from motorblok.board.actions import place
from motorblok.board.models import Alarm
from motorblok.board.placements import Placement
from motorblok.board.sweeper import sweep_all
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.ids import new_id
from motorblok.sla.actions import create_agreement, create_calendar
from motorblok.work import actions as work
from motorblok.work.models import Task
from tenants.actions import add_service_line
from tenants.models import Client, State
from tests import cast, world
from tests.billing import agreed
from tests.billing.paid import owed
from tests.cast import ANN, MONDAY, OLGA, RITA
from tests.guards.named import CALENDAR, INVOICE
from tests.sla.promised import DESK, EVERY_EPOCH, LONG_AGO
from tests.tenants.claimed import proven
from tests.work.tasks import received

LINES = ("finance", "hr", "legal", "quality")


def grow(number):
    """One more of each, told apart by its number."""
    acme = world.client("acme")
    staff = cast.staff(f"Grown Staff {number}", f"grown{number}@motorblok.test", "agent")
    asker = cast.contact("acme", f"Grown Contact {number}", f"grown{number}@acme.test", "requester")
    with schema.entered(schema.PUBLIC):
        _at_provider(number, acme)
        assign_to_client(staff.id, client=acme, actor=OLGA, at=MONDAY)
        client = _client(number)
        Assignment.objects.create(staff=_known("sam@motorblok.test"), client=client, since=MONDAY)
        _billing(number, client)
    with schema.entered(acme.schema_name):
        _promises(number)
        _tasks(number, acme, _actor(staff), [_actor(asker), _actor(_known("bob@acme.test"))])
        _talk(number, acme, _actor(staff), _actor(asker))
        _fire()
        drain()


def _at_provider(number, acme):
    add_service_line(name_en=f"Grown line {number}", name_nl=f"Lijn {number}", actor=OLGA, at=MONDAY)
    proven(acme, f"grown-{number}.example.com")
    invite_staff(
        name=f"Grown Guest {number}", email=f"guest{number}@b.test", role="agent", actor=OLGA, at=MONDAY
    )
    invite_contact(
        acme, name=f"Guest {number}", email=f"guest{number}@acme.test", role="lead", actor=OLGA, at=MONDAY
    )
    details = {
        "scopes": ["tasks:read"],
        "expires_at": MONDAY + timedelta(days=90),
        "actor": OLGA,
        "at": MONDAY,
    }
    create_key(acme, name=f"Grown key {number}", **details)
    for email in ("olga@motorblok.test", "sam@motorblok.test"):
        viewer = _known(email)
        save_view(viewer.id, name=f"Grown view {number}", query="show=late", actor=_actor(viewer), at=MONDAY)


def _client(number):
    """A client as the provider's lists show it: its row, its address and a task on the board; its schema is not asked."""
    client = Client.objects.create(
        schema_name=f"c_grown_{number}",
        slug=f"grown-{number}",
        code=f"GROWN{number}",
        name=f"Grown Client {number}",
        state=State.OPEN,
        opened_at=MONDAY,
    )
    place(
        Placement(
            client_id=client.id,
            task_id=new_id(),
            number=f"GROWN{number}-1",
            title=f"Grown task {number}",
            service_line=LINES[number % len(LINES)],
            priority="normal",
            state="received",
            is_internal=False,
            assignee_id=None,
            received_at=MONDAY,
            urgent_at=MONDAY + timedelta(hours=number),
            due_at=MONDAY + timedelta(hours=number),
            target_kind="resolution",
            target_seconds=3600,
        )
    )
    return client


def _billing(number, client):
    """A plan on offer that the client has, a company that invoices it, and a VAT rate."""
    company = agreed.legal_entity(
        prefix=f"G{number}-", legal_name=f"Grown company {number}", is_default=False
    )
    debtor = agreed.debtor(client, legal_entity=company)
    plan = agreed.plan(f"grown-{number}", name_en=f"Grown plan {number}", name_nl=f"Tariefplan {number}")
    agreed.subscription(debtor, plan)
    _owes(number, debtor)
    _owes(number, Debtor.objects.get(client=world.client("acme")))
    _late(number, debtor)
    _used(number)
    _exchange(number)
    category = f"grown-{chr(ord('a') + number)}"
    set_tax_rate("NL", category=category, percent=Decimal(6), from_on=MONDAY.date(), actor=OLGA, at=MONDAY)
    _gateway(number, debtor)
    _goes_back(number, Debtor.objects.get(client=world.client("acme")))
    _uncountable(number, client)
    _costs(number)


def _exchange(number):
    """What a euro was on a day of its own."""
    ExchangeRate.objects.create(
        currency="USD",
        published_on=MONDAY.date() - timedelta(days=number),
        per_euro=1,
        source=f"Grown bank {number}",
    )


def _gateway(number, debtor):
    """Something that a gateway told and nobody understood, something that it refused, and a comparison."""
    told = {"external_id": f"evt_{number}", "kind": "invoice.paid", "about": "invoice", "body": b"{}"}
    InboundEvent.objects.create(
        gateway="fake",
        object_id=f"grown_{number}",
        state="parked",
        next_at=MONDAY,
        received_at=MONDAY,
        **told,
    )
    GatewayCall.objects.create(
        gateway="fake", operation="issue", key=f"grown:{number}", debtor=debtor, state="stuck", next_at=MONDAY,
        made_at=MONDAY, error=f"Grown refusal {number}",
    )  # fmt: skip
    Reconciliation.objects.create(gateway="fake", begun_at=MONDAY, ended_at=MONDAY, looked_at=number)


def _owes(number, debtor):
    """An invoice with a line, a credit that waits, and a claim."""
    slug = debtor.client.slug.replace("-", "")
    invoice = owed(debtor, number=f"GROWN-{number}-{slug}")
    today = datetime.now(UTC).date()
    InvoiceLine.objects.create(
        invoice=invoice, position=1, code="payroll", name_en="Payroll", name_nl="Loon", service_line="hr", kind="flat",
        quantity=1, unit="month", unit_price=100, amount=10_000, vat_category="standard", vat_percent=21,
        vat_code="S", period_start_on=today, period_end_on=today + timedelta(days=1),
    )  # fmt: skip
    Credit.objects.create(
        debtor=debtor, service_line="hr", period_key="2026-10", amount=100, currency="EUR", reason_en="Late",
        reason_nl="Laat", proposed_by="system:motorblok", proposed_at=MONDAY,
    )  # fmt: skip
    Claim.objects.create(
        debtor=debtor, service_line="hr", period_key="2026-10", number=f"ACME-{number}", words=f"Grown claim {number}",
        claimed_by=str(ANN), claimed_at=MONDAY,
    )  # fmt: skip


def _late(number, debtor):
    """An invoice that is long due, and a transfer that may be for it."""
    owed(debtor, number=f"LATE-{number}", due_on=date(2026, 1, 31), total=7_700)
    StatementEntry.objects.create(
        legal_entity=debtor.legal_entity, iban="NL91ABNA0417164300", reference=f"{number}", digest="grown", amount=7_700,
        currency="EUR", booked_on=MONDAY.date(), payer=f"Grown payer {number}", imported_at=MONDAY,
    )  # fmt: skip


def _goes_back(number, debtor):
    """Money that came in, stands on an invoice in part, and of which some is to go back."""
    money = Payment.objects.create(
        debtor=debtor, gateway="bank", external_id=f"grown-{number}", amount=900, currency="EUR",
        received_on=MONDAY.date(), payer=f"Grown payer {number}", at=MONDAY,
    )  # fmt: skip
    Allocation.objects.create(invoice_id=INVOICE, payment=money, amount=100, at=MONDAY)
    Refund.objects.create(
        debtor=debtor, payment=money, amount=5, reason=f"Grown refund {number}", proposed_by="staff:1", proposed_at=MONDAY,
    )  # fmt: skip


def _uncountable(number, client):
    """Usage that came too late, and a fact that makes no sense."""
    ParkedUsage.objects.create(
        book="c_acme", event_id=new_id(), fact={}, fault=f"Grown fault {number}", parked_at=MONDAY
    )
    UsageRecord.objects.create(
        client=client, book=client.schema_name, event_id=new_id(), meter="invoices", service_line="hr", quantity=1,
        unit="piece", occurred_at=MONDAY - timedelta(days=90), recorded_at=MONDAY,
    )  # fmt: skip


def _costs(number):
    """What an hour of finance costs, from another day on."""
    CostRate.objects.create(
        service_line="finance",
        currency="EUR",
        per_hour=100 * number + 77,
        from_on=MONDAY.date() - timedelta(days=number),
    )


def _used(number):
    """A record of usage on the first line of the invoice that the addresses of the matrix name."""
    acme = world.client("acme")
    record = UsageRecord.objects.create(
        client=acme, book=acme.schema_name, event_id=new_id(), meter="invoices", service_line="hr", quantity=1,
        unit="piece", number=f"ACME-90{number}", occurred_at=MONDAY, recorded_at=MONDAY,
    )  # fmt: skip
    BilledUsage.objects.create(record=record, invoice_id=INVOICE, position=1)


def _promises(number):
    at = {"actor": RITA, "at": MONDAY}
    create_calendar(name=f"Grown calendar {number}", content=DESK, effective_on=EVERY_EPOCH, **at)
    line = {"calendar": CALENDAR, "level": f"grown {number}", "targets": {"resolution": 3600}}
    content = {"lines": [line], "warn": [50]}
    create_agreement(name=f"Grown agreement {number}", content=content, effective_at=LONG_AGO, **at)


def _tasks(number, acme, staff, askers):
    """One task in each state, of each of the people who ask."""
    for asker in askers:
        for end in (_left, _taken, _asked, _elsewhere, _resolved, _cancelled):
            title = f"Grown task {number} {end.__name__} of {asker.name}"
            task = received(acme, actor=asker, title=title, requester_id=asker.uuid)
            end(task.id, client_id=acme.id, actor=staff, at=MONDAY + timedelta(hours=1))
    received(acme, title=f"Grown task {number} within", is_internal=True)


def _left(task_id, **by):
    work.reply_to_provider(task_id, text="Is it there yet?", **{**by, "actor": cast.BOB})


def _taken(task_id, **by):
    work.take_task(task_id, **by)


def _asked(task_id, **by):
    work.wait_for_client(task_id, question="Which one?", **by)


def _elsewhere(task_id, **by):
    work.wait_for_third_party(task_id, whom="The bank", **by)


def _resolved(task_id, **by):
    work.resolve_task(task_id, answer="Done.", **by)


def _cancelled(task_id, **by):
    work.cancel_task(task_id, reason="Twice", **by)


def _talk(number, acme, staff, asker):
    """What is said about the task that the addresses of the matrix name."""
    task_id = Task.objects.get(number="ACME-1").id
    at = {"client_id": acme.id, "at": MONDAY + timedelta(hours=2)}
    work.reply_to_provider(task_id, text=f"Grown question {number}", actor=asker, **at)
    work.reply_to_client(task_id, text=f"Grown answer {number}", actor=staff, **at)
    work.note_on_task(task_id, text=f"Grown note {number}", actor=staff, **at)


def _fire():
    with schema.entered(schema.PUBLIC):
        due = Alarm.objects.order_by("fire_at").values_list("fire_at", flat=True)[:5]
        if due:
            sweep_all(at=max(due))


def _known(email):
    with schema.entered(schema.PUBLIC):
        return Person.objects.get(email=email)


def _actor(person):
    return Actor("contact" if person.client_id else "staff", str(person.id), person.name)
