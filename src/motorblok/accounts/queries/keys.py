"""The keys of a client."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motorblok.accounts.models import ApiKey


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as the lists show it; its secret is known to nobody."""

    id: UUID
    name: str
    side: str
    staff_name: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


def keys_of(client_id: UUID) -> list[KeyRow]:
    """All keys of a client, the newest first."""
    keys = ApiKey.objects.filter(client_id=client_id).select_related("staff").order_by("-made_at", "id")
    return [_key_row(key) for key in keys]


def _key_row(key: ApiKey) -> KeyRow:
    return KeyRow(
        id=key.id,
        name=key.name,
        side=key.side,
        staff_name=key.staff.name if key.staff else "",
        scopes=tuple(key.scopes),
        made_at=key.made_at,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
        last_used_at=key.last_used_at,
    )
