"""The bytes of an event that are sealed: canonical JSON (RFC 8785), personal values only as salted commitments."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785

from motorblok.audit.catalogue import Kind
from motorblok.audit.models import Audience
from motorblok.kernel.actors import Actor

DOMAIN = b"audit-sd-v1\x00"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one commitment: the field's name, 128 bits of salt (base64url) and the value."""

    field: str
    salt: str
    value: str

    def commitment(self) -> str:
        """SHA-256 over a domain prefix and the canonical JSON of [salt, pointer, value], base64url without padding."""
        disclosed = rfc8785.dumps([self.salt, f"/private/{self.field}", self.value])
        return _base64url(hashlib.sha256(DOMAIN + disclosed).digest())


@dataclass(frozen=True, slots=True)
class Draft:
    """All that goes into a leaf."""

    id: UUID
    kind: Kind
    book: str
    subject: str
    actor: Actor
    occurred_at: datetime
    recorded_at: datetime
    source: str
    audience: Audience
    signals: Sequence[str]
    facts: Mapping[str, Any]


class WrongFields(TypeError):
    """The fields of an event are not those that its kind declares."""


def seal_off(private: Mapping[str, str]) -> list[Opening]:
    """A fresh salt for each private value."""
    return [Opening(field, _base64url(secrets.token_bytes(16)), value) for field, value in private.items()]


def leaf(draft: Draft, openings: Sequence[Opening]) -> bytes:
    """The final bytes. Raises WrongFields, or an error of rfc8785 for floats and integers beyond 2**53."""
    _check_fields(draft, openings)
    return rfc8785.dumps(
        {
            "v": FORMAT,
            "nonce": _base64url(secrets.token_bytes(16)),
            "id": str(draft.id),
            "book": draft.book,
            "kind": draft.kind.name,
            "kind_version": draft.kind.version,
            "subject": draft.subject,
            "actor": str(draft.actor),
            "occurred_at": instant(draft.occurred_at),
            "recorded_at": instant(draft.recorded_at),
            "source": draft.source,
            "audience": Audience(draft.audience).label,
            "signals": list(draft.signals),
            "facts": dict(draft.facts),
            "private": {opening.field: {"sd": opening.commitment()} for opening in openings},
        }
    )


def read(content: bytes) -> dict[str, Any]:
    """The fields of a stored leaf."""
    fields: dict[str, Any] = json.loads(content)
    return fields


def instant(at: datetime) -> str:
    """An instant in UTC with microseconds: 2026-11-23T08:30:00.000000Z (RFC 3339)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _check_fields(draft: Draft, openings: Sequence[Opening]) -> None:
    given = (set(draft.facts), {opening.field for opening in openings} - {"actor"})
    declared = (set(draft.kind.facts), set(draft.kind.private))
    if given != declared:
        raise WrongFields(f"{draft.kind.name} declares {declared}, but got {given}.")


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
