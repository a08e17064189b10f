"""What is said of an event to somebody who hears of it: a line that speaks to the reader, and what somebody wrote."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import Words
from motorblok.sla import events as sla
from motorblok.visibility.seen import Happening
from motorblok.work import events as work
from tenants import events as tenants

TO_STAFF: Mapping[str, Words] = {
    work.ASSIGNED.name: _("%(by)s assigned this task to you"),
    work.HANDED_OVER.name: _("%(by)s handed this task over to you"),
    work.CLIENT_REPLIED.name: _("%(by)s wrote"),
    work.NOTED.name: _("%(by)s made a note"),
    work.REOPENED.name: _("%(by)s reopened this task"),
    "billing.claim.made": _("%(by)s claims a credit"),
    "billing.claim.withdrawn": _("%(by)s withdrew this claim"),
}
TO_CONTACTS: Mapping[str, Words] = {
    work.RECEIVED.name: _("%(by)s wrote this request down for you"),
    work.REPLIED.name: _("%(by)s wrote to you"),
    work.WAITED_FOR_CLIENT.name: _("%(by)s has a question for you"),
    work.RESOLVED.name: _("%(by)s resolved this task"),
    work.REOPENED.name: _("%(by)s reopened this task"),
    "billing.invoice.reminded": _("You were reminded to pay this invoice"),
    "billing.claim.taken_up": _("%(by)s took up your claim; a second person decides about the sum"),
    "billing.claim.reopened": _("%(by)s looks at your claim again"),
}
SIGNS: Mapping[str, str] = {
    work.ASSIGNED.name: "user-plus",
    work.HANDED_OVER.name: "arrow-right-left",
    work.RECEIVED.name: "inbox",
    work.CLIENT_REPLIED.name: "message-square",
    work.REPLIED.name: "message-square",
    work.NOTED.name: "sticky-note",
    work.WAITED_FOR_CLIENT.name: "message-circle-question-mark",
    work.RESOLVED.name: "circle-check",
    work.REOPENED.name: "rotate-ccw",
    work.CANCELLED.name: "ban",
    sla.CLOCK_WARNED.name: "bell",
    sla.CLOCK_BREACHED.name: "alarm-clock-off",
    "billing.claim.made": "hand-coins",
    "billing.claim.withdrawn": "undo-2",
    "billing.claim.taken_up": "circle-check",
    "billing.claim.declined": "circle-x",
    "billing.claim.reopened": "rotate-ccw",
    "billing.credit.posted": "circle-minus",
    "billing.invoice.reminded": "receipt-text",
    "billing.volume.reached": "gauge",
    "billing.subscription.trial_ending": "hourglass",
    "billing.life.changed": "wallet",
    "billing.promise.missed_again": "repeat",
    tenants.DOMAIN_PROVEN.name: "circle-check",
    tenants.DOMAIN_RECOVERED.name: "circle-check",
    tenants.DOMAIN_FAILING.name: "triangle-alert",
    tenants.DOMAIN_LAPSED.name: "circle-x",
    tenants.DOMAIN_ADOPTED.name: "hourglass",
}
PRESSING = {
    sla.CLOCK_WARNED.name: "soon",
    sla.CLOCK_BREACHED.name: "late",
    "billing.invoice.reminded": "late",
    "billing.life.changed": "late",
    "billing.promise.missed_again": "late",
    "billing.volume.reached": "soon",
    "billing.subscription.trial_ending": "soon",
    tenants.DOMAIN_FAILING.name: "late",
    tenants.DOMAIN_LAPSED.name: "late",
    tenants.DOMAIN_ADOPTED.name: "soon",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One event in words. `text` is what somebody wrote, "…" where it was erased; `band` is late, soon or empty.

    Staff is never shown a text here: it reads it at the client, whose book then tells that it was there (ADR 0011).
    """

    words: str
    text: str
    sign: str
    band: str
    is_internal: bool


def said(happening: Happening, *, to_staff: bool) -> Said:
    """Put it into words, in the active language."""
    own = (TO_STAFF if to_staff else TO_CONTACTS).get(happening.kind)
    return Said(
        words=str(own) % {"by": happening.by} if own else happening.words,
        text="" if to_staff else happening.text,
        sign=SIGNS.get(happening.kind, "dot"),
        band=PRESSING.get(happening.kind, ""),
        is_internal=happening.is_internal,
    )
