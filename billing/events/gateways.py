"""What can happen between us and the gateways that a person must know of, as event kinds."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

AT = {"gateway": naming.by(naming.GATEWAYS)}
ASKED = {**AT, "operation": naming.by(naming.OPERATIONS)}

CHECKOUT_OPENED = Kind(
    "billing.checkout.opened",
    _("%(actor)s went to the page of %(gateway)s to give a means of payment"),
    Audience.CLIENT,
    facts=("gateway",),
    spoken=AT,
)
NOTICE_PARKED = Kind(
    "billing.notice.parked",
    _("What %(gateway)s told of %(object)s was set aside for a person: %(reason)s"),
    Audience.INTERNAL,
    facts=("gateway", "kind", "object", "reason"),
    spoken=AT,
)
NOTICE_RETRIED = Kind(
    "billing.notice.retried",
    _("%(actor)s let what %(gateway)s told of %(object)s be tried again"),
    Audience.INTERNAL,
    facts=("gateway", "kind", "object"),
    spoken=AT,
)
NOTICE_IGNORED = Kind(
    "billing.notice.ignored",
    _("%(actor)s decided that what %(gateway)s told of %(object)s needs no more doing"),
    Audience.INTERNAL,
    facts=("gateway", "kind", "object"),
    private=("reason",),
    spoken=AT,
)
CALL_STUCK = Kind(
    "billing.call.stuck",
    _("%(gateway)s could not be asked for %(operation)s: %(reason)s"),
    Audience.INTERNAL,
    facts=("gateway", "operation", "key", "reason"),
    spoken=ASKED,
)
CALL_RETRIED = Kind(
    "billing.call.retried",
    _("%(actor)s let %(gateway)s be asked for %(operation)s again"),
    Audience.INTERNAL,
    facts=("gateway", "operation", "key"),
    spoken=ASKED,
)
RECONCILED = Kind(
    "billing.gateway.reconciled",
    _("%(looked_at)s objects at %(gateway)s were compared: %(differences)s differed, %(open)s still do"),
    Audience.INTERNAL,
    facts=("gateway", "looked_at", "differences", "open"),
    spoken=AT,
)
TROUBLED = Kind(
    "billing.gateway.troubled",
    _("Something is wrong with what %(gateway)s tells us: %(troubles_en)s"),
    Audience.INTERNAL,
    facts=("gateway", "troubles_en", "troubles_nl"),
    version=2,
    spoken=AT,
)

register(
    CHECKOUT_OPENED,
    NOTICE_PARKED,
    NOTICE_RETRIED,
    NOTICE_IGNORED,
    CALL_STUCK,
    CALL_RETRIED,
    RECONCILED,
    TROUBLED,
)
