"""What can happen to a debtor's standing with us, as event kinds, in its client's book; its erasure in the public one."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

LIFE_CHANGED = Kind(
    "billing.life.changed",
    _("The subscription is now: %(now_en)s"),
    Audience.CLIENT,
    facts=("was", "now", "now_en", "now_nl", "cause", "must_pay_by_on"),
)
ARCHIVED = Kind(
    "billing.archive.made",
    _("%(actor)s made an archive of what we keep for this client"),
    Audience.CLIENT,
    facts=("sha256", "size"),
)
ERASURE_PROPOSED = Kind(
    "billing.erasure.proposed",
    _("%(actor)s proposed to erase this client, not before %(not_before_on)s"),
    Audience.CLIENT,
    facts=("not_before_on",),
)
ERASURE_WITHDRAWN = Kind(
    "billing.erasure.withdrawn",
    _("%(actor)s withdrew the proposal to erase this client"),
    Audience.CLIENT,
)
ERASURE_CONFIRMED = Kind(
    "billing.erasure.confirmed",
    _("%(actor)s agreed to erase this client, not before %(not_before_on)s"),
    Audience.CLIENT,
    facts=("not_before_on",),
)
INTAKE_LIMITED = Kind(
    "billing.intake.limited",
    _("%(actor)s limited the work that is taken to what is subscribed"),
    Audience.CLIENT,
)
INTAKE_OPENED = Kind(
    "billing.intake.opened",
    _("%(actor)s let work for all service lines be taken again"),
    Audience.CLIENT,
)
VOLUME_REACHED = Kind(
    "billing.volume.reached",
    _("%(percent)s %% of the included %(meter_name_en)s of %(period)s is used"),
    Audience.CLIENT,
    facts=("percent", "meter", "meter_name_en", "meter_name_nl", "period", "used", "included"),
    spoken={"period": naming.period},
)

register(
    LIFE_CHANGED,
    ARCHIVED,
    ERASURE_PROPOSED,
    ERASURE_WITHDRAWN,
    ERASURE_CONFIRMED,
    INTAKE_LIMITED,
    INTAKE_OPENED,
    VOLUME_REACHED,
)
