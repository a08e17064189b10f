"""Which operation a call names, and its answer."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from billing.gateways.port import GatewayRefused
from billing.models import GatewayCall
from billing.operations import invoices, subscriptions
from billing.operations.known import Answer, who_pays

Operation = Callable[[GatewayCall, datetime], Answer]


class UnknownOperation(GatewayRefused):
    """A call asks for something that nobody here knows how to ask."""

    code = "unknown-operation"
    words = _("Nobody here knows how to ask for this.")


def carry_out(call: GatewayCall, *, at: datetime) -> Answer:
    """Ask for it. Raises what the gateway raises, and UnknownOperation."""
    if call.operation not in OPERATIONS:
        raise UnknownOperation
    return OPERATIONS[call.operation](call, at)


def _make_known(call: GatewayCall, at: datetime) -> Answer:
    return {"customer": who_pays(call)}


OPERATIONS: Mapping[str, Operation] = {
    "ensure_customer": _make_known,
    "issue": invoices.issue,
    "leave_draft_empty": invoices.leave_draft_empty,
    "collect": invoices.collect,
    "credit": invoices.credit,
    "refund": invoices.refund,
    "subscribe": subscriptions.subscribe,
    "change_subscription": subscriptions.change_subscription,
    "cancel_subscription": subscriptions.cancel_subscription,
    "hold_drafts": subscriptions.hold_drafts,
}
