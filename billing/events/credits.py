"""What can happen to money for broken promises, as event kinds. Sums are text of minor units beside their currency."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

SUM = ("service_line", "period", "amount", "currency")
LINE = {"service_line": naming.service_line}
OVER = {**LINE, "period": naming.period}

AGREED = Kind(
    "billing.clause.agreed",
    _("%(actor)s agreed with the client what it gets when %(service_line)s stays below %(target)s %%"),
    Audience.CLIENT,
    facts=(
        *("service_line", "metric", "target", "tiers", "min_sample", "cap_percent", "from_on"),
        *("earn_back_months", "claim_days", "alert_missed", "alert_months"),
    ),
    version=2,
    spoken={**LINE, "target": naming.figure},
)
DAYS_EXCLUDED = Kind(
    "billing.clause.days_excluded",
    _("%(actor)s left the days from %(from_on)s up to %(until_on)s out of what %(service_line)s attained"),
    Audience.CLIENT,
    facts=("service_line", "from_on", "until_on"),
    private=("reason",),
    spoken=LINE,
)
ENDED = Kind(
    "billing.clause.ended",
    _("%(actor)s ended what the client gets for missed promises of %(service_line)s on %(until_on)s"),
    Audience.CLIENT,
    facts=("service_line", "until_on"),
    spoken=LINE,
)
PROPOSED = Kind(
    "billing.credit.proposed",
    _("%(actor)s proposed a credit for %(service_line)s over %(period)s"),
    Audience.INTERNAL,
    facts=(*SUM, "evidence"),
    spoken=OVER,
)
APPROVED = Kind(
    "billing.credit.approved",
    _("%(actor)s approved a credit for %(service_line)s over %(period)s"),
    Audience.CLIENT,
    facts=SUM,
    spoken=OVER,
)
REJECTED = Kind(
    "billing.credit.rejected",
    _("%(actor)s rejected a credit for %(service_line)s over %(period)s"),
    Audience.INTERNAL,
    facts=SUM,
    private=("reason",),
    spoken=OVER,
)
POSTED = Kind(
    "billing.credit.posted",
    _("The credit for %(service_line)s over %(period)s stands on %(number)s"),
    Audience.CLIENT,
    facts=(*SUM, "number", "credit", "carried"),
    spoken=OVER,
)
REVERSED = Kind(
    "billing.credit.reversed",
    _("%(actor)s took back a credit for %(service_line)s over %(period)s"),
    Audience.CLIENT,
    facts=SUM,
    private=("reason",),
    spoken=OVER,
)

register(AGREED, DAYS_EXCLUDED, ENDED, PROPOSED, APPROVED, REJECTED, POSTED, REVERSED)
