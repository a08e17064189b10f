"""The verbs on money that comes in, on reminders and on what follows when none comes, each ready to run."""

from functools import partial

from billing.actions import payments
from billing.models import Debtor, Invoice, Payment
from motorblok.kernel.actors import SYSTEM
from tests import world
from tests.billing import paid
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


@ROWS.add("billing.allocate", about="invoice", c_acme=["billing.payment.allocated"])
def allocate() -> Deed:
    invoice, money = paid_invoice()
    return by_rita(payments.allocate, money.id, invoice_id=paid.owed(invoice.debtor).id, amount=2_900)


@ROWS.add("billing.undo_allocation", about="invoice", c_acme=["billing.payment.unallocated"])
def undo_allocation() -> Deed:
    _invoice, money = paid_invoice()
    return by_rita(payments.undo_allocation, money.allocations.get().id)
