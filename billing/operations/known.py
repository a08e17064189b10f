"""How an operation finds what it is about: who pays as the gateway knows it, links, and our rows."""

from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from billing.gateways.choosing import gateway
from billing.gateways.port import NotYet
from billing.linking import Name, link
from billing.models import Debtor, GatewayCall
from billing.queries.orders import linked, party

Answer = dict[str, Any]
"""What is kept of what a gateway answered."""


def known_as(debtor: Debtor, gateway_name: str) -> str:
    """The gateway's id of a debtor, made or brought up to date; what is the same already is asked with the same key."""
    known = linked(gateway_name, "customer", debtor_id=debtor.pk)
    order = party(debtor, external_id=known)
    told = sha256(repr(order).encode()).hexdigest()[:16]
    customer = gateway(gateway_name).ensure_customer(order, key=f"debtor:{debtor.pk}:{told}")
    opened = gateway(gateway_name)
    link(Name(gateway_name, "customer", customer), debtor_id=debtor.pk, livemode=opened.livemode)
    return customer


def who_pays(call: GatewayCall) -> str:
    """The same of who pays for what a call asks."""
    return known_as(call.debtor, call.gateway)


def keep_link(
    call: GatewayCall, kind: Any, external_id: str, ours_id: UUID, *, from_on: date | None = None
) -> None:
    """Say whose an object is that a call has made."""
    name, livemode = Name(call.gateway, kind, external_id), gateway(call.gateway).livemode
    link(name, debtor_id=call.debtor_id, ours_id=ours_id, from_on=from_on, livemode=livemode)


def link_named(call: GatewayCall, kind: str, named: str) -> str:
    """The gateway's id of the row that a call names. Raises NotYet while there is none."""
    held = linked(call.gateway, kind, ours_id=UUID(call.payload[named]))
    if not held:
        raise NotYet
    return held
