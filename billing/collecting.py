"""Asking for the money of an invoice by the means of payment that a gateway keeps: one attempt for each means."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from billing.calling import ask
from billing.models import GatewayCall, GatewayLink, Invoice
from billing.rating.canonical import canonical

FAILED = ("declined", "action_needed")


def ask_to_collect(invoice: Invoice, *, means: Any, at: datetime) -> None:
    """Let it be collected by these means, as the gateway tells of them; by the same ones once.

    A gateway answers the same key with what came of it then, so that another attempt needs another key.
    """
    told = sha256(canonical(means)).hexdigest()[:16] if means else "v1"
    ask(
        invoice.gateway,
        "collect",
        key=f"inv:{invoice.id}:collect:{told}",
        debtor_id=invoice.debtor_id,
        payload={"invoice_id": str(invoice.id)},
        at=at,
    )


def ask_again(link: GatewayLink, *, means: Any, at: datetime) -> None:
    """Somebody who pays gave other means: what could not be collected by the old ones is asked for by the new."""
    asked = GatewayCall.objects.filter(debtor=link.debtor_id, gateway=link.gateway, operation="collect")
    failed = asked.filter(state=GatewayCall.State.DONE, answer__state__in=FAILED)
    ids = {UUID(each) for each in failed.values_list("payload__invoice_id", flat=True)}
    for invoice in Invoice.objects.filter(id__in=ids):
        if invoice.owed > 0:
            ask_to_collect(invoice, means=means, at=at)


def known_means(debtor_id: UUID, gateway: str) -> Any:
    """The means of payment that a gateway keeps, as it was last seen; empty where none is known."""
    links = GatewayLink.objects.filter(debtor=debtor_id, gateway=gateway, kind="customer")
    return (links.order_by("-id").values_list("mirror", flat=True).first() or {}).get("method")
