"""The provider's people: who they are, for whom they work, and inviting one more."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from motorblok.accounts.actions import invite_staff
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES, StaffRole
from motorblok.accounts.queries import PersonRow, staff
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.door import draw, posted
from motorblok.console.inviting import InvitationForm, invite

NAMED = 3


class StaffRoleForm(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[
            (StaffRole.AGENT, gettext_lazy("Agent: the clients it is assigned to")),
            (StaffRole.FINANCE, gettext_lazy("Finance: as an agent, and what every client pays")),
            (StaffRole.LEAD, gettext_lazy("Lead: all clients, and assigns colleagues")),
            (StaffRole.OWNER, gettext_lazy("Owner: everything, and opens clients")),
        ],
        initial=StaffRole.AGENT,
        widget=forms.RadioSelect,
    )


class ColleagueForm(InvitationForm, StaffRoleForm):
    """A colleague to be."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A row of the list."""

    person: PersonRow
    works_for: str


@staff_only()
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """All staff."""
    rows = [Colleague(person, _works_for(person, request.viewer)) for person in staff()]
    may_invite, may_look = request.viewer.role == StaffRole.OWNER, request.viewer.role in WIDE_ROLES
    context: dict[str, Any] = {"people": rows, "may_invite": may_invite, "may_look": may_look}
    return draw(request, "console/people/list.html", section="people", **context)


@staff_only(StaffRole.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: StaffRequest) -> HttpResponse:
    """Invite a colleague."""
    form = ColleagueForm(posted(request))
    context = {"section": "people", "heading": _("Invite a colleague")}
    return invite(request, form, invite_staff, back=("console:people",), **context)


def _works_for(person: PersonRow, viewer: StaffViewer) -> str:
    """For whom a colleague works, as far as the viewer knows these clients: to whom else does not exist for it."""
    if person.role in WIDE_ROLES:
        return _("All clients")
    if not person.posts:
        return _("Nobody yet")
    names = sorted({post.client_name for post in person.posts if viewer.may_enter(post.client_id)})
    if not names:
        return _("Other clients")
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": shown,
        "more": more,
    }
