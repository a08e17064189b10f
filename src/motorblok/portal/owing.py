"""What stands above the portal's pages for a company that is late: what it owes and what follows, or what that means for work."""

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from billing import speaking
from billing.models import Life
from billing.queries.client_standing import ClientStanding, Overdue
from motorblok.portal.banner_words import Banner


def owing(life: str, found: ClientStanding, late: Overdue | None) -> Banner | None:
    """For who looks after money: the sum, since when, what follows, and the way to pay; nothing where nothing is held against it."""
    if late is None:
        return closed(found) if life == Life.SUSPENDED else None
    return Banner(
        sign="circle-pause" if life == Life.SUSPENDED else "circle-alert",
        tone="warn" if life == Life.PAST_DUE else "bad",
        title=_title(life, found, speaking.money(late.owed, late.currency)),
        words=f"{_due(late)} {OWING[life](found)}",
        link=f"{reverse('portal:invoice', args=[late.oldest_id])}#pay",
        label=_("Pay %(number)s") % {"number": late.number},
        write_to=found.write_to if life == Life.SUSPENDED else "",
        tells_overdue=True,
    )


def _title(life: str, found: ClientStanding, owed: str) -> str:
    if life == Life.SUSPENDED:
        return _("This portal is read-only until %(sum)s is paid") % {"sum": owed}
    if life == Life.GRACE and (day := _still_open_until(found)):
        return _("%(sum)s is overdue: please pay before %(day)s") % {"sum": owed, "day": day}
    return _("%(sum)s is overdue") % {"sum": owed}


def _due(late: Overdue) -> str:
    day = speaking.day(late.due_on)
    if late.many == 1:
        return _("Invoice %(number)s was due on %(day)s.") % {"number": late.number, "day": day}
    words = _("%(many)s invoices are overdue, the oldest since %(day)s.")
    return words % {"many": late.many, "day": day}


def _still_open_until(found: ClientStanding) -> str:
    """The day from which it may be made read-only, in words; empty where that day has come or is not known."""
    day = found.may_close_on
    return speaking.day(day) if day and day > found.today else ""


def _while_late(_found: ClientStanding) -> str:
    return _("The work goes on as usual; only new people and service lines wait until it is paid.")


def _while_warned(found: ClientStanding) -> str:
    if day := _still_open_until(found):
        return _(
            "From %(day)s on your provider may make this portal read-only: what is under way is kept, but nothing could be asked, answered or changed."
        ) % {"day": day}
    return _(
        "Your provider may make this portal read-only at any time: what is under way is kept, but nothing could be asked, answered or changed."
    )


def _while_closed(_found: ClientStanding) -> str:
    return _(
        "Tasks, answers and invoices can be read and taken along, but nothing can be asked, answered or changed. As soon as the payment is in, everything opens by itself."
    )


OWING: Mapping[str, Callable[[ClientStanding], str]] = {
    Life.PAST_DUE: _while_late,
    Life.GRACE: _while_warned,
    Life.SUSPENDED: _while_closed,
}


def warned(found: ClientStanding) -> Banner:
    """For everybody else, before it is suspended: from when on their work may stop."""
    day = _still_open_until(found)
    early, late = (
        _("From %(day)s on this portal may be read-only"),
        _("This portal may become read-only soon"),
    )
    return Banner(
        sign="hourglass",
        tone="warn",
        title=early % {"day": day} if day else late,
        words=_(
            "Everything could then be read, but nothing asked, answered or changed; what is under way is kept. A director of your company knows more."
        ),
    )


def closed(found: ClientStanding) -> Banner:
    """For everybody, once it is suspended: what still works, and whom to write to."""
    return Banner(
        sign="circle-pause",
        tone="warn",
        title=_("This portal is read-only for now"),
        words=_(
            "All tasks and answers can be read, but nothing can be asked, answered or changed until your company and your provider have settled it. What is under way is kept."
        ),
        write_to=found.write_to,
    )
