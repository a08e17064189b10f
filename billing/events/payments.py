"""What can happen to money that came in, as event kinds. Sums are text of minor units beside their currency."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

SUM = ("amount", "currency")
MONEY = (*SUM, "gateway", "received_on", "settles", "balance")
"""`settles` says of which invoices how much, `balance` what is then kept for the client."""
BY = {"gateway": naming.by(naming.GATEWAYS)}

RECEIVED = Kind(
    "billing.payment.received",
    _("A payment came in on %(received_on)s (%(gateway)s)"),
    Audience.CLIENT,
    facts=MONEY,
    private=("payer", "reference"),
    spoken=BY,
)
RETURNED = Kind(
    "billing.payment.returned",
    _("Money went back on %(received_on)s (%(gateway)s)"),
    Audience.CLIENT,
    facts=MONEY,
    private=("payer", "reference"),
    spoken=BY,
)
ALLOCATED = Kind(
    "billing.payment.allocated",
    _("%(actor)s put money that had come in on %(number)s"),
    Audience.CLIENT,
    facts=(*SUM, "number", "invoice"),
)
register(RECEIVED, RETURNED, ALLOCATED)
