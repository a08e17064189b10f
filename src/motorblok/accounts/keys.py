"""How a machine proves who it is: one header, one query, one hash."""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from motorblok.accounts import keytext, tokens, viewers
from motorblok.accounts.actions.keys import Denial, deny_key, use_key
from motorblok.accounts.models import ApiKey, ContactRole, Person, Side
from motorblok.accounts.viewers import ContactViewer, KeyViewer, StaffViewer
from motorblok.kernel.errors import DomainError
from tenants.models import Client

SCHEME = "bearer"
DENIAL_TOLD_EVERY = 3600
MINUTE = 60


class TooManyRequests(DomainError):
    """The key asked more often than it may; `retry_after` is in seconds."""

    code = "too-many-requests"
    status = 429
    words = _("This key asks too often. Wait a minute.")
    retry_after = MINUTE


class ScopeMissing(DomainError):
    """The key was not given the permission for this."""

    code = "scope-missing"
    status = 403
    words = _("This key was not given the permission for this.")


def authenticate(header: str, *, client: Client | None, at: datetime) -> KeyViewer | None:
    """The machine behind an Authorization header (`Bearer mb_…`, RFC 6750), or None: no reason is ever told.

    A client's key works only at that client's hosts (`client` is whose host was asked), a provider's key only at
    the console's (None). A provider's key acts for a member of staff, who must be active and assigned.
    """
    scheme, _space, text = header.strip().partition(" ")
    read = keytext.read(text.strip()) if scheme.lower() == SCHEME else None
    if read is None:
        return None
    key = ApiKey.objects.filter(pk=read.key_id).first()
    if key is None:
        return None
    if client and key.client_id == client.id:
        key.client = client  # known already: nothing is joined or asked for it
    if reason := _reason_to_deny(key, secret=read.secret, client=client, at=at):
        _deny(key, reason=reason, at=at)
        return None
    viewer = _viewer(key)
    if viewer is None:
        _deny(key, reason="staff", at=at)
        return None
    use_key(key, at=at)
    return viewer


def must_have(viewer: KeyViewer, scope: str, *, at: datetime) -> None:
    """Raise ScopeMissing, and note it, unless the key was given this permission."""
    if not viewer.may(scope):
        _deny(ApiKey.objects.select_related("client").get(pk=viewer.key_id), reason="scope", at=at)
        raise ScopeMissing


def spend(viewer: KeyViewer, *, at: datetime) -> None:
    """Count one request against the key's limit. Raises TooManyRequests; without a cache nothing is limited."""
    name = f"limit:key:{viewer.key_id}:{int(at.timestamp()) // MINUTE}"
    try:
        spent = cache.incr(name)
    except ValueError:
        cache.add(name, 1, timeout=2 * MINUTE)
        return
    if spent is not None and spent > viewer.per_minute:
        raise TooManyRequests


def _reason_to_deny(key: ApiKey, *, secret: str, client: Client | None, at: datetime) -> Denial | None:
    if not tokens.is_same(tokens.keyed_hash(secret, purpose=tokens.KEY), key.secret_hash):
        return "secret"
    if not key.is_live(at=at):
        return "revoked" if key.revoked_at else "expired"
    wanted = key.client_id if key.side == Side.CLIENT else None
    return None if wanted == (client.id if client else None) else "host"


def _viewer(key: ApiKey) -> KeyViewer | None:
    sees_as = _seeing_staff(key, key.staff) if key.staff else _seeing_client(key)
    if sees_as is None:
        return None
    return KeyViewer(
        key_id=key.id,
        name=key.name,
        side=key.side,
        client_id=key.client_id,
        scopes=frozenset(key.scopes),
        per_minute=key.per_minute,
        sees_as=sees_as,
    )


def _seeing_staff(key: ApiKey, person: Person) -> StaffViewer | None:
    """The member of staff, narrowed to the key's client; None where it has no business there any more."""
    staff = viewers.of_staff(person)
    if not person.is_active or not staff.may_enter(key.client_id):
        return None
    lines = MappingProxyType({key.client_id: staff.lines_of(key.client_id)})
    return replace(staff, all_clients=False, lines=lines)


def _seeing_client(key: ApiKey) -> ContactViewer:
    return ContactViewer(
        key.id, key.name, ContactRole.DIRECTOR, key.client_id, None, key.client.language, kind="key"
    )


def _deny(key: ApiKey, *, reason: Denial, at: datetime) -> None:
    # Told once an hour for each key and reason: whoever knows a key's id must not be able to fill the book.
    if cache.add(f"limit:denied:{key.id}:{reason}", 1, timeout=DENIAL_TOLD_EVERY):
        deny_key(key, reason=reason, at=at)
