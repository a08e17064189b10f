"""What can happen to what was counted, as event kinds: it is read, corrected by people, and read again."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.billable import FIELD
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

CORRECTED = Kind(
    "billing.usage.corrected",
    _("%(actor)s corrected %(meter)s for %(service_line)s from %(was)s to %(quantity)s: %(reason)s"),
    Audience.CLIENT,
    facts=("number", "meter", "service_line", "was", "quantity", FIELD),
    private=("reason",),
    spoken={
        "meter": naming.by(naming.METERS),
        "service_line": naming.service_line,
        "was": naming.counted,
        "quantity": naming.counted,
    },
)
BACKFILLED = Kind(
    "billing.usage.backfilled",
    _("%(actor)s had the events since %(since_on)s counted again: %(records)s had not been"),
    Audience.INTERNAL,
    facts=("since_on", "records"),
)
SEATS_READ = Kind(
    "billing.seats.read",
    _("%(seats)s people could sign in on %(read_on)s"),
    Audience.CLIENT,
    facts=("read_on", "seats", FIELD),
)
COUNTED_AFTER_ALL = Kind(
    "billing.usage.counted_after_all",
    _("%(actor)s had a fact counted that could not be counted before"),
    Audience.INTERNAL,
)
PARKED_LET_GO = Kind(
    "billing.usage.parked_let_go",
    _("%(actor)s let a fact go that cannot be counted: %(reason)s"),
    Audience.INTERNAL,
    private=("reason",),
)

register(CORRECTED, BACKFILLED, SEATS_READ, COUNTED_AFTER_ALL, PARKED_LET_GO)
