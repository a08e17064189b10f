"""Rows that are held as they are until the caller's transaction ends: first the subscription, then its credits and invoices."""

from uuid import UUID

from billing.models import Invoice, Subscription
from billing.refusing import Refused
from billing.settling import held_with_client
from motorblok.kernel.errors import NotFound


class NotFinal(Refused):
    """Only what is final can be credited; a draft is put right itself."""

    code = "invoice-not-final"
    status = 409


def hold(subscription_id: UUID) -> Subscription:
    """The subscription with its debtor and prices, held as it is until the caller's transaction ends. Raises NotFound."""
    locked = Subscription.objects.select_for_update(no_key=True).filter(id=subscription_id)
    if not locked.values_list("id", flat=True):
        raise NotFound
    return (
        Subscription.objects.select_related("debtor__legal_entity", "debtor__client")
        .prefetch_related("prices", "conditions")
        .get(id=subscription_id)
    )


def hold_invoice(invoice: Invoice) -> Invoice:
    """A final invoice, held until the caller's transaction ends, after who pays for it. Raises NotFinal."""
    held_with_client(invoice.debtor_id)
    found: Invoice = (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("debtor__client", "legal_entity", "subscription")
        .get(id=invoice.id)
    )
    if found.state != Invoice.State.FINAL or found.kind != Invoice.Kind.INVOICE:
        raise NotFinal(
            "Only a final invoice can be credited; change the draft instead.",
            "Alleen een definitieve factuur kan worden gecrediteerd; wijzig anders het concept.",
        )
    return found
