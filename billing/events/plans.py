"""What can happen to what is on offer, in the public book: it concerns no one client."""

from django.utils.translation import gettext_lazy as _

from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

INTERNAL = Audience.INTERNAL
NAMES = ("code", "name_en", "name_nl")

DRAWN_UP = Kind(
    "billing.plan.drawn_up",
    _("%(actor)s drew up the plan “%(name_en)s” (%(currency)s)"),
    INTERNAL,
    facts=(*NAMES, "currency", "months", "trial_days"),
)
PRICED = Kind(
    "billing.plan.priced",
    _("%(actor)s drew up the prices of the plan “%(name_en)s”, version %(number)s"),
    INTERNAL,
    facts=(*NAMES, "number", "valid_from_on", "prices"),
)
PUBLISHED = Kind(
    "billing.plan.published",
    _("%(actor)s published version %(number)s of the plan “%(name_en)s”, from %(valid_from_on)s"),
    INTERNAL,
    facts=(*NAMES, "number", "valid_from_on"),
)
OFFERED = Kind(
    "billing.plan.offered", _("%(actor)s put the plan “%(name_en)s” on offer"), INTERNAL, facts=NAMES
)
RETIRED = Kind(
    "billing.plan.retired",
    _("%(actor)s no longer offers the plan “%(name_en)s”; who has it keeps it"),
    INTERNAL,
    facts=NAMES,
)

register(DRAWN_UP, PRICED, PUBLISHED, OFFERED, RETIRED)
