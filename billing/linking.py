"""Whose an object at a gateway is: the link that we have, or the one that what it says of itself proves."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from billing.gateways.port import Gateway, Kind, Seen
from billing.models import Debtor, GatewayLink, Invoice, Payment, Subscription
from motorblok.kernel.errors import DomainError
from motorblok.kernel.ids import id_in

OURS = {
    "subscription": "subscription_id",
    "checkout": "subscription_id",
    "invoice": "invoice_id",
    "credit_note": "credit_note_id",
    "refund": "refund_id",
}
"""What each kind of object says that it mirrors, in the marks that we gave it."""


class UnknownObject(DomainError):
    """Nothing says whose this is: it may be so new that our own row is not committed yet."""

    code = "unknown-object"
    words = _("Nothing says whose this is.")


class OtherWorld(DomainError):
    """Real money where we pretend, or pretended money where we do not."""

    code = "other-world"
    words = _("This is real money where we pretend, or pretended money where we do not.")


class OtherOwner(DomainError):
    """What it says of itself is not what we know: it names a row of another debtor."""

    code = "other-owner"
    words = _("This names an invoice or a client that is not the one that we know.")


@dataclass(frozen=True, slots=True)
class Name:
    """How an object at a gateway is called."""

    gateway: str
    kind: Kind
    external_id: str


def link_of(name: Name, seen: Seen | None) -> GatewayLink:
    """The link of an object, made where what is seen of it proves whose it is. Raises UnknownObject, OtherOwner."""
    if known := find(name):
        return known
    debtor_id = _debtor_of(name.gateway, seen) if seen else None
    if seen is None or debtor_id is None:
        raise UnknownObject
    return link(name, debtor_id=debtor_id, ours_id=ours_id(seen, debtor_id), livemode=seen.livemode)


def find(name: Name) -> GatewayLink | None:
    """The link that we have, if any."""
    return GatewayLink.objects.filter(gateway=name.gateway, external_id=name.external_id).first()


def link(
    name: Name,
    *,
    debtor_id: UUID,
    ours_id: UUID | None = None,
    from_on: date | None = None,
    livemode: bool = False,
) -> GatewayLink:
    """Say whose an object is; the same again changes nothing but to say what was not known yet. Raises OtherOwner."""
    row = GatewayLink(
        gateway=name.gateway, kind=name.kind, external_id=name.external_id, debtor_id=debtor_id, ours_id=ours_id,
        from_on=from_on, livemode=livemode,
    )  # fmt: skip
    GatewayLink.objects.bulk_create([row], ignore_conflicts=True)
    known = GatewayLink.objects.filter(gateway=name.gateway, external_id=name.external_id)
    if ours_id:
        known.filter(ours_id__isnull=True).update(ours_id=ours_id)
    if from_on:
        known.filter(from_on__isnull=True).update(from_on=from_on)
    held = known.get()
    if held.debtor_id != debtor_id:
        raise OtherOwner
    return held


def ours_id(seen: Seen, debtor_id: UUID) -> UUID | None:
    """The row of ours that an object mirrors by its marks. Raises OtherOwner where that is another debtor's."""
    named = id_in(seen.ours.get(OURS.get(seen.kind, ""), ""))
    owner = OWNERS.get(seen.kind, _nobody)(named) if named else None
    if owner is not None and owner != debtor_id:
        raise OtherOwner
    return named if owner is not None or seen.kind == "refund" else None


def whole(gateway: Gateway, kind: Kind, external_id: str) -> Iterator[tuple[Kind, str]]:
    """What to look at for an object, in order: a payment is a part of its invoice, a refund one of its payment."""
    parts = {"payment", "refund"}
    while kind in parts:
        seen = gateway.fetch(kind, external_id)
        if kind == "refund":
            yield kind, external_id
        if seen is None or not seen.parent:
            return
        kind, external_id = ("payment" if kind == "refund" else "invoice"), seen.parent
    yield kind, external_id


def _debtor_of(gateway: str, seen: Seen) -> UUID | None:
    for found in (_by_marks(seen), _by_link(gateway, seen.customer), _by_link(gateway, seen.parent)):
        if found:
            return found
    paid = Payment.objects.filter(gateway=gateway, external_id=seen.parent).first() if seen.parent else None
    return paid.debtor_id if paid else None


def _by_marks(seen: Seen) -> UUID | None:
    named = id_in(seen.ours.get("debtor_id", ""))
    return named if named and Debtor.objects.filter(pk=named).exists() else None


def _by_link(gateway: str, external_id: str) -> UUID | None:
    found = GatewayLink.objects.filter(gateway=gateway, external_id=external_id) if external_id else None
    return found.values_list("debtor_id", flat=True).first() if found is not None else None


def _invoice(named: UUID) -> UUID | None:
    return Invoice.objects.filter(id=named).values_list("debtor_id", flat=True).first()


def _subscription(named: UUID) -> UUID | None:
    return Subscription.objects.filter(id=named).values_list("debtor_id", flat=True).first()


def _nobody(_named: UUID) -> UUID | None:
    return None


OWNERS: Mapping[str, Callable[[UUID], UUID | None]] = {
    "subscription": _subscription,
    "checkout": _subscription,
    "invoice": _invoice,
    "credit_note": _invoice,
}
