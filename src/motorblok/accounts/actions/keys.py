"""Keys of machines: making, revoking, and what is noted of their use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.accounts import tokens
from motorblok.accounts.actions.records import record_in
from motorblok.accounts.events import KEY_DENIED, KEY_MADE, KEY_REVOKED, KEY_USED
from motorblok.accounts.keytext import as_text
from motorblok.accounts.models import ApiKey, Person, Scope, Side
from motorblok.audit.models import Audience
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import Invalid, NotFound
from tenants.actions import must_not_be_closed
from tenants.models import Client

LONGEST_LIFE = timedelta(days=366)
USED_EVERY = timedelta(hours=1)

Denial = Literal["secret", "revoked", "expired", "host", "staff", "scope", "limit"]


@dataclass(frozen=True, slots=True)
class Made:
    """A new key, and the only time its text is known."""

    key: ApiKey
    text: str


@transaction.atomic
def create_key(
    client: Client,
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime,
    staff: Person | None = None,
    per_minute: int = 600,
    actor: Actor,
    at: datetime,
) -> Made:
    """Make a key for a client's machine or, with `staff`, for one of the provider that acts for that person.

    Raises Invalid for no or unknown scopes, for an expiry in the past or beyond twelve months, and for a client's
    key that would work on tasks: that is the provider's part. Raises ClientIsClosed.
    """
    must_not_be_closed(client.schema_name)
    _must_be_grantable(scopes, staff=staff)
    _must_be_within_a_year(expires_at, at=at)
    secret = tokens.new_secret()
    key = ApiKey.objects.create(
        client=client,
        side=Side.PROVIDER if staff else Side.CLIENT,
        staff=staff,
        name=name,
        scopes=sorted(set(scopes)),
        secret_hash=tokens.keyed_hash(secret, purpose=tokens.KEY),
        per_minute=per_minute,
        made_at=at,
        expires_at=expires_at,
    )
    facts = {"side": key.side, "scopes": key.scopes, "expires_at": expires_at.isoformat()}
    _record_of_key(KEY_MADE, key, actor=actor, at=at, facts=facts, private={"name": name})
    return Made(key, as_text(key.id, secret=secret))


@transaction.atomic
def revoke_key(key_id: UUID, *, client: Client, actor: Actor, at: datetime) -> None:
    """End a key of this client at once. Raises NotFound, also where it is revoked already."""
    rows = ApiKey.objects.select_for_update(of=("self",)).select_related("client")
    key = rows.filter(pk=key_id, client=client, revoked_at__isnull=True).first()
    if key is None:
        raise NotFound
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    _record_of_key(KEY_REVOKED, key, actor=actor, at=at, private={"name": key.name})


def use_key(key: ApiKey, *, at: datetime) -> None:
    """Note that a key is in use: its first use as an event, later ones as a time, written at most once an hour."""
    if key.last_used_at and at - key.last_used_at < USED_EVERY:
        return
    with transaction.atomic():
        is_first = ApiKey.objects.filter(pk=key.pk, last_used_at__isnull=True).update(last_used_at=at)
        if is_first:
            _record_of_key(KEY_USED, key, actor=key.actor, at=at)
        else:
            ApiKey.objects.filter(pk=key.pk, last_used_at__lt=at).update(last_used_at=at)


@transaction.atomic
def deny_key(key: ApiKey, *, reason: Denial, at: datetime) -> None:
    """Note that a known key was refused."""
    _record_of_key(KEY_DENIED, key, actor=key.actor, at=at, facts={"reason": reason})


def _record_of_key(kind: Any, key: ApiKey, *, actor: Actor, at: datetime, **fields: Any) -> None:
    # What the provider's own machines do is not for the client to see unless visibility says so later.
    audience = Audience.CLIENT if key.side == Side.CLIENT else Audience.INTERNAL
    record_in(key.client, kind, subject=key.subject, actor=actor, at=at, audience=audience, **fields)


def _must_be_grantable(scopes: Sequence[str], *, staff: Person | None) -> None:
    grantable = set(Scope.values) if staff else {Scope.READ, Scope.RECEIVE}
    if not scopes or not set(scopes) <= grantable:
        raise Invalid(_("Choose at least one permission from the list."), field="scopes")


def _must_be_within_a_year(expires_at: datetime, *, at: datetime) -> None:
    if not at < expires_at <= at + LONGEST_LIFE:
        raise Invalid(_("Choose a day within the next twelve months."), field="expires_at")
