"""What we keep of an object at a gateway."""

from billing.gateways.port import Seen


def mirror_of(seen: Seen) -> dict[str, object]:
    """Its sums and payments, as text where they are money, and what only its gateway knows."""
    payments = {
        paid.external_id: [str(paid.amount), paid.currency, str(paid.refunded)] for paid in seen.payments
    }
    return {
        **seen.mirror,
        "amount": str(seen.amount),
        "owed": str(seen.owed),
        "currency": seen.currency,
        "payments": payments,
    }
