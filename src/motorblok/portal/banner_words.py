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
    made = found.archived_at is not None
    return Banner(
        sign="archive",
        tone="",
        title=_("Your subscription has ended"),
        words=f"{_readable(found)} {_taken_along(made)}",
        link=reverse("portal:archive" if made else "portal:invoices"),
        label=_("Take everything along") if made else _("Your invoices"),
        write_to=found.write_to,
    )


def over(found: ClientStanding) -> Banner:
    """For everybody else: the work has ended, and how long it can be read."""
    return Banner(
        sign="archive", tone="", title=_("The work for your company has ended"), words=_readable(found)
    )


def _readable(found: ClientStanding) -> str:
    day = found.readable_until_on
    if day is None:
        return _(
            "Everything can still be read, but nothing can be asked or changed any more. No day is set for erasing it; once there is one, it stands here, a month before."
        )
    if day <= found.today:
        return _(
            "Everything can still be read, but nothing can be asked or changed any more. It may be erased for good at any time."
        )
    return _(
        "Everything can be read until %(day)s at least, but nothing can be asked or changed any more. After that it may be erased for good."
    ) % {"day": speaking.day(day)}


def _taken_along(made: bool) -> str:
    if made:
        return _("Invoices, usage and all that happened are in one file for you to keep.")
    return _("Your provider makes one file of everything for you to keep; you then find it here.")
