"""What people decide about money that came in, as event kinds: on which invoice it stands, and that it is paid back."""

from django.utils.translation import gettext_lazy as _

from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

SUM = ("amount", "currency")
ON_AN_INVOICE = (*SUM, "number", "invoice")

PUT = Kind(
    "billing.allocation.made",
    _("%(actor)s put money that was kept for the client on %(number)s"),
    Audience.CLIENT,
    facts=ON_AN_INVOICE,
    private=("reason",),
)
TAKEN_OFF = Kind(
    "billing.allocation.undone",
    _("%(actor)s took money off %(number)s again; it is kept for the client"),
    Audience.CLIENT,
    facts=ON_AN_INVOICE,
    private=("reason",),
)
REFUND_PROPOSED = Kind(
    "billing.refund.proposed",
    _("%(actor)s proposed to pay money back: %(reason)s"),
    Audience.INTERNAL,
    facts=SUM,
    private=("reason",),
)
REFUND_REFUSED = Kind(
    "billing.refund.refused",
    _("%(actor)s did not agree that money is paid back"),
    Audience.INTERNAL,
    facts=SUM,
)
REFUND_WENT = Kind(
    "billing.refund.went",
    _("%(actor)s matched a transfer with money that was to be paid back"),
    Audience.INTERNAL,
    facts=SUM,
)

register(PUT, TAKEN_OFF, REFUND_PROPOSED, REFUND_REFUSED, REFUND_WENT)
