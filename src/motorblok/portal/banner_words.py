"""What stands above the portal's pages for a company on trial, one that is paused by a person, and one that has left."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from billing import speaking
from billing.queries.client_standing import ClientStanding

TRIAL_IS_TOLD = timedelta(days=5)
"""So long before its last day a trial is news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """A notice with at most one link; `tone` is bad, warn or empty, `write_to` an e-mail address, if there is one to name."""

    sign: str
    tone: str
    title: str
    words: str
    link: str = ""
    label: str = ""
    write_to: str = ""
    tells_overdue: bool = False


def paused() -> Banner:
    """Nothing new is taken, for a reason that is none of billing's."""
    return Banner(
        sign="circle-pause",
        tone="warn",
        title=_("The work for your company is paused"),
        words=_(
            "Everything can be read, but nothing can be sent or changed. Ask your provider how to go on."
        ),
    )


def trial(found: ClientStanding) -> Banner | None:
    """The last day of the trial, in its last days and on it."""
    last = found.trial_last_on
    if last is None or not found.today <= last <= found.today + TRIAL_IS_TOLD:
        return None
    return Banner(
        sign="hourglass",
        tone="",
        title=_("The last day of your trial is %(day)s") % {"day": speaking.day(last)},
        words=_("From the day after you pay what was agreed. You need to do nothing for it to go on."),
        link=reverse("portal:billing"),
        label=_("What it will cost"),
    )


def ended(found: ClientStanding) -> Banner:
    """For who looks after money: the subscription has ended, and how long all can be taken along."""
    return Banner(
        sign="archive",
        tone="",
        title=_("Your subscription has ended"),
        words=_readable(found),
        link=reverse("portal:invoices"),
        label=_("Your invoices"),
        write_to=found.write_to,
    )


def over(found: ClientStanding) -> Banner:
    """For everybody else: the work has ended, and how long it can be read."""
    day = found.readable_until_on
    words = _("All tasks and answers can still be read, but nothing can be asked or changed any more.")
    if day:
        words = _(
            "All tasks and answers can be read until %(day)s at least, but nothing can be asked or changed any more."
        ) % {"day": speaking.day(day)}
    return Banner(sign="archive", tone="", title=_("The work for your company has ended"), words=words)


def _readable(found: ClientStanding) -> str:
    if day := found.readable_until_on:
        return _(
            "Nothing can be asked or changed any more. Everything can be read and taken along until %(day)s at least; after that it may be erased for good."
        ) % {"day": speaking.day(day)}
    return _(
        "Nothing can be asked or changed any more. Everything can be read and taken along. No day is set for erasing it; once there is one, it stands here at least 30 days before."
    )
