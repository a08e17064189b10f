"""Who of the client's own people has an account here: for a director to see, and for the provider to change."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.models import ContactRole
from motorblok.accounts.queries import PersonRow, contacts_of
from motorblok.portal.door import draw
from motorblok.portal.words import line_names


@dataclass(frozen=True, slots=True)
class Member:
    """A row of the list; `sees` says which of the client's tasks are for this person's eyes."""

    row: PersonRow
    sees: str


@contact_only(ContactRole.DIRECTOR)
@require_safe
def people(request: ContactRequest) -> HttpResponse:
    """All contacts of the client, by name."""
    rows = [Member(row, sight(row.role, row.service_lines)) for row in contacts_of(request.viewer.client_id)]
    return draw(request, "portal/people.html", section="people", people=rows)


def sight(role: str, service_lines: Iterable[str]) -> str:
    """What a contact of this role sees, in words; `service_lines` are the codes that a lead looks after."""
    if role == ContactRole.DIRECTOR:
        return _("All tasks of the company, and who of you may sign in")
    if role == ContactRole.REQUESTER:
        return _("Only what this person asked for")
    names = line_names()
    lines = ", ".join(names.get(code, code) for code in service_lines)
    if not lines:
        return _("Only what this person asked for; no service line is assigned yet")
    return _("All tasks in %(lines)s, and what this person asked for") % {"lines": lines}
