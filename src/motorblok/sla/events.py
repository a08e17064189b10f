"""What can happen to calendars, agreements and clocks, as event kinds."""

from django.utils.translation import gettext_lazy as _

from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience
from motorblok.sla.terms import Target

CALENDAR_CREATED = Kind(
    "sla.calendar.created",
    _("%(actor)s drew up the calendar “%(name)s”"),
    Audience.INTERNAL,
    facts=("name", "number", "effective_on", "digest"),
)
CALENDAR_CONFIRMED = Kind(
    "sla.calendar.confirmed",
    _("%(actor)s confirmed the holidays of the calendar “%(name)s”, version %(number)s"),
    Audience.CLIENT,
    facts=("name", "number", "effective_on", "digest"),
)
CALENDAR_PUBLISHED = Kind(
    "sla.calendar.published",
    _("%(actor)s published version %(number)s of the calendar “%(name)s”, in force from %(effective_on)s"),
    Audience.CLIENT,
    facts=("name", "number", "effective_on", "digest"),
)
AGREEMENT_CREATED = Kind(
    "sla.agreement.created",
    _("%(actor)s drew up the agreement “%(name)s”"),
    Audience.CLIENT,
    facts=("name", "number", "effective_at", "content"),
)
AGREEMENT_PUBLISHED = Kind(
    "sla.agreement.published",
    _("%(actor)s published version %(number)s of the agreement “%(name)s”"),
    Audience.CLIENT,
    facts=("name", "number", "effective_at", "content"),
)
# The target is named in both languages among the facts, and each language's sentence takes its own.
CLOCK_WARNED = Kind(
    "sla.clock.warned",
    _("%(percent)s %% of the time for the %(target_en)s has passed"),
    Audience.INTERNAL,
    facts=("clock", "cycle", "target", "target_en", "target_nl", "target_seconds", "due_at", "percent"),
)
CLOCK_BREACHED = Kind(
    "sla.clock.breached",
    _("The %(target_en)s is late: the agreed time has passed"),
    Audience.CLIENT,
    facts=("clock", "cycle", "target", "target_en", "target_nl", "target_seconds", "due_at"),
)
CLOCKS_AMENDED = Kind(
    "sla.clocks.amended",
    _("%(actor)s brought the running promises under version %(number)s of the calendar “%(name)s”"),
    Audience.CLIENT,
    facts=("calendar", "name", "number", "promises", "effective_at"),
)
IN_WORDS = {
    Target.FIRST_RESPONSE: _("first response"),
    Target.NEXT_RESPONSE: _("next response"),
    Target.RESOLUTION: _("resolution"),
}

register(
    CALENDAR_CREATED,
    CALENDAR_CONFIRMED,
    CALENDAR_PUBLISHED,
    AGREEMENT_CREATED,
    AGREEMENT_PUBLISHED,
    CLOCK_WARNED,
    CLOCK_BREACHED,
    CLOCKS_AMENDED,
)
