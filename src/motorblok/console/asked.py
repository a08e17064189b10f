"""What the workboard is asked for, as it stands in the address: which view, which filters, after which row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from motorblok.accounts.viewers import StaffViewer
from motorblok.board.queries import Cursor, Filters, Scope, Show
from motorblok.console.names import ClientName

ME, NOBODY = "me", "nobody"
NO_ONE = UUID(int=0)  # what an unknown name stands for: it finds nothing


@dataclass(frozen=True, slots=True)
class Asked:
    """The address's query, understood; what makes no sense is left out. `assignee` is an id, `me` or `nobody`."""

    show: str = Show.OPEN
    client: str = ""
    line: str = ""
    assignee: str = ""
    text: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything but a view was asked for."""
        return any((self.client, self.line, self.assignee, self.text)) or self.show not in (
            Show.OPEN,
            Show.CLOSED,
        )

    def query(self, **changes: str) -> str:
        """The query string of this, with some fields changed; what is empty or usual is left out."""
        fields = {name: getattr(self, name) for name in self.__slots__} | changes
        kept = {
            name: value for name, value in fields.items() if value and (name, value) != ("show", Show.OPEN)
        }
        return f"?{urlencode(kept)}" if kept else ""

    def filters(self, viewer: StaffViewer, clients: Mapping[UUID, ClientName]) -> Filters:
        """The same as a question to the board."""
        return Filters(
            show=Show(self.show),
            client_id=self._client_id(clients) if self.client else None,
            service_line=self.line,
            assignee_id=self._assignee_id(viewer) if self.assignee not in ("", NOBODY) else None,
            unassigned=self.assignee == NOBODY,
            text=self.text,
        )

    def _client_id(self, clients: Mapping[UUID, ClientName]) -> UUID:
        return next((each.id for each in clients.values() if each.slug == self.client), NO_ONE)

    def _assignee_id(self, viewer: StaffViewer) -> UUID:
        return viewer.person_id if self.assignee == ME else _uuid(self.assignee)


def asked(query: QueryDict) -> Asked:
    """Understand an address."""
    found = Asked(**{name: plain(query.get(name, "")) for name in Asked.__slots__})
    return found if found.show in set(Show) else replace(found, show=Show.OPEN)


def plain(text: str) -> str:
    """What was typed, short and without the one character (NUL) that the database cannot be asked about."""
    return text.replace("\x00", "").strip()[:100]


def scope_of(viewer: StaffViewer) -> Scope:
    """What the viewer may see, as the board wants to hear it."""
    whole = [client_id for client_id, lines in viewer.lines.items() if lines is None]
    partly = {client_id: sorted(lines) for client_id, lines in viewer.lines.items() if lines is not None}
    return Scope(everything=viewer.all_clients, whole=whole, lines=partly)


def written(cursor: Cursor) -> str:
    """A place between two rows, for an address."""
    return f"{cursor.instant.isoformat() if cursor.instant else ''}~{cursor.task_id}"


def read(text: str) -> Cursor | None:
    """The place that `written` wrote; None for anything else."""
    instant, _, task_id = text.partition("~")
    try:
        return Cursor(datetime.fromisoformat(instant).astimezone(UTC) if instant else None, UUID(task_id))
    except (ValueError, OverflowError):
        return None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return NO_ONE
