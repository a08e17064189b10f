"""The verbs on money that comes in, on reminders and on what follows when none comes, each ready to run."""

from datetime import timedelta
from functools import partial

from billing.actions import (
    allocations,
    archiving,
    bank_entries,
    entitlements,
    hand_payments,
    holds,
    life,
    payments,
    refund_transfers,
    refunds,
    reminders,
    statements,
    taking_along,
    volumes,
)
from billing.models import (
    Debtor,
    HandPayment,
    Invoice,
    Payment,
    Refund,
    StatementEntry,
    StatementFile,
    Subscription,
)
from motorblok.kernel.actors import SYSTEM
from tests import cast, world
from tests.billing import agreed, billed, paid
from tests.billing.statements import booking, file, statement, transfer
from tests.cast import OLGA
from tests.guards.deeds import LATER, Deed, Rows, by_rita

ROWS = Rows()


def debtor(**said: object) -> Debtor:
    return paid.debtor(world.client("acme"), **said)


def paid_invoice() -> tuple[Invoice, Payment]:
    of = debtor()
    invoice = paid.owed(of)
    return invoice, paid.paid(of, 15_000, invoice=invoice)


@ROWS.add("billing.take_payment", about="payment", c_acme=["billing.payment.received"])
def take_payment() -> Deed:
    of = debtor()
    invoice = paid.owed(of)
    return Deed(partial(paid.paid, of, invoice=invoice, at=LATER), by=SYSTEM)


@ROWS.add("billing.take_payment", case="that goes back", about="payment", c_acme=["billing.payment.returned"])
def return_payment() -> Deed:
    invoice, _money = paid_invoice()
    return Deed(partial(paid.paid, invoice.debtor, -2_900, by="re-1", at=LATER), by=SYSTEM)


def by_olga(verb: object, *given: object, **named: object) -> Deed:
    """The verb, done by Olga, who may decide about money."""
    actor = cast.olga().actor
    return Deed(partial(verb, *given, **named, actor=actor, at=LATER), by=actor)


def late(days: int, life: str) -> Debtor:
    """A debtor whose oldest invoice is so many days late, and whose bank statement was read."""
    of = debtor(life=life)
    paid.owed(of, due_on=LATER.date() - timedelta(days=days))
    StatementFile.objects.create(
        sha256="1", legal_entity=of.legal_entity, entries=0, new=0, read_at=LATER - timedelta(hours=1)
    )
    return of


def subscription() -> Subscription:
    return agreed.subscription(debtor(), agreed.plan())


@ROWS.add("billing.review_client", about="client", c_acme=["billing.life.changed", "tenants.allowance.set"])
def review_client() -> Deed:
    return Deed(partial(life.review_client, late(3, "active").pk, at=LATER), by=SYSTEM)


@ROWS.add(
    "billing.confirm_suspension",
    about="client",
    c_acme=["tenants.client.suspended", "billing.life.changed", "tenants.allowance.set"],
)
def confirm_suspension() -> Deed:
    return by_olga(life.confirm_suspension, late(30, "grace").pk)


@ROWS.add(
    "billing.lift_suspension",
    about="client",
    c_acme=["tenants.client.reopened", "billing.life.changed"],
)
def lift_suspension() -> Deed:
    of = late(30, "grace")
    life.confirm_suspension(of.pk, actor=cast.olga().actor, at=LATER)
    return by_olga(life.lift_suspension, of.pk)


@ROWS.add(
    "billing.limit_intake",
    about="subscription and client",
    c_acme=["billing.intake.limited", "tenants.allowance.set"],
)
def limit_intake() -> Deed:
    return by_rita(entitlements.limit_intake, subscription().pk)


@ROWS.add(
    "billing.open_intake",
    about="subscription and client",
    c_acme=["billing.intake.opened", "tenants.allowance.set"],
)
def open_intake() -> Deed:
    made = subscription()
    entitlements.limit_intake(made.pk, actor=OLGA, at=LATER)
    return by_rita(entitlements.open_intake, made.pk)


def transferred(text: str) -> bytes:
    return file(statement(booking(transfer(name="Acme Bakeries B.V.", text=text))))


def entry(text: str) -> StatementEntry:
    statements.import_statement(transferred(text), actor=SYSTEM, at=LATER)
    return StatementEntry.objects.get()


@ROWS.add("billing.take_back", about="payment", c_acme=["billing.payment.returned"])
def take_back() -> Deed:
    _invoice, money = paid_invoice()
    return by_rita(payments.take_back, money)


@ROWS.add("billing.import_statement", about="legal_entity", public=["billing.statement.imported"])
def import_statement() -> Deed:
    debtor()
    return by_olga(statements.import_statement, transferred("Rent of November"))


@ROWS.add(
    "billing.match_entry",
    about="payment and entry",
    c_acme=["billing.payment.received", "billing.entry.matched"],
)
def match_entry() -> Deed:
    invoice = paid.owed(debtor())
    return by_olga(bank_entries.match_entry, entry("Thank you all").pk, invoice_ids=[invoice.pk])


@ROWS.add(
    "billing.unmatch_entry",
    about="payment and entry",
    c_acme=["billing.payment.returned", "billing.entry.unmatched"],
)
def unmatch_entry() -> Deed:
    invoice = paid.owed(debtor())
    return by_olga(bank_entries.unmatch_entry, entry(f"Invoice {invoice.number}").pk)


@ROWS.add("billing.ignore_entry", about="entry", public=["billing.entry.ignored"])
def ignore_entry() -> Deed:
    debtor()
    return by_olga(bank_entries.ignore_entry, entry("Rent of November").pk, reason="Rent of the office")


@ROWS.add("billing.take_up_entry", about="entry", public=["billing.entry.taken_up"])
def take_up_entry() -> Deed:
    debtor()
    row = entry("Rent of November")
    bank_entries.ignore_entry(row.pk, reason="Rent", actor=cast.olga().actor, at=LATER)
    return by_olga(bank_entries.take_up_entry, row.pk)


def due() -> Invoice:
    return paid.owed(debtor(), due_on=LATER.date() - timedelta(days=1))


@ROWS.add("billing.remind", about="invoice", c_acme=["billing.invoice.reminded"])
def remind() -> Deed:
    invoice = due()
    return Deed(partial(reminders.remind, invoice.pk, debtor_id=invoice.debtor_id, at=LATER), by=SYSTEM)


@ROWS.add("billing.remind_what_is_due", about="invoice", c_acme=["billing.invoice.reminded"])
def remind_what_is_due() -> Deed:
    due()
    return Deed(partial(reminders.remind_what_is_due, at=LATER), by=SYSTEM)


@ROWS.add("billing.pause_reminders", about="invoice", c_acme=["billing.reminders.paused"])
def pause_reminders() -> Deed:
    until = LATER.date() + timedelta(days=9)
    return by_olga(holds.pause_reminders, due().pk, until_on=until, reason="Their bookkeeper is away")


@ROWS.add("billing.resume_reminders", about="invoice", c_acme=["billing.reminders.resumed"])
def resume_reminders() -> Deed:
    invoice, until = due(), LATER.date() + timedelta(days=9)
    by = cast.olga().actor
    holds.pause_reminders(invoice.pk, until_on=until, reason="Holiday", actor=by, at=LATER)
    return by_olga(holds.resume_reminders, invoice.pk)


@ROWS.add("billing.dispute_invoice", about="invoice", c_acme=["billing.invoice.disputed"])
def dispute_invoice() -> Deed:
    return by_olga(holds.dispute_invoice, due().pk, reason="The hours are not theirs")


@ROWS.add("billing.settle_dispute", about="invoice", c_acme=["billing.dispute.settled"])
def settle_dispute() -> Deed:
    invoice = due()
    holds.dispute_invoice(invoice.pk, reason="Hours", actor=cast.olga().actor, at=LATER)
    return by_olga(holds.settle_dispute, invoice.pk)


def hand_payment() -> HandPayment:
    by = cast.staff("Fien Finance", "fien@motorblok.test", "finance").actor
    said = {"amount": 12_100, "received_on": LATER.date(), "evidence": "Receipt 4711 in the safe"}
    return hand_payments.propose_payment(due().pk, **said, actor=by, at=LATER)


@ROWS.add("billing.propose_payment", about="invoice", c_acme=["billing.hand_payment.proposed"])
def propose_payment() -> Deed:
    said = {"amount": 12_100, "received_on": LATER.date(), "evidence": "Receipt 4711 in the safe"}
    return by_olga(hand_payments.propose_payment, due().pk, **said)


@ROWS.add(
    "billing.confirm_payment",
    about="payment and invoice",
    c_acme=["billing.payment.received", "billing.hand_payment.confirmed"],
)
def confirm_payment() -> Deed:
    return by_olga(hand_payments.confirm_payment, hand_payment().pk)


@ROWS.add("billing.refuse_payment", about="invoice", c_acme=["billing.hand_payment.refused"])
def refuse_payment() -> Deed:
    return by_olga(hand_payments.refuse_payment, hand_payment().pk)


@ROWS.add("billing.allocate", about="invoice", c_acme=["billing.allocation.made"])
def allocate() -> Deed:
    invoice, money = paid_invoice()
    other = paid.owed(invoice.debtor, due_on=LATER.date() + timedelta(days=9))
    return by_olga(allocations.allocate, money.id, invoice_id=other.id, amount=2_900, reason="They asked")


@ROWS.add("billing.undo_allocation", about="invoice", c_acme=["billing.allocation.undone"])
def undo_allocation() -> Deed:
    _invoice, money = paid_invoice()
    return by_olga(allocations.undo_allocation, money.allocations.get().id, reason="It is for another")


def refund() -> Refund:
    """Proposed by another one of finance."""
    _invoice, money = paid_invoice()
    by = cast.staff("Fien Finance", "fien@motorblok.test", "finance").actor
    return refunds.propose_refund(money.pk, amount=2_900, reason="It was paid twice", actor=by, at=LATER)


@ROWS.add("billing.propose_refund", about="payment", c_acme=["billing.refund.proposed"])
def propose_refund() -> Deed:
    _invoice, money = paid_invoice()
    return by_olga(refunds.propose_refund, money.pk, amount=2_900, reason="It was paid twice")


@ROWS.add("billing.approve_refund", about="payment", c_acme=["billing.refund.ordered"])
def approve_refund() -> Deed:
    return by_olga(refunds.approve_refund, refund().pk)


@ROWS.add("billing.refuse_refund", about="payment", c_acme=["billing.refund.refused"])
def refuse_refund() -> Deed:
    return by_olga(refunds.refuse_refund, refund().pk)


@ROWS.add("billing.match_refund", about="payment", c_acme=["billing.payment.returned", "billing.refund.went"])
def match_refund() -> Deed:
    made = refund()
    refunds.approve_refund(made.pk, actor=cast.olga().actor, at=LATER)
    went = booking(
        transfer(name="Acme Bakeries B.V.", text="Paid back", side="Cdtr"), direction="DBIT", amount="29.00"
    )
    statements.import_statement(file(statement(went)), actor=SYSTEM, at=LATER)
    return by_olga(refund_transfers.match_refund, made.pk, entry_id=StatementEntry.objects.get().pk)


def exported() -> Debtor:
    """A client that left and has its archive."""
    of = debtor(life="cancelled")
    archiving.make_archive(of.pk, actor=cast.olga().actor, at=LATER)
    return of


@ROWS.add(
    "billing.make_archive",
    about="client",
    c_acme=[
        "billing.archive.made",
        "tenants.client.suspended",
        "billing.life.changed",
        "tenants.allowance.set",
    ],
)
def make_archive() -> Deed:
    return by_olga(archiving.make_archive, debtor(life="cancelled").pk)


@ROWS.add("billing.take_archive", about="client", c_acme=["billing.archive.taken"])
def take_archive() -> Deed:
    return by_olga(taking_along.take_archive, exported().pk)


@ROWS.add("billing.propose_erasure", about="client", c_acme=["billing.erasure.proposed"])
def propose_erasure() -> Deed:
    return by_olga(archiving.propose_erasure, exported().pk)


@ROWS.add("billing.withdraw_erasure", about="client", c_acme=["billing.erasure.withdrawn"])
def withdraw_erasure() -> Deed:
    of = exported()
    archiving.propose_erasure(of.pk, actor=cast.olga().actor, at=LATER)
    return by_olga(archiving.withdraw_erasure, of.pk)


@ROWS.add("billing.confirm_erasure", about="client", c_acme=["billing.erasure.confirmed"])
def confirm_erasure() -> Deed:
    of = exported()
    archiving.propose_erasure(of.pk, actor=cast.fay().actor, at=LATER)
    return by_olga(archiving.confirm_erasure, of.pk)


@ROWS.add("billing.review_all", about="client", c_acme=["billing.life.changed", "tenants.allowance.set"])
def review_all() -> Deed:
    late(3, "active")
    return Deed(partial(life.review_all, at=LATER), by=SYSTEM)


def half_used() -> Subscription:
    prices = {"invoices": {**billed.PIECES, "included": 10}}
    made = billed.subscription(world.client("acme"), prices=prices)
    billed.used(made, LATER, 5)
    return made


@ROWS.add("billing.tell_volume", about="client", c_acme=["billing.volume.reached"])
def tell_volume() -> Deed:
    return Deed(partial(volumes.tell_volume, half_used().pk, at=LATER), by=SYSTEM)


@ROWS.add("billing.tell_volumes", about="client", c_acme=["billing.volume.reached"])
def tell_volumes() -> Deed:
    half_used()
    return Deed(partial(volumes.tell_volumes, at=LATER), by=SYSTEM)
