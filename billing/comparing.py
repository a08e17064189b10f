"""Where an object at a gateway and what we hold of it differ, field by field."""

from collections.abc import Iterator, Mapping
from typing import Any

from billing.gateways.port import Seen
from billing.mirroring import mirror_of
from billing.models import GatewayLink, Invoice, Payment

Difference = Mapping[str, str]


def differences(seen: Seen, held: GatewayLink | None) -> list[Difference]:
    """Each field with ours and theirs; nothing where all is as it should be."""
    if held is None:
        return [_difference("object", "unknown", seen.state)]
    found = list(_of_link(seen, held))
    if seen.kind == "invoice":
        found += [*_of_payments(seen, held), *_of_sums(seen, held)]
    return found


def _of_link(seen: Seen, held: GatewayLink) -> Iterator[Difference]:
    if held.state != seen.state:
        yield _difference("state", held.state, seen.state)
    if held.fetched_at and held.mirror != mirror_of(seen):
        yield _difference("mirror", _told(held.mirror, mirror_of(seen)), _told(mirror_of(seen), held.mirror))


def _of_payments(seen: Seen, held: GatewayLink) -> Iterator[Difference]:
    ids = [paid.external_id for paid in seen.payments if paid.amount]
    known = {
        paid.external_id: paid for paid in Payment.objects.filter(gateway=held.gateway, external_id__in=ids)
    }
    for paid in seen.payments:
        ours = known.get(paid.external_id)
        if paid.amount and (ours is None or (ours.amount, ours.currency) != (paid.amount, paid.currency)):
            said = f"{ours.amount} {ours.currency}" if ours else "none"
            yield _difference(f"payment {paid.external_id}", said, f"{paid.amount} {paid.currency}")


def _of_sums(seen: Seen, held: GatewayLink) -> Iterator[Difference]:
    """A final invoice of ours is another sum at the gateway: nobody can mend that but a person."""
    ours = (
        Invoice.objects.filter(id=held.ours_id, state=Invoice.State.FINAL).first() if held.ours_id else None
    )
    is_final = seen.state in ("open", "paid", "uncollectible")
    if ours and is_final and (ours.total, ours.currency) != (seen.amount, seen.currency):
        yield _difference("total", f"{ours.total} {ours.currency}", f"{seen.amount} {seen.currency}")


def _told(these: Mapping[str, Any], those: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={these.get(name)}" for name in sorted(these) if these[name] != those.get(name))


def _difference(field: str, ours: str, theirs: str) -> Difference:
    return {"field": field, "ours": ours[:200], "theirs": theirs[:200]}
