"""What can happen when money does not come, as event kinds, in the client's book."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

CLIENT, INTERNAL = Audience.CLIENT, Audience.INTERNAL
ABOUT = ("number",)
SUM = ("number", "amount", "currency")

REMINDED = Kind(
    "billing.invoice.reminded",
    _("The client was reminded of %(number)s, due on %(due_on)s"),
    CLIENT,
    facts=(*SUM, "due_on", "step", "steps"),
)
PAUSED = Kind(
    "billing.reminders.paused",
    _("%(actor)s paused the reminders of %(number)s until %(until_on)s"),
    INTERNAL,
    facts=(*ABOUT, "until_on"),
    private=("reason",),
)
RESUMED = Kind(
    "billing.reminders.resumed",
    _("%(actor)s let the reminders of %(number)s go on"),
    INTERNAL,
    facts=ABOUT,
)
DISPUTED = Kind(
    "billing.invoice.disputed",
    _("%(actor)s noted that %(number)s is disputed"),
    CLIENT,
    facts=ABOUT,
    private=("reason",),
)
DISPUTE_SETTLED = Kind(
    "billing.dispute.settled",
    _("%(actor)s noted that the dispute about %(number)s is settled"),
    CLIENT,
    facts=ABOUT,
)
HAND_PROPOSED = Kind(
    "billing.hand_payment.proposed",
    _("%(actor)s proposed to count %(number)s as paid by another way, on %(received_on)s"),
    INTERNAL,
    facts=(*SUM, "received_on"),
    private=("evidence",),
)
HAND_CONFIRMED = Kind(
    "billing.hand_payment.confirmed",
    _("%(actor)s agreed that %(number)s was paid by another way, on %(received_on)s"),
    INTERNAL,
    facts=(*SUM, "received_on"),
    private=("evidence",),
)
HAND_REFUSED = Kind(
    "billing.hand_payment.refused",
    _("%(actor)s did not agree that %(number)s was paid by another way"),
    INTERNAL,
    facts=(*SUM, "received_on"),
    private=("evidence",),
)
REFUND_ORDERED = Kind(
    "billing.refund.ordered",
    _("%(actor)s ordered that money be paid back (%(gateway)s)"),
    CLIENT,
    facts=("amount", "currency", "gateway"),
    private=("reason",),
    spoken={"gateway": naming.by(naming.GATEWAYS)},
)

register(
    REMINDED,
    PAUSED,
    RESUMED,
    DISPUTED,
    DISPUTE_SETTLED,
    HAND_PROPOSED,
    HAND_CONFIRMED,
    HAND_REFUSED,
    REFUND_ORDERED,
)
