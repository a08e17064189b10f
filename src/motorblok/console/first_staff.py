"""Who works for a client that is being taken on: a table of colleagues and service lines, beside how much lies with each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motorblok.accounts.actions import assign_to_client, withdraw_from_client
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES, Standing
from motorblok.accounts.queries import PersonRow, staff
from motorblok.board.loads import Load, by_assignee
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.names import line_names
from motorblok.console.onboarding_steps import after, frame
from motorblok.console.sending import send
from motorblok.console.team import end_of_day
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.forms import offer
from motorblok.kernel.toasts import toast
from tenants.models import Client

EVERY = ""  # the column of all service lines


@dataclass(frozen=True, slots=True)
class Cell:
    """A checkbox: a colleague in one service line, or in all."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """A colleague, how much lies there now, and the checkboxes."""

    name: str
    open_tasks: int
    cells: tuple[Cell, ...]


class PostsForm(OnceForm):
    """Every pair of colleague and service line that is to work for the client."""

    posts = forms.MultipleChoiceField(required=False)

    def __init__(
        self, data: QueryDict | None, *, people: Iterable[PersonRow], columns: Iterable[str], client: Client
    ) -> None:
        people = list(people)
        super().__init__(data, initial={"posts": sorted(_posts(people, client))})
        columns = list(columns)
        offer(self, "posts", [(_pair(each.id, line),) * 2 for each in people for line in columns])


@staff_only(*WIDE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def onboarding_staff(request: StaffRequest, client: Client) -> HttpResponse:
    """Assign colleagues, and withdraw whom is no longer marked; all of it or nothing."""
    at, data = now(), posted(request)
    people = _colleagues(client)
    columns = {EVERY: _("All service lines"), **line_names()}
    form = PostsForm(data, people=people, columns=columns, client=client)

    def assigned() -> None:
        by: dict[str, Any] = {"client": client, "actor": request.viewer.actor, "at": at}
        wanted, known = set(form.cleaned_data["posts"]), _posts(people, client)
        for staff_id, line in sorted(map(_read, wanted - known)):
            assign_to_client(staff_id, service_line=line or None, **by)
        for staff_id, line in sorted(map(_read, known - wanted)):
            withdraw_from_client(staff_id, service_line=line or None, **by)

    sent = send(form, viewer=request.viewer, client=client, act=assigned)
    if sent.answer:
        toast(request, _("Who works for %(client)s is saved.") % {"client": client.name})
        return after(client, "staff")
    chosen = set(form["posts"].value() or ())
    loads = by_assignee(at=at, soon_until=end_of_day(at))
    context = {
        **frame(client, "staff"),
        "form": form,
        "columns": columns.values(),
        "rows": [_row(each, columns, chosen, loads.get(each.id, Load())) for each in people],
    }
    status = 422 if form.is_bound else 200
    return draw(request, "console/onboarding/staff.html", refusal=sent.refusal, status=status, **context)


def _colleagues(client: Client) -> list[PersonRow]:
    """Agents and finance who are here, and whoever is assigned already; owners and leads see every client anyway."""

    def is_posted(row: PersonRow) -> bool:
        return any(post.client_id == client.id for post in row.posts)

    here = [each for each in staff() if each.standing != Standing.INACTIVE]
    return [each for each in here if each.role not in WIDE_ROLES or is_posted(each)]


def _posts(people: Iterable[PersonRow], client: Client) -> set[str]:
    return {
        _pair(each.id, post.service_line)
        for each in people
        for post in each.posts
        if post.client_id == client.id
    }


def _row(person: PersonRow, columns: Mapping[str, str], chosen: set[str], load: Load) -> ColleagueRow:
    cells = tuple(
        Cell(pair, f"{person.name}: {words}", pair in chosen)
        for line, words in columns.items()
        for pair in [_pair(person.id, line)]
    )
    return ColleagueRow(person.name, load.open_tasks, cells)


def _pair(staff_id: UUID, line: str) -> str:
    return f"{staff_id}:{line}"


def _read(pair: str) -> tuple[UUID, str]:
    staff_id, _colon, line = pair.partition(":")
    return UUID(staff_id), line
