"""How a client pays: the account and the code of a transfer, or the page and the means of payment at a gateway."""

from base64 import b64encode
from dataclasses import dataclass
from uuid import UUID

from billing.documents.qr import drawn, transfer_code
from billing.gateways.choosing import gateway
from billing.models import Debtor, GatewayCall, GatewayLink, Gateways, Invoice, Subscription
from billing.queries.orders import linked
from billing.queries.papers import paper_of
from motorblok.kernel.errors import DomainError, NotFound


@dataclass(frozen=True, slots=True)
class TransferShown:
    """Where to transfer to; `code` is the picture that a banking app reads, as the address of an image, or empty."""

    holder: str
    iban: str
    bic: str
    reference: str
    code: str


def transfer_of(invoice: Invoice) -> TransferShown | None:
    """How an invoice is paid by transfer, for all that is owed of it still; None where it is paid in another way."""
    if invoice.gateway != Gateways.BANK or invoice.owed <= 0:
        return None
    try:
        paper = paper_of(invoice)
    except DomainError:
        return None
    if paper.transfer is None:
        return None
    # The code asks for the whole sum; where a part was paid, the sum is to be filled in.
    code = transfer_code(paper) if invoice.owed == paper.payable else ""
    picture = f"data:image/svg+xml;base64,{b64encode(drawn(code)).decode()}" if code else ""
    to = paper.transfer
    return TransferShown(to.holder, to.iban, to.bic, to.reference, picture)


def page_of(invoice: Invoice) -> str:
    """The address of the gateway's page on which an invoice is paid; empty while there is none."""
    answered = GatewayCall.objects.filter(
        key__startswith=f"inv:{invoice.id}:", state=GatewayCall.State.DONE, answer__has_key="page_url"
    )
    urls = answered.order_by("-made_at", "-id").values_list("answer__page_url", flat=True)
    return next((url for url in urls if url), "") if invoice.owed > 0 else ""


def means_of_payment_url(client_id: UUID, *, return_url: str) -> str:
    """The address of the gateway's page for means of payment. Raises NotFound where there is none, GatewayAway."""
    known = _known_by(client_id)
    if known is None:
        raise NotFound
    return gateway(known.gateway).portal_url(known.external_id, return_url=return_url)


def has_means_of_payment(client_id: UUID) -> bool:
    """Whether a client pays through a gateway that knows it."""
    return _known_by(client_id) is not None


def must_give_means(client_id: UUID) -> bool:
    """Whether a client has still to give a means of payment, on the page where its subscription begins at the gateway."""
    debtor = Debtor.objects.filter(pk=client_id).first()
    return debtor is not None and not_at_its_gateway(debtor) is not None


def not_at_its_gateway(debtor: Debtor) -> Subscription | None:
    """The subscription in force that its gateway could charge and knows nothing of."""
    if debtor.gateway == Gateways.BANK:
        return None
    running = Subscription.objects.select_related("debtor__legal_entity").prefetch_related(
        "prices", "conditions"
    )
    found = running.filter(
        debtor=debtor, state__in=[Subscription.State.ACTIVE, Subscription.State.PAUSED], cancels_on=None
    ).first()
    if found is None or linked(debtor.gateway, "subscription", ours_id=found.id):
        return None
    return found


def _known_by(client_id: UUID) -> GatewayLink | None:
    debtor = Debtor.objects.filter(client=client_id).exclude(gateway=Gateways.BANK).first()
    if debtor is None:
        return None
    return GatewayLink.objects.filter(debtor=debtor, gateway=debtor.gateway, kind="customer").first()
