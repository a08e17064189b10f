"""What can happen when a client thinks that a promise was missed, and when one is missed again and again, as event kinds."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

CLIENT, INTERNAL = Audience.CLIENT, Audience.INTERNAL
ABOUT = ("service_line", "period", "number")
OVER = {"service_line": naming.service_line, "period": naming.period}

CLAIMED = Kind(
    "billing.claim.made",
    _("%(actor)s claims that a promise of %(service_line)s was missed in %(period)s: %(words)s"),
    CLIENT,
    facts=ABOUT,
    private=("words",),
    spoken=OVER,
)
WITHDRAWN = Kind(
    "billing.claim.withdrawn",
    _("%(actor)s withdrew the claim about %(service_line)s in %(period)s"),
    CLIENT,
    facts=ABOUT,
    spoken=OVER,
)
TAKEN_UP = Kind(
    "billing.claim.taken_up",
    _("%(actor)s took up the claim about %(service_line)s in %(period)s; a credit is being decided on"),
    CLIENT,
    facts=ABOUT,
    spoken=OVER,
)
DECLINED = Kind(
    "billing.claim.declined",
    _("%(actor)s declined the claim about %(service_line)s in %(period)s: %(reason)s"),
    CLIENT,
    facts=ABOUT,
    private=("reason",),
    spoken=OVER,
)
REOPENED = Kind(
    "billing.claim.reopened",
    _("The claim about %(service_line)s in %(period)s is being looked at again"),
    CLIENT,
    facts=ABOUT,
    spoken=OVER,
)
MISSED_AGAIN = Kind(
    "billing.promise.missed_again",
    _(
        "%(service_line)s missed what is promised for %(metric)s in %(missed)s of %(months)s months, the last of them %(period)s"
    ),
    INTERNAL,
    facts=("service_line", "metric", "missed", "months", "period"),
    spoken={**OVER, "metric": naming.by(naming.TARGETS)},
)

register(CLAIMED, WITHDRAWN, TAKEN_UP, DECLINED, REOPENED, MISSED_AGAIN)
