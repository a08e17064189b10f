"""What can happen to what the bank says, as event kinds: in the book of the client whose money it is, else in the public one."""

from django.utils.translation import gettext_lazy as _

from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

SUM = ("amount", "currency", "booked_on")

IMPORTED = Kind(
    "billing.statement.imported",
    _("%(actor)s imported a bank statement: %(entries)s entries, %(new)s of them new, %(booked)s booked"),
    Audience.INTERNAL,
    facts=("entries", "new", "booked", "sha256"),
)
MATCHED = Kind(
    "billing.entry.matched",
    _("%(actor)s matched a transfer of %(booked_on)s by hand"),
    Audience.INTERNAL,
    facts=(*SUM, "numbers"),
)
UNMATCHED = Kind(
    "billing.entry.unmatched",
    _("%(actor)s undid the match of a transfer of %(booked_on)s"),
    Audience.INTERNAL,
    facts=SUM,
)
IGNORED = Kind(
    "billing.entry.ignored",
    _("%(actor)s set a transfer of %(booked_on)s aside: %(reason)s"),
    Audience.INTERNAL,
    facts=SUM,
    private=("reason",),
)
TAKEN_UP = Kind(
    "billing.entry.taken_up",
    _("%(actor)s took a transfer of %(booked_on)s up again"),
    Audience.INTERNAL,
    facts=SUM,
)

register(IMPORTED, MATCHED, UNMATCHED, IGNORED, TAKEN_UP)
