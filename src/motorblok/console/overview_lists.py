"""The short lists of the owner's page: the work over all clients that waits longest for somebody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motorblok.board import loads
from motorblok.board.placements import Placement
from motorblok.board.queries import Filters, Scope, page
from motorblok.console.names import ClientName, line_names, staff_names

LISTED = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task in one of the short lists, and since when it waits."""

    url: str
    number: str
    title: str
    client: str
    service_line: str
    assignee: str
    since_at: datetime


def lists(clients: Mapping[UUID, ClientName], *, at: datetime) -> dict[str, list[Waiting]]:
    """What nobody has, what the client wrote last, and what nobody has touched: each the longest first."""
    names, lines = staff_names(), line_names()

    def told(rows: Iterable[Placement], since: str) -> list[Waiting]:
        return [
            _waiting(row, clients[row.client_id], names, lines, since=getattr(row, since))
            for row in rows
            if row.client_id in clients
        ]

    unassigned = page(Scope(everything=True), Filters(unassigned=True), at=at, size=LISTED).rows
    return {
        "unassigned": told(unassigned, "received_at"),
        "unanswered": told(loads.longest_unanswered(LISTED), "client_wrote_at"),
        "untouched": told(loads.longest_untouched(LISTED), "received_at"),
    }


def _waiting(
    row: Placement,
    client: ClientName,
    names: Mapping[UUID, str],
    lines: Mapping[str, str],
    *,
    since: datetime,
) -> Waiting:
    return Waiting(
        url=reverse("console:task", args=[client.slug, row.number]),
        number=row.number,
        title=row.title,
        client=client.name,
        service_line=lines.get(row.service_line, row.service_line),
        assignee=names.get(row.assignee_id, "") if row.assignee_id else _("Nobody yet"),
        since_at=since,
    )
