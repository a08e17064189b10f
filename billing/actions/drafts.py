"""Drawing up invoices: one for each period, counted again as often as it is asked for until it is final."""

from datetime import datetime

from billing.actions.standing import in_book_of, subscription_of
from billing.bills import Bill, bill
from billing.drafting import begun, fill, kept, require_in_turn, sums
from billing.events import invoices as events
from billing.holding import hold
from billing.models import Invoice, Subscription
from billing.periods import Period
from billing.queries.gathering import Gathered, gathered
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel.actors import Actor


def draft_invoice(
    subscription: Subscription,
    period: Period,
    *,
    purpose: str = Invoice.Purpose.PERIOD,
    actor: Actor,
    at: datetime,
) -> Invoice:
    """The invoice of a period, drawn up if there is none, counted again if it is a draft, as it is if it is final.

    There is one for each subscription, period and purpose, whoever asks and how often. The final invoice of a
    subscription that ended (`purpose`) is that of its last period. One that was dropped, as there was nothing to be
    charged, is not drawn up again. Raises WrongPeriod, EarlierDraft, ChangedSince, and a Refused for what cannot be
    billed.
    """
    with in_book_of(subscription_of(subscription.id).debtor, closed_too=True):
        held = hold(subscription.id)
        wanted = bill(held, period, purpose=purpose)
        found = kept(held, wanted)
        if found and found.state != Invoice.State.DRAFT:
            return found
        require_in_turn(held, wanted, at=at)
        invoice, _ = counted_again(found, held, wanted, actor=actor, at=at)
        return invoice


def counted_again(
    found: Invoice | None, subscription: Subscription, wanted: Bill, *, actor: Actor, at: datetime
) -> tuple[Invoice, Gathered]:
    """The draft as it is now, new or counted again, and what it was made of; for a subscription that is held."""
    given = gathered(subscription, wanted)
    invoice = found or begun(subscription, wanted, at=at)
    if fill(invoice, given.inputs, given.rated):
        _tell(events.REDRAFTED if found else events.DRAFTED, invoice, actor=actor, at=at)
    return invoice, given


def _tell(kind: Kind, invoice: Invoice, *, actor: Actor, at: datetime) -> None:
    facts = {"period": invoice.period_key, "purpose": invoice.purpose, "hash": invoice.input_hash}
    record(kind, subject=f"invoice:{invoice.id}", actor=actor, at=at, facts=facts | sums(invoice))
