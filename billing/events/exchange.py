"""What can happen to exchange rates."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

EXCHANGE_RATE_SET = Kind(
    "billing.exchange_rate.set",
    _("%(actor)s wrote down that one euro was %(per_euro)s %(currency)s on %(published_on)s (%(source)s)"),
    Audience.INTERNAL,
    facts=("currency", "published_on", "per_euro", "source"),
    spoken={"per_euro": naming.figure},
)

register(EXCHANGE_RATE_SET)
