"""One member of staff: what it may do and for whom it works, and what an owner does about its account."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES, StaffRole
from motorblok.accounts.queries import PersonRow, staff_row
from motorblok.console.access import Account, invitation, role_page, withdraw_invitation
from motorblok.console.door import draw, now, posted
from motorblok.console.names import line_names
from motorblok.console.parting import CLOSE_STAFF, REMOVE_SECOND_STEP, take
from motorblok.console.people import StaffRoleForm

METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class WorksFor:
    """A client that somebody is assigned to, with the service lines in words."""

    slug: str
    name: str
    lines: str


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_safe
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Show the person; its owner also sees what can be done."""
    account = _account(person_id)
    is_own = request.viewer.person_id == person_id
    context = {
        **account.context,
        "at": now(),
        "posts": list(_works_for(account.row)),
        "sees_all": account.row.role in WIDE_ROLES,
        "may_change": request.viewer.role == StaffRole.OWNER and not is_own,
        "may_invite": True,
        "is_own": is_own,
    }
    return draw(request, "console/people/person.html", **context)


@staff_only(StaffRole.OWNER)
@require_http_methods(METHODS)
def person_role(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Give another role."""
    account = _account(person_id)
    return role_page(request, account, StaffRoleForm(posted(request), initial={"role": account.row.role}))


@staff_only(StaffRole.OWNER)
@require_http_methods(METHODS)
def person_deactivation(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Close the account."""
    return take(request, _account(person_id), CLOSE_STAFF)


@staff_only(StaffRole.OWNER)
@require_POST
def person_invitation(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Send the invitation again."""
    return invitation(request, _account(person_id))


@staff_only(StaffRole.OWNER)
@require_POST
def person_invitation_withdrawal(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Withdraw the invitation."""
    return withdraw_invitation(request, _account(person_id))


@staff_only(StaffRole.OWNER)
@require_http_methods(METHODS)
def person_second_step_removal(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Remove the second step."""
    return take(request, _account(person_id), REMOVE_SECOND_STEP)


def _account(person_id: UUID) -> Account:
    return Account(staff_row(person_id))


def _works_for(row: PersonRow) -> Iterator[WorksFor]:
    names = line_names()
    for (slug, name), posts in groupby(row.posts, key=lambda post: (post.client_slug, post.client_name)):
        lines = [names.get(post.service_line, _("all service lines")) for post in posts]
        yield WorksFor(slug, name, ", ".join(lines))
