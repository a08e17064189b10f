"""What waits for a person: credits to approve, transfers, calls and messages of gateways that went wrong, and differences."""

from dataclasses import dataclass

from billing.models import Credit, GatewayCall, InboundEvent, Reconciliation, StatementEntry


@dataclass(frozen=True, slots=True)
class Watch:
    """How much of each there is; `drift` is what the newest reconciliation found and could not mend."""

    credits: int
    transfers: int
    stuck: int
    parked: int
    drift: int


def watch() -> Watch:
    """Five statements."""
    newest = Reconciliation.objects.order_by("-begun_at").values_list("open_differences", flat=True).first()
    return Watch(
        credits=Credit.objects.filter(state=Credit.State.PROPOSED).count(),
        transfers=StatementEntry.objects.filter(state=StatementEntry.State.OPEN).count(),
        stuck=GatewayCall.objects.filter(state=GatewayCall.State.STUCK).count(),
        parked=InboundEvent.objects.filter(state=InboundEvent.State.PARKED).count(),
        drift=newest or 0,
    )
