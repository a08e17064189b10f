"""The views of the workboard: those that everybody has and those that were saved, with how many tasks are in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from motorblok.accounts.models import SavedView, StaffRole
from motorblok.accounts.viewers import StaffViewer
from motorblok.board.queries import COUNTED, Show, counts
from motorblok.console.asked import ME, Asked, asked_by, scope_of
from motorblok.console.names import ClientName

SHOWN = 60  # saved views of others and one's own; more than these nobody reads in a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One view: where it leads, and how many tasks are in it (None: not counted)."""

    name: str
    words: str
    icon: str
    link: str
    is_current: bool
    count: int | None = None

    @property
    def count_words(self) -> str:
        """The count as shown."""
        return f"{COUNTED - 1}+" if self.count is not None and self.count >= COUNTED else str(self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedTab(Tab):
    """A view under a name of somebody's own; `by` is whose it is where it is not the viewer's."""

    id: UUID
    is_shared: bool
    by: str
    place: int
    can_be_changed: bool


@dataclass(frozen=True, slots=True)
class Tabs:
    """All views of a viewer."""

    usual: tuple[Tab, ...]
    saved: tuple[SavedTab, ...]

    @property
    def last(self) -> int:
        """The place of the last one that is the viewer's own."""
        return sum(not each.by for each in self.saved) - 1

    @property
    def has_current(self) -> bool:
        """Whether what is shown now is a view already."""
        return any(each.is_current for each in (*self.usual, *self.saved))


def tabs(viewer: StaffViewer, wanted: Asked, clients: Mapping[UUID, ClientName], *, at: datetime) -> Tabs:
    """The views with their counts. Two statements, however many views there are."""
    usual, saved = _usual(), saved_views(viewer, clients)
    kept = [asked_by(each.query) for each in saved]
    counted = [each for _name, _words, _icon, each in usual if each.show != Show.CLOSED]
    asked = [each.filters(viewer, clients) for each in (*counted, *kept)]
    found = counts(scope_of(viewer), asked, at=at)
    by_view = dict(zip(counted, found, strict=False))
    here = wanted.query(sort="")
    return Tabs(
        tuple(
            Tab(
                name=name,
                words=words,
                icon=icon,
                link=link_to(each),
                is_current=here == each.query(sort=""),
                count=by_view.get(each),
            )
            for name, words, icon, each in usual
        ),
        tuple(
            _saved(view, each, count, place=place, viewer=viewer, here=wanted.query())
            for place, (view, each, count) in enumerate(zip(saved, kept, found[len(counted) :], strict=True))
        ),
    )


def saved_views(viewer: StaffViewer, clients: Mapping[UUID, ClientName]) -> Sequence[SavedView]:
    """The viewer's own saved views in its order, then what others share, by name.

    What others share of a client that is not among the viewer's would only betray that there is one.
    """
    known = {"", *(each.slug for each in clients.values())}
    mine_first = Case(
        When(owner_id=viewer.person_id, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = SavedView.objects.filter(Q(owner_id=viewer.person_id) | Q(is_shared=True))
    mine = Case(When(owner_id=viewer.person_id, then="position"), default=Value(0))
    kept = found.select_related("owner").order_by(mine_first, mine, "name", "id")
    return [
        each for each in kept if each.owner_id == viewer.person_id or asked_by(each.query).client in known
    ][:SHOWN]


def link_to(view: Asked) -> str:
    """The address of a view."""
    return reverse("console:workboard") + view.query()


def _usual() -> list[tuple[str, str, str, Asked]]:
    return [
        ("mine", _("Mine"), "user", Asked(assignee=ME)),
        ("untaken", _("Unassigned"), "inbox", Asked(show=Show.UNTAKEN.value)),
        ("late", _("Late"), "flame", Asked(show=Show.LATE.value)),
        ("soon", _("Within the hour"), "timer", Asked(show=Show.SOON.value)),
        ("waiting", _("Waiting for client"), "pause", Asked(show=Show.WAITING.value)),
        ("wrote", _("Client wrote"), "message-square", Asked(show=Show.WROTE.value)),
        ("open", _("All open"), "layout-list", Asked()),
        ("closed", _("Closed"), "archive", Asked(show=Show.CLOSED.value)),
    ]


def _saved(
    view: SavedView, asked: Asked, count: int, *, place: int, viewer: StaffViewer, here: str
) -> SavedTab:
    is_own = view.owner_id == viewer.person_id
    return SavedTab(
        name="saved",
        words=view.name,
        icon="users" if view.is_shared else "bookmark",
        link=link_to(asked),
        is_current=here == asked.query(),
        count=None if asked.show == Show.CLOSED else count,
        id=view.id,
        is_shared=view.is_shared,
        by="" if is_own else view.owner.name,
        place=place,
        can_be_changed=is_own or viewer.role == StaffRole.OWNER,
    )
