"""What is asked of gateways: written down with what asks for it, so that a crash loses nothing, and sent after commit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from billing.models import GatewayCall


def ask(
    gateway: str, operation: str, *, key: str, debtor_id: UUID, payload: Mapping[str, Any], at: datetime
) -> None:
    """Let a gateway be asked, once for a key; in the caller's transaction. `payload` holds ids and plain values."""
    call = GatewayCall(
        gateway=gateway, operation=operation, key=key, debtor_id=debtor_id, payload=dict(payload), next_at=at, made_at=at
    )  # fmt: skip
    GatewayCall.objects.bulk_create([call], ignore_conflicts=True)
