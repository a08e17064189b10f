"""What erasing a client means for billing: its people and its work go, its invoices and its ledger stay under a made-up name."""

from datetime import datetime

from billing.lives import Cause, after
from billing.models import (
    Claim,
    Credit,
    Debtor,
    Farewell,
    GatewayCall,
    GatewayLink,
    HandPayment,
    Hold,
    InboundEvent,
    LateUsageDecision,
    Payment,
    Refund,
    StatementEntry,
    Subscription,
    UsageRecord,
)
from billing.periods import day_of
from billing.queries.previews import next_bill
from billing.refusing import Refused


class NothingProposed(Refused):
    """Nobody has proposed an erasure, or it is agreed on already."""

    code = "nothing-proposed"
    status = 409


class StillToBill(Refused):
    """An invoice is still to come, or is not in the archive that the client took along."""

    code = "still-to-bill"
    status = 409


def must_be_billed_out(debtor: Debtor) -> None:
    """Raises StillToBill while an invoice is to be made: once the client is gone, nobody could make it, or know for whom."""
    begun = debtor.subscriptions.exclude(state=Subscription.State.DRAFT)
    if any(next_bill(each) for each in begun):
        raise StillToBill(
            "Its last invoice is still to come. Make the archive again after that; then it can be erased.",
            "De laatste factuur moet nog komen. Maak daarna het archief opnieuw; dan kan worden gewist.",
        )
    farewell = Farewell.objects.filter(debtor=debtor).first()
    if farewell and debtor.invoices.filter(final_at__gt=farewell.archived_at, number__isnull=False).exists():
        raise StillToBill(
            "An invoice was made after the archive; make the archive again first.",
            "Er is een factuur gemaakt na het archief; maak het archief eerst opnieuw.",
        )


def must_be_due(debtor: Debtor, *, at: datetime) -> Farewell:
    """The farewell of a debtor whose erasure was agreed on and whose day has come. Raises NoSuchMove, NothingProposed, StillToBill."""
    after(debtor.life, Cause.ERASED)
    found = Farewell.objects.select_for_update().get(debtor=debtor)
    today = day_of(at, zone=debtor.time_zone)
    if not found.confirmed_by or found.not_before_on is None or found.not_before_on > today:
        raise NothingProposed(
            "Two people have not agreed to it, or its day has not come.",
            "Er zijn geen twee mensen akkoord, of de dag is nog niet gekomen.",
        )
    must_be_billed_out(debtor)
    return found


def forget(debtor: Debtor, *, name: str, at: datetime) -> None:
    """Forget who a debtor is, in the caller's transaction: sums, numbers and days stay. By the owner login: ledgers too.

    The papers of its invoices stay as they were sent, as tax law demands for seven years; they are all that names it.
    """
    UsageRecord.objects.filter(client=debtor.pk).update(subject="", number="", reason="")
    StatementEntry.objects.filter(payment__debtor=debtor).update(
        payer="", payer_iban="", text="", references=[]
    )
    Payment.objects.filter(debtor=debtor).update(payer="", reference="")
    HandPayment.objects.filter(invoice__debtor=debtor).update(evidence="")
    Hold.objects.filter(invoice__debtor=debtor).update(reason="")
    Credit.objects.filter(debtor=debtor).update(evidence={})
    Claim.objects.filter(debtor=debtor).update(words="", answer="", number="")
    Refund.objects.filter(debtor=debtor).update(reason="")
    LateUsageDecision.objects.filter(subscription__debtor=debtor).update(reason="")
    GatewayCall.objects.filter(debtor=debtor).update(error="")
    links = GatewayLink.objects.filter(debtor=debtor)
    InboundEvent.objects.filter(object_id__in=links.values("external_id")).update(body=b"")
    links.update(mirror={})
    Farewell.objects.filter(debtor=debtor).update(archive=None, erased_at=at)
    Debtor.objects.filter(pk=debtor.pk).update(
        **dict.fromkeys(("street", "postcode", "city", "vat_number", "registration", "po_number"), ""),
        legal_name=name,
        email="erased@client.invalid",
        life=after(debtor.life, Cause.ERASED),
        life_since_at=at,
        must_pay_by_on=None,
        holds_client=False,
    )
