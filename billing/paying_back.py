"""What the verbs on refunds share: the row, held; that it was decided about; and what the client's book tells of it."""

from datetime import datetime
from uuid import UUID

from billing.models import Refund
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


class RefundDecided(Refused):
    """Somebody decided about it meanwhile."""

    code = "refund-decided"
    status = 409


def known_refund(refund_id: UUID) -> Refund:
    """The refund of that id. Raises NotFound."""
    with schema.entered(schema.PUBLIC):
        found = Refund.objects.filter(pk=refund_id).first()
    if found is None:
        raise NotFound
    return found


def held_refund(refund_id: UUID) -> Refund:
    """The same with its payment and debtor, held until the caller's transaction ends."""
    of = Refund.objects.select_for_update(of=("self",)).select_related("payment", "debtor")
    found: Refund = of.get(pk=refund_id)
    return found


def decided_already() -> RefundDecided:
    """The refusal of whoever comes second."""
    return RefundDecided(
        "This refund was decided about already; look again.",
        "Over deze terugbetaling is al besloten; kijk opnieuw.",
    )


def tell_refund(
    kind: Kind,
    found: Refund,
    *,
    actor: Actor,
    at: datetime,
    private: dict[str, str] | None = None,
    **more: str,
) -> None:
    """Write what happened to a refund into the book that is in force."""
    facts = {"amount": str(found.amount), "currency": found.payment.currency} | more
    subject = f"payment:{found.payment_id}"
    record(kind, subject=subject, actor=actor, at=at, facts=facts, private=private or {})
