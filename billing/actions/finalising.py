"""Making invoices final: a number without a gap, what they are made of marked as billed, and sent on its way."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.actions.drafts import counted_again
from billing.actions.issuing import drop, make_final
from billing.actions.posting import post
from billing.actions.standing import in_book_of
from billing.bills import Bill, bill
from billing.drafting import require_in_turn
from billing.holding import hold
from billing.models import Credit, Invoice, Subscription
from billing.periods import Period
from billing.queries.counting import marked
from billing.queries.credited import invoice_of, left_of, waiting
from billing.queries.gathering import Gathered
from billing.settling import held_with_client
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError

ATTEMPTS = 5
LOOKED_AT = 24
"""So many invoices are looked at for one that charged what is given back: two years of months."""


class UsageMoves(DomainError):
    """Usage came in each time the invoice was counted."""

    code = "usage-moves"
    words = _("Usage of this period is being recorded right now. Try again in a minute.")


class NothingToCorrect(DomainError):
    """More is given back than charged, and there is no invoice to give it back on."""

    code = "nothing-to-correct"
    words = _(
        "This comes to less than nothing, and there is no earlier invoice that it could be credited on."
    )


class _Differs(Exception):
    """Usage came in between counting and marking."""


def finalise(invoice_id: UUID, *, actor: Actor, at: datetime) -> Invoice:
    """Make a draft final, counted as things stand; one that is final, or was dropped, stays as it is.

    All in one transaction: its usage is marked, its credits are posted, the parties are kept as they are now, it gets
    the next number of its series, its UBL is kept, and its gateway is asked to collect it. A
    draft without a line is dropped; one below zero becomes a credit note on the invoice before it. Raises NotFound,
    EarlierDraft, ChangedSince, UsageMoves, NothingToCorrect, and a Refused for what cannot be billed or printed.
    """
    found = invoice_of(invoice_id)
    if found.subscription_id is None:
        return found
    with in_book_of(found.debtor, closed_too=True):
        subscription = hold(found.subscription_id)
        subscription.debtor = held_with_client(found.debtor_id)
        invoice = subscription.invoices.select_for_update().get(id=invoice_id)
        if invoice.state != Invoice.State.DRAFT:
            return invoice
        wanted = _bill_of(invoice, subscription)
        require_in_turn(subscription, wanted, at=at)
        credits = {each.id: each for each in waiting(subscription).select_for_update(of=["self"])}
        # Who pays, and to whom, is what it is now: a draft may be older than a move to another of our companies.
        invoice.debtor, invoice.legal_entity = subscription.debtor, subscription.debtor.legal_entity
        given = _marked(invoice, subscription, wanted, actor=actor, at=at)
        if not given.rated.lines:
            return drop(invoice, actor=actor, at=at)
        _turn_below_zero(invoice)
        make_final(invoice, actor=actor, at=at)
        for share in given.allotment.allotted:
            post(credits[share.credit_id], on=invoice, amount=share.amount, actor=actor, at=at)
        Credit.objects.filter(id__in=given.allotment.taken_back).update(charged_back_on=invoice)
        return invoice


def _bill_of(invoice: Invoice, subscription: Subscription) -> Bill:
    period = Period(invoice.period_start_on, invoice.period_end_on)
    return bill(subscription, period, purpose=invoice.purpose)


def _marked(
    invoice: Invoice, subscription: Subscription, wanted: Bill, *, actor: Actor, at: datetime
) -> Gathered:
    """The draft counted once more, with exactly the usage it was counted from marked as billed."""
    for _attempt in range(ATTEMPTS):
        _, given = counted_again(invoice, subscription, wanted, actor=actor, at=at)
        try:
            with transaction.atomic():
                _mark(invoice, given)
        except _Differs:
            continue
        return given
    raise UsageMoves


def _mark(invoice: Invoice, given: Gathered) -> None:
    counted = {each.group: each.counted.records for each in given.sums if each.code is not None}
    if marked(given.ledger, given.places, invoice_id=invoice.id) != counted:
        raise _Differs


def _turn_below_zero(invoice: Invoice) -> None:
    """Less than nothing cannot be asked for: it is given back, on the last invoice that charged as much."""
    if invoice.total < 0:
        invoice.kind = Invoice.Kind.CREDIT_NOTE
        invoice.corrects = _corrected_by(invoice)
        if invoice.corrects is None:
            raise NothingToCorrect


def _corrected_by(note: Invoice) -> Invoice | None:
    """The newest invoice of which so much is left to credit; where none has, the newest of all."""
    sent = Invoice.objects.filter(
        debtor=note.debtor_id, currency=note.currency, state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE
    )
    newest = list(sent.defer("inputs", "rated").order_by("-final_at")[:LOOKED_AT])
    return next((each for each in newest if left_of(each) >= -note.net), next(iter(newest), None))
