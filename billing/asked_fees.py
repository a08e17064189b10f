"""Which fees a subscription at a gateway was asked to charge: kept in the call that asked, and read when its draft is filled."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from billing.edges import edge_of
from billing.gateways.port import FlatPrice
from billing.models import GatewayCall, Invoice
from billing.periods import starts_at

ASKS = ("subscribe", "change_subscription")
Fees = tuple[FlatPrice, ...]


def note(call: GatewayCall, fees: Sequence[FlatPrice]) -> None:
    """Keep in a call what is about to be sent, before it is: a later attempt may send other fees."""
    sent = call.payload.get("sent", [])
    if (told := _noted(fees)) not in sent[:1]:
        call.payload["sent"] = [told, *sent]
        call.save(update_fields=["payload"])


def _noted(fees: Sequence[FlatPrice]) -> list[dict[str, Any]]:
    return [
        {
            "code": fee.code,
            "name": fee.name,
            "amount": fee.amount,
            "quantity": fee.quantity,
            "vat_percent": str(fee.vat_percent),
            "vat_code": fee.vat_code,
            "vat_country": fee.vat_country,
        }
        for fee in fees
    ]


def asked_for(invoice: Invoice, external_id: str) -> tuple[Fees, ...]:
    """The fees that the draft of an invoice may carry, the newest first.

    They are those last sent before the edge of its period, and all sent since: when exactly a gateway draws up its
    draft, it alone knows.
    """
    of = invoice.subscription
    if of is None or not external_id:
        return ()
    edge_at = starts_at(edge_of(invoice, of), zone=of.time_zone)
    return tuple(_newest_until(edge_at, _sent(invoice, external_id)))


def _sent(invoice: Invoice, external_id: str) -> list[GatewayCall]:
    calls = GatewayCall.objects.filter(
        debtor=invoice.debtor_id, gateway=invoice.gateway, operation__in=ASKS, first_sent_at__isnull=False
    )
    return list(calls.filter(payload__of=external_id).order_by("-first_sent_at", "-id"))


def _newest_until(edge_at: datetime, calls: Sequence[GatewayCall]) -> Iterator[Fees]:
    for call in calls:
        yield from (_read(fees) for fees in call.payload.get("sent", ()))
        if call.first_sent_at and call.first_sent_at < edge_at:
            return


def _read(fees: Sequence[Mapping[str, Any]]) -> Fees:
    return tuple(FlatPrice(**{**fee, "vat_percent": Decimal(fee["vat_percent"])}) for fee in fees)
