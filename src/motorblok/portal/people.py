"""Who of the client's own people has an account here: for a director to see, and for the provider to change."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.models import ContactRole
from motorblok.accounts.queries import PersonRow, contacts_of
from motorblok.portal.door import draw
from motorblok.portal.words import line_names


@dataclass(frozen=True, slots=True)
class Member:
    """A row of the list; `lines` are the service lines of a lead, in words."""

    row: PersonRow
    lines: str


@contact_only(ContactRole.DIRECTOR)
@require_safe
def people(request: ContactRequest) -> HttpResponse:
    """All contacts of the client, by name."""
    names = line_names()
    rows = [
        Member(row, ", ".join(names.get(code, code) for code in row.service_lines))
        for row in contacts_of(request.viewer.client_id)
    ]
    return draw(request, "portal/people.html", section="people", people=rows)
