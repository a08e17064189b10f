"""What can happen to invoices and credit notes, as event kinds. Sums are text of minor units beside their currency."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

SUMS = ("net", "vat", "total", "currency")
OVER = {"period": naming.period}

DRAFTED = Kind(
    "billing.invoice.drafted",
    _("The invoice of the period %(period)s was drawn up"),
    Audience.INTERNAL,
    facts=("period", "purpose", "hash", *SUMS),
    spoken=OVER,
)
REDRAFTED = Kind(
    "billing.invoice.redrafted",
    _("The draft invoice of the period %(period)s was counted again"),
    Audience.INTERNAL,
    facts=("period", "purpose", "hash", *SUMS),
    spoken=OVER,
)
DROPPED = Kind(
    "billing.invoice.dropped",
    _("There was nothing to invoice for the period %(period)s"),
    Audience.INTERNAL,
    facts=("period", "purpose"),
    spoken=OVER,
)
FINALISED = Kind(
    "billing.invoice.finalised",
    _("Invoice %(number)s for the period %(period)s was made"),
    Audience.CLIENT,
    facts=("number", "period", "purpose", "issued_on", "due_on", "hash", *SUMS),
    spoken=OVER,
)
CREDIT_NOTE_FINALISED = Kind(
    "billing.credit_note.finalised",
    _("Credit note %(number)s was made on invoice %(corrects)s"),
    Audience.CLIENT,
    facts=("number", "corrects", "period", "purpose", "issued_on", "hash", *SUMS),
)
LATE_USAGE_CHARGED = Kind(
    "billing.late_usage.charged",
    _("%(actor)s decided to charge usage of %(period)s that was recorded late"),
    Audience.INTERNAL,
    facts=("period",),
    private=("reason",),
    spoken=OVER,
)
LATE_USAGE_LET_GO = Kind(
    "billing.late_usage.let_go",
    _("%(actor)s decided not to charge usage of %(period)s that was recorded late"),
    Audience.INTERNAL,
    facts=("period",),
    private=("reason",),
    spoken=OVER,
)
COST_RATE_SET = Kind(
    "billing.cost_rate.set",
    _("%(actor)s set what an hour of %(service_line)s costs from %(from_on)s"),
    Audience.INTERNAL,
    facts=("service_line", "from_on", "amount", "currency"),
    spoken={"service_line": naming.service_line},
)

register(
    DRAFTED,
    REDRAFTED,
    DROPPED,
    FINALISED,
    CREDIT_NOTE_FINALISED,
    LATE_USAGE_CHARGED,
    LATE_USAGE_LET_GO,
    COST_RATE_SET,
)
