"""What the workboard is asked for, as it stands in the address: which view, which filters, after which row."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from motorblok.accounts.viewers import StaffViewer
from motorblok.board.queries import Filters, Scope, Show
from motorblok.board.sorting import ORDERS, Order
from motorblok.console.names import ClientName
from motorblok.kernel.ids import id_in
from motorblok.work.models import Priority

ME, NOBODY = "me", "nobody"
USUAL = {("show", Show.OPEN.value), ("sort", "urgent")}
NO_ONE = UUID(int=0)  # what an unknown name stands for: it finds nothing


@dataclass(frozen=True, slots=True)
class Asked:
    """The address's query, understood; what makes no sense is left out. `assignee` is an id, `me` or `nobody`."""

    show: str = Show.OPEN
    client: str = ""
    line: str = ""
    priority: str = ""
    assignee: str = ""
    text: str = ""
    sort: str = "urgent"

    @property
    def is_narrowed(self) -> bool:
        """Whether some of the filters beside the views are set."""
        return any((self.client, self.line, self.priority, self.text)) or self.assignee not in ("", ME)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but a view of all was asked for."""
        return bool(self.is_narrowed or self.assignee) or self.show not in (Show.OPEN, Show.CLOSED)

    @property
    def order(self) -> Order:
        """How the rows are sorted."""
        return Filters(show=Show(self.show), sort=self.sort).order

    def query(self, **changes: str) -> str:
        """The query string of this, with some fields changed; what is empty or usual is left out."""
        fields = {name: getattr(self, name) for name in self.__slots__} | changes
        kept = {name: value for name, value in fields.items() if value and (name, value) not in USUAL}
        return f"?{urlencode(kept)}" if kept else ""

    def filters(self, viewer: StaffViewer, clients: Mapping[UUID, ClientName]) -> Filters:
        """The same as a question to the board."""
        return Filters(
            show=Show(self.show),
            client_id=self._client_id(clients) if self.client else None,
            service_line=self.line,
            priority=self.priority,
            assignee_id=self._assignee_id(viewer) if self.assignee not in ("", NOBODY) else None,
            unassigned=self.assignee == NOBODY,
            text=self.text,
            sort=self.sort,
            clients=tuple(clients) if self.sort == "client" else (),
        )

    def _client_id(self, clients: Mapping[UUID, ClientName]) -> UUID:
        return next((each.id for each in clients.values() if each.slug == self.client), NO_ONE)

    def _assignee_id(self, viewer: StaffViewer) -> UUID:
        return viewer.person_id if self.assignee == ME else id_in(self.assignee) or NO_ONE


def asked(query: QueryDict) -> Asked:
    """Understand an address."""
    found = Asked(**{name: plain(query.get(name, "")) for name in Asked.__slots__})
    known: dict[str, Collection[str]] = {
        "show": set(Show),
        "sort": set(ORDERS),
        "priority": {"", *Priority.values},
    }
    usual = {name: getattr(Asked(), name) for name in known if getattr(found, name) not in known[name]}
    return replace(found, **usual)


def asked_by(query: str) -> Asked:
    """Understand a query string that was kept."""
    return asked(QueryDict(query.removeprefix("?")))


def plain(text: str) -> str:
    """What was typed, short and without the one character (NUL) that the database cannot be asked about."""
    return text.replace("\x00", "").strip()[:100]


def scope_of(viewer: StaffViewer) -> Scope:
    """What the viewer may see, as the board wants to hear it."""
    whole = [client_id for client_id, lines in viewer.lines.items() if lines is None]
    partly = {client_id: sorted(lines) for client_id, lines in viewer.lines.items() if lines is not None}
    return Scope(everything=viewer.all_clients, whole=whole, lines=partly)
