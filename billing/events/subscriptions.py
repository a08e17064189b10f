"""What can happen to a client's subscription, in that client's book."""

from django.utils.translation import gettext_lazy as _

from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

CLIENT = Audience.CLIENT
PLAN = ("plan", "name_en", "name_nl")

DRAWN_UP = Kind(
    "billing.subscription.drawn_up",
    _("%(actor)s drew up a subscription to “%(name_en)s”"),
    CLIENT,
    facts=(*PLAN, "version", "currency", "prices", "fees_in"),
)
STARTED = Kind(
    "billing.subscription.started",
    _("%(actor)s started the subscription to “%(name_en)s”; it is charged from %(anchor_on)s"),
    CLIENT,
    facts=(*PLAN, "start_on", "anchor_on", "trial_ends_on"),
)
TRIAL_ENDING = Kind(
    "billing.subscription.trial_ending",
    _("The trial of “%(name_en)s” ends on %(trial_ends_on)s; from then on it is charged"),
    CLIENT,
    facts=(*PLAN, "trial_ends_on"),
)
CHANGED = Kind(
    "billing.subscription.changed",
    _("%(actor)s changed the subscription to “%(name_en)s”, version %(version)s, from %(from_on)s"),
    CLIENT,
    facts=(*PLAN, "version", "from_on", "prices", "seen"),
)
CONDITIONS_AGREED = Kind(
    "billing.subscription.conditions_agreed",
    _("%(actor)s agreed on the minimum, the discount and the index of the subscription from %(from_on)s"),
    CLIENT,
    facts=("from_on", "minimum", "currency", "discount_percent", "index_percent", "index_from_on"),
)
PAUSED = Kind(
    "billing.subscription.paused",
    _("%(actor)s paused the subscription: no fees from %(paused_on)s"),
    CLIENT,
    facts=("paused_on",),
)
RESUMED = Kind(
    "billing.subscription.resumed",
    _("%(actor)s resumed the subscription from %(from_on)s"),
    CLIENT,
    facts=("from_on",),
)
CANCELLED = Kind(
    "billing.subscription.cancelled",
    _("%(actor)s cancelled the subscription: it ends on %(cancels_on)s"),
    CLIENT,
    facts=("cancels_on",),
)
CANCELLATION_WITHDRAWN = Kind(
    "billing.subscription.cancellation_withdrawn",
    _("%(actor)s withdrew the cancellation: the subscription goes on"),
    CLIENT,
    facts=("cancels_on",),
)
ENDED = Kind(
    "billing.subscription.ended",
    _("The subscription ended on %(cancels_on)s, as it was cancelled"),
    CLIENT,
    facts=("cancels_on",),
)

register(
    DRAWN_UP,
    STARTED,
    TRIAL_ENDING,
    CHANGED,
    CONDITIONS_AGREED,
    PAUSED,
    RESUMED,
    CANCELLED,
    CANCELLATION_WITHDRAWN,
    ENDED,
)
