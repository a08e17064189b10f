"""Taking over what an object at a gateway is like now: fetched while its link is held, so that no older answer comes last."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing import linking
from billing.applying import EFFECTS
from billing.gateways.choosing import gateway
from billing.gateways.port import Kind, Seen
from billing.linking import Name, OtherWorld
from billing.mirroring import mirror_of
from billing.models import GatewayLink
from motorblok.kernel import schema
from motorblok.kernel.errors import DomainError

GONE = "gone"


class NothingThere(DomainError):
    """The gateway knows nothing by this name, and neither do we."""

    code = "nothing-there"
    words = _("The payment service knows nothing by this name.")


def sync(gateway_name: str, kind: Kind, external_id: str, *, at: datetime) -> tuple[GatewayLink, ...]:
    """Take over an object and what it is a part of, each as it is now; what follows from it is done once.

    Each in one transaction that holds its link. Raises UnknownObject, OtherOwner, OtherWorld, NothingThere,
    GatewayAway, and what take_payment raises.
    """
    asked = gateway(gateway_name)
    with schema.entered(schema.PUBLIC):
        names = [Name(gateway_name, *found) for found in linking.whole(asked, kind, external_id)]
        # What it is a part of comes first: money goes back only after it came.
        return tuple(_synced(name, at=at) for name in reversed(names))


def _synced(name: Name, *, at: datetime) -> GatewayLink:
    found = linking.find(name) or _adopted(name)
    with transaction.atomic():
        held = GatewayLink.objects.select_for_update(of=("self",)).select_related("debtor").get(id=found.id)
        seen = gateway(name.gateway).fetch(name.kind, name.external_id)
        _require_our_world(name, seen)
        _keep(held, seen, at=at)
        if seen and (effect := EFFECTS.get(seen.kind)):
            effect(held, seen, at)
    return held


def _adopted(name: Name) -> GatewayLink:
    seen = gateway(name.gateway).fetch(name.kind, name.external_id)
    if seen is None:
        raise NothingThere
    return linking.link_of(name, seen)


def _require_our_world(name: Name, seen: Seen | None) -> None:
    if seen and seen.livemode != gateway(name.gateway).livemode:
        raise OtherWorld


def _keep(held: GatewayLink, seen: Seen | None, *, at: datetime) -> None:
    held.fetched_at = at
    held.state = seen.state if seen else GONE
    if seen:
        held.livemode, held.mirror = seen.livemode, mirror_of(seen)
        held.ours_id = held.ours_id or _ours(held, seen)
    held.save(update_fields=["fetched_at", "state", "livemode", "mirror", "ours_id"])


def _ours(held: GatewayLink, seen: Seen) -> UUID | None:
    return linking.ours_id(seen, held.debtor_id)
